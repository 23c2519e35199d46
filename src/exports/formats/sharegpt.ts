import { conversationOf, unfitConversation } from '../rows/chat-messages.ts';
import type { Conversation } from '../rows/conversation.ts';
import { trajectoryLabels } from '../rows/labels.ts';
import { marks, textsOf } from '../rows/qwen-text.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonArray, jsonDocument, jsonLines } from '../writer.ts';
import type { TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

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
  version: 2,
  needs: 'trajectories',
  configs: [{ name: 'sft', path: 'envscaler_sft_{split}.json' }],
  usage: [
    'Point `dataset_dir` at this folder and `dataset` at `envscaler_sft_train`; `dataset_info.json` describes the columns. Choose the template of your model (for example `template: qwen3`): it renders tools, calls and results.',
    'Settings without which training fails in silence:\n\n| setting | why |\n|---|---|\n| `cutoff_len: 8192` or more | system message and tools alone take about 3,000 tokens |\n| `enable_thinking: false` | rows without reasoning would teach Qwen3 empty think blocks |\n| no `mask_history` | on whole episodes it leaves the closing sentence alone to be learnt |',
    'A call is bare JSON where the agent says and thinks nothing beside it, which every template takes. Words or reasoning stand before `<tool_call>`, which some templates refuse (`Invalid JSON format in function message`): those of Qwen take it. Results of parallel calls are joined as Qwen does it.',
    '`index_<split>.jsonl` says, line by line, which scenario, trajectory and agent each record is, with everything to filter by.',
  ].join('\n\n'),
  unfit(record) {
    const reason = unfitConversation(record);
    if (reason !== undefined) return reason;
    const { system, turns } = conversationOf(record);
    const texts = [system ?? '', ...turns.flatMap(textsOf)];
    return texts.some((text) => marks.test(text)) ? "trajectory whose text contains the format's own marks" : undefined;
  },
  async write(selection, writer) {
    const sides = splitRowsOf(selection);
    for (const { split, rows } of sides) {
      const content = { rows: rows.length, split };
      await writer.file(`envscaler_sft_${split}.json`, jsonArray(recordsOf(rows)), content);
      await writer.file(`index_${split}.jsonl`, jsonLines(rows.map(trajectoryLabels)), content);
    }
    const columns = { messages: 'conversations', system: 'system', tools: 'tools' };
    const info = sides.map(({ split }) => [
      `envscaler_sft_${split}`,
      { file_name: `envscaler_sft_${split}.json`, formatting: 'sharegpt', columns },
    ]);
    await writer.file('dataset_info.json', jsonDocument(Object.fromEntries(info)));
  },
};

function* recordsOf(records: readonly TrajectoryRecord[]): Generator<unknown> {
  for (const record of records) {
    const conversation = conversationOf(record);
    yield {
      conversations: linesOf(conversation),
      system: conversation.system ?? '',
      tools: JSON.stringify(functionTools(record.environment.artifact.body)),
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
    // Where nothing is said the value is JSON alone: of LLaMA-Factory's templates some take no text around a call.
    const words = turn.text.trim();
    const called =
      words === '' && thought === '' ? text : `${thought}${words === '' ? '' : `${words}\n`}<tool_call>${text}</tool_call>`;
    return [
      { from: 'function_call', value: called },
      { from: 'observation', value: turn.calls.map((call) => call.result).join('\n</tool_response>\n<tool_response>\n') },
    ];
  });
}
