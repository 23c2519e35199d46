import { canonicalJson } from '../../base/json.ts';
import { cellsOf, type ParquetColumn, parquetFile, typedColumn } from '../parquet.ts';
import { scenarioLabelColumns, scenarioLabels } from '../rows/labels.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { EnvironmentRecord, ScenarioRecord } from '../selection/records.ts';
import { type SplitRows, splitRowsOf } from '../selection/split-rows.ts';
import { yamlText } from '../yaml-text.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { pythonClient } from './python-client.ts';
import { verlToolNames, verlTools } from './verl-tools.ts';

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
      {
        name: 'tools_kwargs',
        struct: [
          {
            name: 'envscaler',
            struct: [
              {
                name: 'create_kwargs',
                struct: [
                  { name: 'env_id', type: 'string' },
                  { name: 'scenario_id', type: 'string' },
                  { name: 'scenario_hash', type: 'string' },
                ],
              },
            ],
          },
        ],
      },
      { name: 'tool_selection', list: 'string' },
    ],
  },
  ...scenarioLabelColumns.map(typedColumn),
];

/**
 * Prompts for verl's multi-turn tool rollouts. The initial state is a JSON text: states of different environments have different
 * shapes, and Arrow would fill one struct for all of them with nulls. `tools_kwargs` has one struct that is the same in every row, and
 * none for each tool, for the same reason.
 */
export const verlRl: ScenarioFormat = {
  name: 'verl-rl',
  description:
    'Tasks with initial states and tool definitions, for reinforcement learning with verl (Parquet, tool YAML, and a Python file that plays them).',
  version: 2,
  needs: 'scenarios',
  configs: [{ name: 'rl', path: '{split}.parquet' }],
  usage: [
    'Serve the same export, so that names and hashes fit. The Python file in this folder (standard library alone) holds the tool class and the reward function:',
    '```sh\nenvscaler export --format verl-rl bundle --to datasets\nenvscaler serve --from datasets/bundle --port 8080\nexport ENVSCALER_URL=http://127.0.0.1:8080 PYTHONPATH=$PWD/datasets/verl-rl\npython -m verl.trainer.main_ppo \\\n  data.train_files=datasets/verl-rl/train.parquet data.val_files=datasets/verl-rl/held_out.parquet \\\n  data.return_raw_chat=true data.max_prompt_length=8192 data.max_response_length=8192 \\\n  +data.apply_chat_template_kwargs.enable_thinking=false \\\n  actor_rollout_ref.rollout.mode=async actor_rollout_ref.rollout.multi_turn.enable=true \\\n  actor_rollout_ref.rollout.multi_turn.format=hermes actor_rollout_ref.rollout.multi_turn.max_tool_response_length=8192 \\\n  actor_rollout_ref.rollout.multi_turn.tool_config_path=datasets/verl-rl/tools/ENV_ID.yaml \\\n  custom_reward_function.path=datasets/verl-rl/envscaler_client.py custom_reward_function.name=compute_score\n```',
    'Settings without which training fails in silence:\n\n| setting | why |\n|---|---|\n| one tool file per environment, `tools/<env_id>.yaml`, with the rows of that `env_id` | verl counts the tools of the whole file into every prompt: with `tools/all.yaml` its length filter leaves no row |\n| `data.max_prompt_length=8192` | the default of 512 filters every row out |\n| `max_tool_response_length=8192` | the default of 256 characters cuts off the results of tools |\n| `enable_thinking=false` | as the SFT data were rendered |',
    'The reward function learns of the episode from `extra_fields` of the trajectory, which verl hands on since mid-2026; earlier versions drop them, and every episode would be scored as if nothing had been done. `extra_info.tools_kwargs.envscaler.create_kwargs` names environment, scenario and its hash.',
    "With a verl that knows `tool_selection` one run can mix environments (`tools/all.yaml` and prompts of 32768 tokens): each row names its own tools. A tool name that two environments share carries the environment's id in front; `config.tool` is its name in the environment. verl keeps only type, description and string enums of an argument, so bounds, formats and nested fields are told in the descriptions.",
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
    await writer.file(pythonClient.name, [pythonClient.text()]);
  },
};

function* rowsOf(
  { split, rows }: SplitRows<ScenarioRecord>,
  names: ReadonlyMap<string, ReadonlyMap<string, string>>,
  systemMessage: SystemMessage,
): Generator<Readonly<Record<string, unknown>>> {
  let index = 0n;
  for (const record of rows) {
    const { environment, scenario } = record;
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
        tools_kwargs: {
          envscaler: { create_kwargs: { env_id: environment.id, scenario_id: name, scenario_hash: scenario.hash } },
        },
        tool_selection: [...(names.get(environment.id)?.values() ?? [])],
      },
      ...cellsOf(scenarioLabelColumns, scenarioLabels(record)),
    };
  }
}
