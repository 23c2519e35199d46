import type { Feature } from '../formats/format.ts';
import { agentName, environmentWriters, scenarioWriters } from '../manifest.ts';
import type { TableColumn } from '../parquet.ts';
import type { ScenarioRecord, TrajectoryRecord } from '../selection/records.ts';

/** What every row of a dataset of scenarios can be filtered by, with the types of its columns. */
export const scenarioLabelColumns: readonly TableColumn[] = [
  { name: 'env_id', type: 'string' },
  { name: 'environment_hash', type: 'string' },
  { name: 'scenario_id', type: 'string' },
  { name: 'scenario_hash', type: 'string' },
  { name: 'kind', type: 'string' },
  { name: 'reads', type: 'int64' },
  { name: 'writes', type: 'int64' },
  { name: 'discovered', type: 'int64' },
  { name: 'rules', type: 'int64' },
  { name: 'distractors', type: 'int64' },
  { name: 'conditions', type: 'int64' },
  { name: 'environment_written_by', type: 'string' },
  { name: 'scenario_written_by', type: 'string' },
];

/** The same of a dataset of trajectories. */
export const trajectoryLabelColumns: readonly TableColumn[] = [
  ...scenarioLabelColumns,
  { name: 'trajectory_id', type: 'string' },
  { name: 'trajectory_hash', type: 'string' },
  { name: 'agent', type: 'string' },
  { name: 'attempt', type: 'int64' },
  { name: 'tools_called', type: 'strings' },
  { name: 'calls', type: 'int64' },
  { name: 'reward', type: 'float64' },
  { name: 'reward_strict', type: 'int64' },
];

type Labels = Readonly<Record<string, string | number | readonly string[]>>;

/** What a scenario is filtered by. The numbers of its difficulty stand in columns of their own. */
export function scenarioLabels({ environment, scenario }: ScenarioRecord): Labels {
  const { name, kind, difficulty } = scenario.body;
  const { reads, writes, discovered, rules, distractors, conditions } = difficulty;
  return {
    env_id: environment.id,
    environment_hash: environment.artifact.hash,
    scenario_id: name,
    scenario_hash: scenario.hash,
    kind,
    ...{ reads, writes, discovered, rules, distractors, conditions },
    environment_written_by: environmentWriters(environment.artifact.body),
    scenario_written_by: scenarioWriters(scenario.body),
  };
}

/** What a trajectory is filtered by: its scenario's labels, who played, what was called and what it earned. */
export function trajectoryLabels(record: TrajectoryRecord): Labels {
  const { name, agent, attempt, reward, messages } = record.trajectory.body;
  if (reward.kind === 'unscored') throw new Error(`${name} was selected although it has no score`);
  const called = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.tool_calls ?? []).map((call) => call.function.name) : [],
  );
  return {
    ...scenarioLabels(record),
    trajectory_id: name,
    trajectory_hash: record.trajectory.hash,
    agent: agentName(agent),
    attempt,
    tools_called: [...new Set(called)].sort(),
    calls: called.length,
    reward: reward.dense,
    reward_strict: reward.strict,
  };
}

/** The columns as the front matter of a card tells them. */
export function featuresOf(columns: readonly TableColumn[]): Feature[] {
  return columns.map(({ name, type }) => (type === 'strings' ? { name, list: 'string' } : { name, dtype: type }));
}
