import { agentName } from '../manifest.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonArray, jsonDocument, jsonLines } from '../writer.ts';
import { type Conversation, readConversation, type Turn } from './conversation.ts';
import type { TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** Marks of the format itself: a text that contains one would be taken apart at the wrong place. */
const marks = /<\/?(think|tool_call|tool_response)>/;

interface Line {
  readonly from: 'human' | 'gpt' | 'function_call' | 'observation';
  readonly value: string;
}

/**
 * LLaMA-Factory's sharegpt formatting: human and observation alternate with gpt and function_call, calls are `<tool_call>`
 * text, parallel calls one list. Its `openai` formatting drops the text and reasoning of tool turns, hence this one.
 */
export const sharegpt: TrajectoryFormat = {
  name: 'sharegpt',
  description:
    'Successful episodes in sharegpt form, for supervised fine-tuning with LLaMA-Factory (JSON and dataset_info.json).',
  version: 1,
  needs: 'trajectories',
  configs: [{ name: 'sft', path: 'envscaler_sft_{split}.json' }],
  usage: [
    'Point `dataset_dir` at this folder and `dataset` at `envscaler_sft_train`; `dataset_info.json` describes the columns. Choose the template of your model (for example `template: qwen3`): it renders tools, calls and results.',
    '`index_<split>.jsonl` says, line by line, which scenario, trajectory and agent each record is.',
  ].join('\n\n'),
  unfit(record) {
    const reading = readConversation(record.trajectory.body.messages);
    if (reading.kind === 'unfit') return reading.reason;
    const { system, turns } = reading.conversation;
    const texts = [system ?? '', ...turns.flatMap(textsOf)];
    return texts.some((text) => marks.test(text)) ? "trajectory whose text contains the format's own marks" : undefined;
  },
  async write(selection, writer) {
    const sides = splitRowsOf(selection);
    for (const { split, rows } of sides) {
      const content = { rows: rows.length, split };
      await writer.file(`envscaler_sft_${split}.json`, jsonArray(recordsOf(rows)), content);
      await writer.file(`index_${split}.jsonl`, jsonLines(indexOf(rows)), content);
    }
    const columns = { messages: 'conversations', system: 'system', tools: 'tools' };
    const info = sides.map(({ split }) => [
      `envscaler_sft_${split}`,
      { file_name: `envscaler_sft_${split}.json`, formatting: 'sharegpt', columns },
    ]);
    await writer.file('dataset_info.json', jsonDocument(Object.fromEntries(info)));
  },
};

function textsOf(turn: Turn): string[] {
  if (turn.kind === 'user') return [turn.text];
  const said = [turn.text, turn.reasoning ?? ''];
  return turn.kind === 'answer'
    ? said
    : [...said, ...turn.calls.flatMap((call) => [JSON.stringify(call.arguments), call.result])];
}

function* recordsOf(records: readonly TrajectoryRecord[]): Generator<unknown> {
  for (const record of records) {
    const reading = readConversation(record.trajectory.body.messages);
    if (reading.kind === 'unfit')
      throw new Error(`${record.trajectory.body.name} was selected although it is a ${reading.reason}`);
    yield {
      conversations: linesOf(reading.conversation),
      system: reading.conversation.system ?? '',
      tools: JSON.stringify(functionTools(record.environment.artifact.body)),
    };
  }
}

function* indexOf(records: readonly TrajectoryRecord[]): Generator<unknown> {
  for (const { environment, scenario, trajectory } of records) {
    yield {
      env_id: environment.id,
      scenario_id: scenario.body.name,
      trajectory_id: trajectory.body.name,
      agent: agentName(trajectory.body.agent),
    };
  }
}

function linesOf(conversation: Conversation): Line[] {
  return conversation.turns.flatMap((turn): Line[] => {
    if (turn.kind === 'user') return [{ from: 'human', value: turn.text }];
    const thought = turn.reasoning === undefined ? '' : `<think>\n${turn.reasoning.trim()}\n</think>\n\n`;
    if (turn.kind === 'answer') return [{ from: 'gpt', value: `${thought}${turn.text}` }];
    const calls = turn.calls.map((call) => ({ name: call.name, arguments: call.arguments }));
    const text = JSON.stringify(calls.length === 1 ? calls[0] : calls);
    const said = turn.text.trim() === '' ? '' : `${turn.text.trim()}\n`;
    return [
      { from: 'function_call', value: `${thought}${said}<tool_call>${text}</tool_call>` },
      { from: 'observation', value: turn.calls.map((call) => call.result).join('\n</tool_response>\n<tool_response>\n') },
    ];
  });
}
