import { canonicalJson } from '../../base/json.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { ScenarioRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** Prompt-only rows for TRL's GRPOTrainer; everything an environment needs to begin is a column of text. */
export const trlGrpo: ScenarioFormat = {
  name: 'trl-grpo',
  description: 'Tasks as prompt-only rows, for reinforcement learning with TRL (JSONL).',
  version: 1,
  needs: 'scenarios',
  configs: [{ name: 'rl', path: '{split}.jsonl' }],
  usage:
    "`prompt` is the conversation so far; TRL passes every other column on to `reset()` of the environment class that you give as `environment_factory`. `initial_state` and `tools` are JSON texts, because their shapes differ between environments. The environment modules, and the checks that give the reward, are in the `bundle` export of the same workspace, under the same `env_id` and `scenario_id`.\n\n```python\nfrom datasets import load_dataset\n\nrows = load_dataset('.', 'rl', split='train')\n```",
  unfit: unfitWithoutUser,
  async write(selection, writer, systemMessage) {
    for (const { split, rows } of splitRowsOf(selection)) {
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows, systemMessage)), { rows: rows.length, split });
    }
  },
};

function* rowsOf(records: readonly ScenarioRecord[], systemMessage: SystemMessage): Generator<unknown> {
  for (const { environment, scenario } of records) {
    const { name, task, initialState, seed, start } = scenario.body;
    yield {
      prompt: [
        { role: 'system', content: systemMessage(environment.artifact.body, scenario.body) },
        { role: 'user', content: task },
      ],
      env_id: environment.id,
      scenario_id: name,
      initial_state: canonicalJson(initialState),
      seed,
      start,
      tools: JSON.stringify(functionTools(environment.artifact.body)),
    };
  }
}
