import { conversationOf, unfitConversation } from '../rows/chat-messages.ts';
import type { Conversation, Turn } from '../rows/conversation.ts';
import { trajectoryLabels } from '../rows/labels.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** OpenAI's fine-tuning files, which take these keys and no others: labels stand in files of their own, line by line. */
export const openaiSft: TrajectoryFormat = {
  name: 'openai-sft',
  description: 'Successful episodes in the form of the OpenAI fine-tuning API (JSONL).',
  version: 1,
  needs: 'trajectories',
  configs: [{ name: 'index', path: 'index_{split}.jsonl' }],
  usage: [
    'Each line of `<split>.jsonl` has `messages`, `tools` and `parallel_tool_calls`, and nothing else, as the API demands. Arguments are JSON text. Reasoning is left out: the API has no place for it. `index_<split>.jsonl` says, line by line, what each example is, with everything to filter by.',
    '```sh\nopenai files create -f train.jsonl -p fine-tune\n```',
  ].join('\n\n'),
  unfit: unfitConversation,
  async write(selection, writer) {
    for (const { split, rows } of splitRowsOf(selection)) {
      const content = { rows: rows.length, split };
      await writer.file(`${split}.jsonl`, jsonLines(examplesOf(rows)), content);
      await writer.file(`index_${split}.jsonl`, jsonLines(rows.map(trajectoryLabels)), content);
    }
  },
};

function* examplesOf(records: readonly TrajectoryRecord[]): Generator<unknown> {
  for (const record of records) {
    const conversation = conversationOf(record);
    yield {
      messages: messagesOf(conversation),
      tools: functionTools(record.environment.artifact.body),
      parallel_tool_calls: conversation.turns.some((turn) => turn.kind === 'calls' && turn.calls.length > 1),
    };
  }
}

function messagesOf({ system, turns }: Conversation): unknown[] {
  return [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...turns.flatMap(messagesOfTurn)];
}

function messagesOfTurn(turn: Turn): unknown[] {
  if (turn.kind === 'user') return [{ role: 'user', content: turn.text }];
  if (turn.kind === 'answer') return [{ role: 'assistant', content: turn.text }];
  const calls = turn.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return [
    { role: 'assistant', ...(turn.text === '' ? {} : { content: turn.text }), tool_calls: calls },
    ...turn.calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: call.result })),
  ];
}
