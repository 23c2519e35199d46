import { agentName, environmentWriters, scenarioWriters } from '../manifest.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import { type Conversation, readConversation } from './conversation.ts';
import type { Feature, TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

const labels: readonly Feature[] = [
  { name: 'env_id', dtype: 'string' },
  { name: 'scenario_id', dtype: 'string' },
  { name: 'trajectory_id', dtype: 'string' },
  { name: 'agent', dtype: 'string' },
  { name: 'environment_written_by', dtype: 'string' },
  { name: 'scenario_written_by', dtype: 'string' },
  { name: 'reward', dtype: 'float64' },
];

/**
 * For TRL's SFTTrainer. `tools` is a JSON text: SFTTrainer decodes it, and every version of `datasets` loads it, while a
 * list of schemas would be filled up with nulls by those that lack the `json` type. `arguments` are objects, because chat
 * templates serialise or iterate them.
 */
export const trlSft: TrajectoryFormat = {
  name: 'trl-sft',
  description: 'Successful episodes as chat messages with tool calls, for supervised fine-tuning with TRL (JSONL).',
  version: 1,
  needs: 'trajectories',
  configs: [
    {
      name: 'sft',
      path: '{split}.jsonl',
      features: [
        {
          name: 'messages',
          list: [
            { name: 'role', dtype: 'string' },
            { name: 'content', dtype: 'string' },
            { name: 'reasoning_content', dtype: 'string' },
            { name: 'tool_calls', list: 'json' },
            { name: 'tool_call_id', dtype: 'string' },
            { name: 'name', dtype: 'string' },
          ],
        },
        { name: 'tools', dtype: 'string' },
        ...labels,
      ],
    },
    {
      name: 'sft_compat',
      path: 'compat/{split}.jsonl',
      features: [{ name: 'messages', dtype: 'string' }, { name: 'tools', dtype: 'string' }, ...labels],
    },
  ],
  usage: [
    'One JSON object per line: `messages` (system, user, assistant with `tool_calls`, tool), `tools` (JSON text of the list of function schemas; `SFTTrainer` decodes it), and labels. `reward` is the dense reward, 0 to 1. Conversations have several user messages: let only the answers of the assistant count (`assistant_only_loss=True`).',
    "```python\nfrom datasets import load_dataset\n\nrows = load_dataset('.', 'sft', split='train')  # datasets >= 4.7, which knows the json type of this card\n```",
    "Without the json type, arguments of different tools are merged into one struct and filled with nulls. For older versions there are the same rows with `messages` as JSON text; load the files by name, past this card:\n\n```python\nimport json\nrows = load_dataset('json', data_files='compat/train.jsonl', split='train')\nmessages = json.loads(rows[0]['messages'])\n```",
  ].join('\n\n'),
  unfit: (record) => {
    const reading = readConversation(record.trajectory.body.messages);
    return reading.kind === 'unfit' ? reading.reason : undefined;
  },
  async write(selection, writer) {
    for (const { split, rows } of splitRowsOf(selection)) {
      const content = { rows: rows.length, split };
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows, (messages) => messages)), content);
      await writer.file(`compat/${split}.jsonl`, jsonLines(rowsOf(rows, (messages) => JSON.stringify(messages))), content);
    }
  },
};

function* rowsOf(records: readonly TrajectoryRecord[], wrap: (messages: unknown[]) => unknown): Generator<unknown> {
  for (const record of records) {
    const reading = readConversation(record.trajectory.body.messages);
    if (reading.kind === 'unfit')
      throw new Error(`${record.trajectory.body.name} was selected although it is a ${reading.reason}`);
    const environment = record.environment.artifact.body;
    yield {
      messages: wrap(chatMessages(reading.conversation)),
      tools: JSON.stringify(functionTools(environment)),
      ...labelsOf(record),
    };
  }
}

function labelsOf(record: TrajectoryRecord): Record<string, unknown> {
  const { reward } = record.trajectory.body;
  if (reward.kind === 'unscored') throw new Error(`${record.trajectory.body.name} was selected although it has no score`);
  return {
    env_id: record.environment.id,
    scenario_id: record.scenario.body.name,
    trajectory_id: record.trajectory.body.name,
    agent: agentName(record.trajectory.body.agent),
    environment_written_by: environmentWriters(record.environment.artifact.body),
    scenario_written_by: scenarioWriters(record.scenario.body),
    reward: reward.dense,
  };
}

/** The messages with arguments as objects. Keys that do not apply are left out, so that no template sees a null. */
function chatMessages(conversation: Conversation): unknown[] {
  const messages: unknown[] = conversation.system === undefined ? [] : [{ role: 'system', content: conversation.system }];
  for (const turn of conversation.turns) {
    if (turn.kind === 'user') {
      messages.push({ role: 'user', content: turn.text });
      continue;
    }
    const reasoning = turn.reasoning === undefined ? {} : { reasoning_content: turn.reasoning };
    if (turn.kind === 'answer') {
      messages.push({ role: 'assistant', content: turn.text, ...reasoning });
      continue;
    }
    const calls = turn.calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    }));
    messages.push({ role: 'assistant', content: turn.text, ...reasoning, tool_calls: calls });
    for (const call of turn.calls) messages.push({ role: 'tool', tool_call_id: call.id, name: call.name, content: call.result });
  }
  return messages;
}
