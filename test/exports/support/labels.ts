import { z } from 'zod';

/** The type of a column of whole numbers. */
export const whole = z.int();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What every row about a scenario can be filtered by. */
export const scenarioLabels = {
  env_id: z.string(),
  environment_hash: hash,
  scenario_id: z.string(),
  scenario_hash: hash,
  kind: z.string(),
  ...{ reads: whole, writes: whole, discovered: whole, rules: whole, distractors: whole, conditions: whole },
  environment_written_by: z.string(),
  scenario_written_by: z.string(),
};

/** The same of a trajectory. */
export const trajectoryLabels = {
  ...scenarioLabels,
  trajectory_id: z.string(),
  trajectory_hash: hash,
  agent: z.string(),
  attempt: whole,
  tools_called: z.array(z.string()),
  calls: whole,
  reward: z.number(),
  reward_strict: whole,
};
