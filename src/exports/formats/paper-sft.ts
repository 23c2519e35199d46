import { conversationOf, unfitConversation } from '../rows/chat-messages.ts';
import { trajectoryLabels } from '../rows/labels.ts';
import { agentText, marks, resultsText, systemWithTools, textsOf } from '../rows/qwen-text.ts';
import type { TrajectoryRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonArray, jsonDocument, jsonLines } from '../writer.ts';
import type { TrajectoryFormat } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** A turn of the agent as a sample: everything before it is history. */
interface Sample {
  readonly instruction: string;
  readonly input: '';
  readonly output: string;
  readonly system: string;
  readonly history: readonly (readonly [string, string])[];
}

/**
 * The training data of the EnvScaler paper: an episode of n turns becomes n samples, each with the turns before it as history that
 * is not learnt again. Tools and calls stand in the text as the Qwen3 template writes them.
 */
export const paperSft: TrajectoryFormat = {
  name: 'paper-sft',
  description:
    'Successful episodes, each turn a sample with the turns before it as masked history (alpaca JSON for LLaMA-Factory).',
  version: 1,
  needs: 'trajectories',
  configs: [{ name: 'episodes', path: 'index_{split}.jsonl' }],
  usage: [
    'Train with LLaMA-Factory: `dataset: envscaler_turns_train`, `template: qwen3`, **`mask_history: true`** (otherwise early turns are learnt many times over), `enable_thinking: false` where there is no reasoning, and `cutoff_len: 8192` or more. `dataset_info.json` describes the columns.',
    'An episode of n turns is n samples; `index_<split>.jsonl` has a line for each episode in the same order, with `samples` beside everything to filter by.',
  ].join('\n\n'),
  unfit(record) {
    const reason = unfitConversation(record);
    if (reason !== undefined) return reason;
    const { system, turns } = conversationOf(record);
    return [system ?? '', ...turns.flatMap(textsOf)].some((text) => marks.test(text))
      ? "trajectory whose text contains the format's own marks"
      : undefined;
  },
  async write(selection, writer) {
    const sides = splitRowsOf(selection);
    for (const { split, rows } of sides) {
      await writer.file(`envscaler_turns_${split}.json`, jsonArray(samplesOf(rows)));
      const index = rows.map((record) => ({ ...trajectoryLabels(record), samples: samplesOfEpisode(record).length }));
      await writer.file(`index_${split}.jsonl`, jsonLines(index), { rows: rows.length, split });
    }
    const columns = { prompt: 'instruction', query: 'input', response: 'output', system: 'system', history: 'history' };
    const info = sides.map(({ split }) => [
      `envscaler_turns_${split}`,
      { file_name: `envscaler_turns_${split}.json`, formatting: 'alpaca', columns },
    ]);
    await writer.file('dataset_info.json', jsonDocument(Object.fromEntries(info)));
  },
};

function* samplesOf(records: readonly TrajectoryRecord[]): Generator<Sample> {
  for (const record of records) yield* samplesOfEpisode(record);
}

function samplesOfEpisode(record: TrajectoryRecord): Sample[] {
  const conversation = conversationOf(record);
  const system = systemWithTools(conversation.system ?? '', functionTools(record.environment.artifact.body));
  const samples: Sample[] = [];
  const history: (readonly [string, string])[] = [];
  let instruction = '';
  for (const turn of conversation.turns) {
    if (turn.kind === 'user') {
      instruction = turn.text;
      continue;
    }
    const output = agentText(turn);
    samples.push({ instruction, input: '', output, system, history: [...history] });
    history.push([instruction, output]);
    instruction = turn.kind === 'calls' ? resultsText(turn) : '';
  }
  return samples;
}
