import { type TableColumn, tableFile } from '../parquet.ts';
import { chatMessages, conversationOf, unfitConversation } from '../rows/chat-messages.ts';
import { featuresOf, trajectoryLabelColumns, trajectoryLabels } from '../rows/labels.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { Feature, TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** Messages as `datasets` has to read them: what differs from tool to tool is of the type json. */
export const messageFeatures: readonly Feature[] = [
  { name: 'role', dtype: 'string' },
  { name: 'content', dtype: 'string' },
  { name: 'reasoning_content', dtype: 'string' },
  { name: 'tool_calls', list: 'json' },
  { name: 'tool_call_id', dtype: 'string' },
  { name: 'name', dtype: 'string' },
];

const textColumns: readonly TableColumn[] = [
  { name: 'messages', type: 'json' },
  { name: 'tools', type: 'string' },
  ...trajectoryLabelColumns,
];

/**
 * For TRL's SFTTrainer. `tools` is a JSON text: SFTTrainer decodes it, and every version of `datasets` loads it, while a
 * list of schemas would be filled up with nulls by those that lack the `json` type. `arguments` are objects, because chat
 * templates serialise or iterate them.
 */
export const trlSft: TrajectoryFormat = {
  name: 'trl-sft',
  description: 'Successful episodes as chat messages with tool calls, for supervised fine-tuning with TRL (JSONL and Parquet).',
  version: 2,
  needs: 'trajectories',
  configs: [
    {
      name: 'sft',
      path: '{split}.jsonl',
      features: [
        { name: 'messages', list: messageFeatures },
        { name: 'tools', dtype: 'string' },
        ...featuresOf(trajectoryLabelColumns),
      ],
    },
    { name: 'sft_text', path: 'text/{split}.parquet' },
  ],
  usage: [
    'One JSON object per line: `messages` (system, user, assistant with `tool_calls`, tool), `tools` (JSON text of the list of function schemas; `SFTTrainer` decodes it), and labels. `reward` is the dense reward, 0 to 1.',
    "```python\nfrom datasets import load_dataset\n\nrows = load_dataset('.', 'sft', split='train')  # datasets >= 4.7, which knows the json type of this card\n```",
    "Without the json type, arguments of different tools are merged into one struct and filled with nulls. For older versions, polars and DuckDB there are the same rows as Parquet with `messages` as JSON text:\n\n```python\nimport json\nrows = load_dataset('parquet', data_files='text/train.parquet', split='train')\nmessages = json.loads(rows[0]['messages'])\n```",
    'Settings without which training fails in silence:\n\n| setting | why |\n|---|---|\n| `max_length=8192` or more | the default of 1024 cuts off every row: system message and tools alone take about 3,000 tokens |\n| `assistant_only_loss=True` | otherwise the results of tools and the words of users are learnt, too |\n| `chat_template_kwargs={"enable_thinking": False}` | rows without reasoning would teach Qwen3 empty think blocks |',
  ].join('\n\n'),
  unfit: unfitConversation,
  async write(selection, writer) {
    for (const { split, rows } of splitRowsOf(selection)) {
      const content = { rows: rows.length, split };
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows)), content);
      await writer.file(`text/${split}.parquet`, tableFile(textColumns, rowsOf(rows)), { ...content, columns: textColumns });
    }
  },
};

function* rowsOf(records: readonly TrajectoryRecord[]): Generator<Readonly<Record<string, unknown>>> {
  for (const record of records) {
    yield {
      messages: chatMessages(conversationOf(record)),
      tools: JSON.stringify(functionTools(record.environment.artifact.body)),
      ...trajectoryLabels(record),
    };
  }
}
