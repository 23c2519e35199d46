import { type TableColumn, tableFile } from '../parquet.ts';
import { promptOf } from '../rows/chat-messages.ts';
import { scenarioLabelColumns, scenarioLabels } from '../rows/labels.ts';
import { systemWithTools } from '../rows/qwen-text.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { ScenarioRecord } from '../selection/records.ts';
import { type SplitRows, splitRowsOf } from '../selection/split-rows.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { functionTools } from './tool-schema.ts';

const columns: readonly TableColumn[] = [
  { name: 'data_source', type: 'string' },
  { name: 'prompt', type: 'json' },
  { name: 'env_class', type: 'string' },
  { name: 'env_name', type: 'string' },
  { name: 'split', type: 'string' },
  { name: 'task_index', type: 'int64' },
  ...scenarioLabelColumns,
];

/** How an agent ends the episode where only tools reach anybody; the server has such a tool beside those of the environment. */
const submitTool = {
  type: 'function' as const,
  function: {
    name: 'submit',
    description: 'Hand in the work when everything is done, or cannot be done. Ends the task: nothing can be called afterwards.',
    parameters: {
      type: 'object',
      properties: { answer: { type: 'string', description: 'The last message to the person who asked: what was done.' } },
      required: [],
    },
  },
};

/** Rows for SkyRL's adapter to the Open Reward Standard, which `envscaler serve` speaks. */
export const skyrl: ScenarioFormat = {
  name: 'skyrl',
  description: 'Tasks for SkyRL by way of its Open Reward adapter, against a server of the same export (Parquet).',
  version: 1,
  needs: 'scenarios',
  configs: [{ name: 'rl', path: '{split}.parquet' }],
  usage: [
    '`prompt` is JSON text of the messages, with the tools in the system message as Qwen3 writes them; `env_name`, `split` and `task_index` name the task on a server of the same export:\n\n```sh\nenvscaler export --format skyrl bundle --to datasets\nenvscaler serve --from datasets/bundle --port 8080\nexport OPENREWARD_API_URL=http://127.0.0.1:8080 OPENREWARD_SESSION_URL=http://127.0.0.1:8080\n```',
    'The episode ends, and the reward comes, with the tool `submit`. Set the longest prompt to 8192 tokens or more: tools alone take about 3,000.',
  ].join('\n\n'),
  unfit: unfitWithoutUser,
  async write(selection, writer, systemMessage) {
    for (const side of splitRowsOf(selection)) {
      const content = { rows: side.rows.length, split: side.split, columns };
      await writer.file(`${side.split}.parquet`, tableFile(columns, rowsOf(side, systemMessage)), content);
    }
  },
};

function* rowsOf(
  { split, rows }: SplitRows<ScenarioRecord>,
  systemMessage: SystemMessage,
): Generator<Readonly<Record<string, unknown>>> {
  for (const record of rows) {
    const { environment, scenario, index } = record;
    const { body } = environment.artifact;
    const taken = body.tools.some(({ name }) => name === submitTool.function.name);
    const name = taken ? 'submit_episode' : submitTool.function.name;
    const submit = { ...submitTool, function: { ...submitTool.function, name } };
    const system = `${systemMessage(body, scenario.body)}\n\nWhen everything is done, call \`${name}\` with your last message as \`answer\`.`;
    yield {
      data_source: `envscaler/${environment.id}`,
      prompt: promptOf(systemWithTools(system, [...functionTools(body), submit]), scenario.body.task),
      env_class: 'openreward',
      env_name: `envscaler/${environment.id}`,
      split,
      task_index: index,
      ...scenarioLabels(record),
    };
  }
}
