import { canonicalJson } from '../../base/json.ts';
import { type ParquetColumn, parquetFile } from '../parquet.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { EnvironmentRecord, ScenarioRecord } from '../selection/records.ts';
import { type SplitRows, splitRowsOf } from '../selection/split-rows.ts';
import { yamlText } from '../yaml-text.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { verlToolClass, verlToolNames, verlTools } from './verl-tools.ts';

const columns: readonly ParquetColumn[] = [
  { name: 'data_source', type: 'string' },
  { name: 'agent_name', type: 'string' },
  {
    name: 'prompt',
    list: [
      { name: 'role', type: 'string' },
      { name: 'content', type: 'string' },
    ],
  },
  { name: 'ability', type: 'string' },
  {
    name: 'reward_model',
    struct: [
      { name: 'style', type: 'string' },
      { name: 'ground_truth', type: 'string' },
    ],
  },
  {
    name: 'extra_info',
    struct: [
      { name: 'split', type: 'string' },
      { name: 'index', type: 'int64' },
      { name: 'env_id', type: 'string' },
      { name: 'scenario_id', type: 'string' },
      { name: 'init_state', type: 'string' },
      { name: 'seed', type: 'string' },
      { name: 'start', type: 'string' },
      { name: 'need_tools_kwargs', type: 'bool' },
      { name: 'tool_selection', list: 'string' },
    ],
  },
];

/**
 * Prompts for verl's multi-turn tool rollouts. The initial state is a JSON text: states of different environments have different
 * shapes, and Arrow would fill one struct for all of them with nulls. `tools_kwargs` is left out for the same reason.
 */
export const verlRl: ScenarioFormat = {
  name: 'verl-rl',
  description: 'Tasks with initial states and tool definitions, for reinforcement learning with verl (Parquet and tool YAML).',
  version: 1,
  needs: 'scenarios',
  configs: [{ name: 'rl', path: '{split}.parquet' }],
  usage: [
    "Give the Parquet files to verl as `data.train_files` and `data.val_files`, and `tools/all.yaml` as `actor_rollout_ref.rollout.multi_turn.tool_config_path`. Each row names its own tools in `extra_info.tool_selection`, so that one run can mix environments; with a verl that does not know `tool_selection`, train on one environment and give `tools/<env_id>.yaml`. A tool name that two environments share carries the environment's id in front; `config.tool` is its name in the environment.",
    `The tool class \`${verlToolClass}\` is not part of this dataset: provide one under that name that keeps an environment instance for each trajectory (on \`agent_data\`: verl creates a tool anew for every call), begun with \`init_state\` (JSON text), \`seed\` and \`start\`, and passes calls on to it. The environments, and the checks that give the reward, are in the \`bundle\` export of the same workspace; \`env_id\` and \`scenario_id\` (also \`reward_model.ground_truth\`) are the same there.`,
    'verl keeps only type, description and string enums of an argument, so bounds, formats and nested fields are told in the descriptions.',
  ].join('\n\n'),
  unfit: unfitWithoutUser,
  async write(selection, writer, systemMessage) {
    const environments = [...new Map(selection.rows.map((row) => [row.environment.id, row.environment])).values()];
    const names = verlToolNames(environments);
    for (const side of splitRowsOf(selection)) {
      const content = { rows: side.rows.length, split: side.split };
      await writer.file(`${side.split}.parquet`, parquetFile(columns, rowsOf(side, names, systemMessage)), content);
    }
    const toolsOf = (environment: EnvironmentRecord) => verlTools(environment, names.get(environment.id) ?? new Map());
    for (const environment of environments)
      await writer.file(`tools/${environment.id}.yaml`, [yamlText({ tools: toolsOf(environment) })]);
    await writer.file('tools/all.yaml', [yamlText({ tools: environments.flatMap(toolsOf) })]);
  },
};

function* rowsOf(
  { split, rows }: SplitRows<ScenarioRecord>,
  names: ReadonlyMap<string, ReadonlyMap<string, string>>,
  systemMessage: SystemMessage,
): Generator<Readonly<Record<string, unknown>>> {
  let index = 0n;
  for (const { environment, scenario } of rows) {
    const { name, task, initialState, seed, start } = scenario.body;
    yield {
      data_source: `envscaler/${environment.id}`,
      agent_name: 'tool_agent',
      prompt: [
        { role: 'system', content: systemMessage(environment.artifact.body, scenario.body) },
        { role: 'user', content: task },
      ],
      ability: 'tool_use',
      reward_model: { style: 'rule', ground_truth: name },
      extra_info: {
        split,
        index: index++,
        env_id: environment.id,
        scenario_id: name,
        init_state: canonicalJson(initialState),
        seed,
        start,
        need_tools_kwargs: false,
        tool_selection: [...(names.get(environment.id)?.values() ?? [])],
      },
    };
  }
}
