import { z } from 'zod';
import { executedCall } from './call.ts';
import { check } from './check.ts';
import { reward } from './reward.ts';
import { state } from './state.ts';
import { writtenBy } from './written-by.ts';

/** How hard a scenario is, counted on its reference. */
export const difficulty = z.strictObject({
  reads: z.int(),
  writes: z.int(),
  /** Arguments of the reference that the task text does not give, so that they must be found out. */
  discovered: z.int(),
  /** Rules enforced by the operations that the reference writes with. */
  rules: z.int(),
});

/** The evidence that a scenario scores rightly. `complete` is computed: every item holds. */
export const rewardCertificate = z.strictObject({
  reference: reward,
  noop: reward,
  /** State hashes at the end of two runs of the reference. */
  replay: z.tuple([z.string(), z.string()]),
  complete: z.boolean(),
  /** Why it is not complete; empty when it is. */
  reasons: z.array(z.string()),
});
export type RewardCertificate = z.infer<typeof rewardCertificate>;

/** Initial state, task, executed reference solution, checks and their certificate. */
export const scenario = z.strictObject({
  /** "<environment slug>/<number>" */
  name: z.string(),
  /** Hash of the environment artifact it belongs to. */
  environment: z.string(),
  /** What the agent or the user is told. */
  task: z.string().min(1),
  /** Who asks, for a simulated user. */
  persona: z.string().optional(),
  initialState: state,
  /** Seeds ids and random numbers of the episode. */
  seed: z.string(),
  /** When the episode starts: an ISO date-time in UTC. */
  start: z.string(),
  reference: z.array(executedCall).min(1),
  checks: z.array(check).min(1),
  difficulty,
  certificate: rewardCertificate,
  writtenBy,
});
export type Scenario = z.infer<typeof scenario>;
