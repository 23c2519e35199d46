import { isObject } from '../../base/json.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import { scenarioLabels } from '../rows/labels.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { EnvironmentRecord, ScenarioRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonArray, jsonDocument, jsonLines, sortKeys } from '../writer.ts';
import type { ScenarioFormat } from './format.ts';
import { pythonCheck, pythonProxy } from './paper-proxy.ts';
import { functionTools } from './tool-schema.ts';

/** What a check of the paper's environments can be told: the states, and the calls that the proxy notes. */
const told = new Set(['initial', 'final', 'calls']);

/**
 * The files that the EnvScaler paper's environments (and ROLL's and gem's) read. Their classes and checks are Python: here these are
 * proxies of `envscaler serve`, which runs the environment and the checks.
 */
export const paperRl: ScenarioFormat = {
  name: 'paper-rl',
  description:
    "Environments and tasks as the EnvScaler paper's own loaders read them, played on a server of the same export (JSON).",
  version: 1,
  needs: 'scenarios',
  configs: [{ name: 'index', path: 'index_{split}.jsonl' }],
  usage: [
    '`env_metadata.json` (an object by `env_id`) and `scenarios_<split>.json` (a list) are the two files that `EnvScalerNonConvRLEnv` takes as `env_items_path` and `task_items_path`. `index_<split>.jsonl` says what each scenario is, with everything to filter by.',
    '**Without a running server they are of no use**: `env_class_code` and `check_func` are short Python proxies that call it.\n\n```sh\nenvscaler export --format paper-rl bundle --to datasets\nenvscaler serve --from datasets/bundle --port 8080\nexport ENVSCALER_URL=http://127.0.0.1:8080\n```',
    'The reward there is the mean of the checks, guards among them; the dense reward of this project is the share of credit checks, 0 when a guard breaks. The state is held by the Python side, each call stands alone, and the clock does not move within an episode. `_scenario` and `_calls` in `init_config` belong to the proxy: which scenario it is, and what was called.',
  ].join('\n\n'),
  unfit(record) {
    const asksMore = record.scenario.body.checks.some(({ source }) => partsOf(source).some((part) => !told.has(part)));
    return (
      unfitWithoutUser(record) ??
      (asksMore ? "scenario with a check of what was said, of which the paper's environments tell nothing" : undefined)
    );
  },
  async write(selection, writer) {
    const environments = new Map(selection.rows.map(({ environment }) => [environment.id, environment]));
    const items = [...environments].map(([id, environment]) => [id, environmentItem(environment)]);
    await writer.file('env_metadata.json', jsonDocument(Object.fromEntries(items)));
    for (const { split, rows } of splitRowsOf(selection)) {
      const content = { rows: rows.length, split };
      await writer.file(`scenarios_${split}.json`, jsonArray(rows.map(scenarioItem)), content);
      await writer.file(`index_${split}.jsonl`, jsonLines(rows.map(scenarioLabels)), content);
    }
  },
};

/** The parts of an episode that a check names as its parameters. */
function partsOf(source: string): string[] {
  const [, names = ''] = /^\(\{([^}]*)\}/.exec(source) ?? [];
  return names.split(',').flatMap((name) => name.split(':')[0]?.trim() || []);
}

function environmentItem({ id, artifact }: EnvironmentRecord): unknown {
  const { skeleton, tools } = artifact.body;
  const code = pythonProxy(id, artifact.body);
  return {
    env_id: id,
    environment_summary: skeleton.summary,
    environment_introduction: skeleton.introduction,
    state_space_definition: skeleton.entities.map(({ name, attributes, description }) => ({
      entity: name,
      attributes: attributes.map((attribute) => attribute.name).join(', '),
      description,
    })),
    constraints_rules: skeleton.rules.map(({ text }) => text),
    operation_list: tools.map(({ name, description, effect }) => ({
      operation_name: name,
      operation_description: description,
      operation_type: effect === 'read' ? 'query' : 'state_change',
    })),
    env_class_name: skeleton.name,
    env_class_code: code,
    env_class_def: code,
    env_structure: { states: Object.fromEntries(skeleton.entities.map(({ collection }) => [collection, {}])) },
    tools: toolItems(artifact.body),
  };
}

/** Tools as the paper's loaders want them: `required` is always there. */
function toolItems(environment: Environment): unknown[] {
  return functionTools(environment).map((tool) => {
    const parameters = isObject(tool.function.parameters) ? tool.function.parameters : {};
    return { ...tool, function: { ...tool.function, parameters: { required: [], ...parameters } } };
  });
}

function scenarioItem({ environment, scenario }: ScenarioRecord): unknown {
  const { name, task, initialState, checks } = scenario.body;
  return {
    env_id: environment.id,
    env_class_name: environment.artifact.body.skeleton.name,
    task_id: name,
    init_config: sortKeys({ ...initialState, _scenario: { id: name, hash: scenario.hash }, _calls: [] }),
    task,
    checklist: checks.map(({ question }) => question),
    checklist_with_func: checks.map(({ question }, index) => ({
      check_item: question,
      check_func: pythonCheck({ scenario_id: name, scenario_hash: scenario.hash, check_index: index }),
    })),
  };
}
