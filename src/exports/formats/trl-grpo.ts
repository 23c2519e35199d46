import { canonicalJson } from '../../base/json.ts';
import { promptOf } from '../rows/chat-messages.ts';
import { featuresOf, scenarioLabelColumns, scenarioLabels } from '../rows/labels.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { ScenarioRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { pythonClient } from './python-client.ts';
import { functionTools } from './tool-schema.ts';

/** Prompt-only rows for TRL's GRPOTrainer; everything an environment needs to begin is a column of text. */
export const trlGrpo: ScenarioFormat = {
  name: 'trl-grpo',
  description: 'Tasks as prompt-only rows, for reinforcement learning with TRL (JSONL, with a Python file that plays them).',
  version: 2,
  needs: 'scenarios',
  configs: [
    {
      name: 'rl',
      path: '{split}.jsonl',
      features: [
        {
          name: 'prompt',
          list: [
            { name: 'role', dtype: 'string' },
            { name: 'content', dtype: 'string' },
          ],
        },
        { name: 'environment', dtype: 'string' },
        { name: 'tools_json', dtype: 'string' },
        { name: 'begin', dtype: 'string' },
        ...featuresOf(scenarioLabelColumns),
      ],
    },
  ],
  usage: [
    'Serve the same export, so that names and hashes fit, and train with the Python file in this folder (standard library alone):',
    "```sh\nenvscaler export --format trl-grpo bundle --to datasets\nenvscaler serve --from datasets/bundle --port 8080\n```\n\n```python\nfrom datasets import load_dataset\nfrom trl import GRPOConfig, GRPOTrainer\nimport envscaler_client as envscaler\n\nserver = envscaler.Client('http://127.0.0.1:8080')\ntrainer = GRPOTrainer(\n    model='Qwen/Qwen3-0.6B',\n    train_dataset=load_dataset('.', 'rl', split='train'),\n    environment_factory=envscaler.trl_environments(server),  # {env_id: class}\n    reward_funcs=envscaler.trl_reward,\n    args=GRPOConfig(\n        max_completion_length=8192,\n        chat_template_kwargs={'enable_thinking': False},\n    ),\n)\ntrainer.train()\n```",
    '`environment` chooses the class of a row; TRL passes every other column to its `reset`, which begins the episode on the server by `scenario_id` and `scenario_hash`: a server that has another version says so. `begin` is JSON text with `initial_state`, `seed` and `start`, for environments of your own; `tools_json` that of the tools (TRL makes its own from the class and ignores a column `tools`). The longest prompts with their tools take about 4,000 tokens.',
  ].join('\n\n'),
  unfit: unfitWithoutUser,
  async write(selection, writer, systemMessage) {
    for (const { split, rows } of splitRowsOf(selection)) {
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows, systemMessage)), { rows: rows.length, split });
    }
    await writer.file(pythonClient.name, [pythonClient.text()]);
  },
};

function* rowsOf(records: readonly ScenarioRecord[], systemMessage: SystemMessage): Generator<unknown> {
  for (const record of records) {
    const { environment, scenario } = record;
    const { task, initialState, seed, start } = scenario.body;
    yield {
      prompt: promptOf(systemMessage(environment.artifact.body, scenario.body), task),
      environment: environment.id,
      tools_json: JSON.stringify(functionTools(environment.artifact.body)),
      begin: canonicalJson({ initial_state: initialState, seed, start }),
      ...scenarioLabels(record),
    };
  }
}
