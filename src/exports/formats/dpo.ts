import { canonicalJson } from '../../base/json.ts';
import { agentName } from '../manifest.ts';
import { type TableColumn, tableFile } from '../parquet.ts';
import { type ChatMessage, chatMessages, conversationOf } from '../rows/chat-messages.ts';
import { featuresOf, trajectoryLabelColumns, trajectoryLabels } from '../rows/labels.ts';
import type { PairRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { PairFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';
import { messageFeatures } from './trl-sft.ts';

const labelColumns: readonly TableColumn[] = [
  { name: 'diverges_at', type: 'int64' },
  { name: 'rejected_id', type: 'string' },
  { name: 'rejected_hash', type: 'string' },
  { name: 'rejected_agent', type: 'string' },
  { name: 'rejected_reward', type: 'float64' },
  ...trajectoryLabelColumns,
];
const textColumns: readonly TableColumn[] = [
  { name: 'prompt', type: 'json' },
  { name: 'chosen', type: 'json' },
  { name: 'rejected', type: 'json' },
  { name: 'tools', type: 'string' },
  ...labelColumns,
];

/** Pairs of a success and a failure at one scenario, for preference learning. */
export const dpo: PairFormat = {
  name: 'dpo',
  description:
    'Preference pairs: a success against a failure at the same scenario, parted where they first differ (JSONL and Parquet).',
  version: 1,
  needs: 'pairs',
  configs: [
    {
      name: 'pairs',
      path: '{split}.jsonl',
      features: [
        { name: 'prompt', list: messageFeatures },
        { name: 'chosen', list: messageFeatures },
        { name: 'rejected', list: messageFeatures },
        { name: 'tools', dtype: 'string' },
        ...featuresOf(labelColumns),
      ],
    },
    { name: 'pairs_text', path: 'text/{split}.parquet' },
  ],
  usage: [
    "For TRL's `DPOTrainer`: `prompt` holds all messages that both episodes share, `chosen` and `rejected` what each did from where they first part, at the message `diverges_at` (counted from 0). `chosen` passed every check, `rejected` was scored and failed one; `reward` and `agent` are those of `chosen`, the labels that begin with `rejected_` those of the other. Set `max_length=8192` or more. `text/` holds the same with messages as JSON text.",
    'Of each scenario the successes and failures are paired in order, so that no episode is in two pairs.',
  ].join('\n\n'),
  async write(selection, writer) {
    for (const { split, rows } of splitRowsOf(selection)) {
      const content = { rows: rows.length, split };
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows)), content);
      await writer.file(`text/${split}.parquet`, tableFile(textColumns, rowsOf(rows)), { ...content, columns: textColumns });
    }
  },
};

function* rowsOf(records: readonly PairRecord[]): Generator<Readonly<Record<string, unknown>>> {
  for (const record of records) {
    const chosen = chatMessages(conversationOf(record));
    const rejected = chatMessages(conversationOf({ ...record, trajectory: record.rejected }));
    const shared = sharedMessages(chosen, rejected);
    const { body, hash } = record.rejected;
    yield {
      prompt: chosen.slice(0, shared),
      chosen: chosen.slice(shared),
      rejected: rejected.slice(shared),
      tools: JSON.stringify(functionTools(record.environment.artifact.body)),
      diverges_at: shared,
      rejected_id: body.name,
      rejected_hash: hash,
      rejected_agent: agentName(body.agent),
      rejected_reward: body.reward.kind === 'scored' ? body.reward.dense : 0,
      ...trajectoryLabels(record),
    };
  }
}

/** How many messages two episodes share from the beginning; they part where an agent speaks. Ids of calls do not count. */
function sharedMessages(left: readonly ChatMessage[], right: readonly ChatMessage[]): number {
  let shared = 0;
  while (shared < left.length && shared < right.length && sameMessage(left[shared], right[shared])) shared++;
  while (shared > 0 && left[shared]?.role !== 'assistant') shared--;
  return shared;
}

function sameMessage(left: ChatMessage | undefined, right: ChatMessage | undefined): boolean {
  return withoutIds(left) === withoutIds(right);
}

function withoutIds(message: ChatMessage | undefined): string {
  if (!message) return '';
  const { tool_call_id: _, tool_calls: calls, ...rest } = message;
  const functions = Array.isArray(calls) ? calls.map((call) => Object(call).function) : [];
  return canonicalJson({ ...rest, functions });
}
