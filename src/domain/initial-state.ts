import { z } from 'zod';
import { state } from './state.ts';
import { writtenBy } from './written-by.ts';

/** A valid state of an environment, from which calls are tried and scenarios begin. */
export const initialState = z.strictObject({
  /** "<environment slug>/state-<number>" */
  name: z.string(),
  /** When an episode that begins with it starts: an ISO date-time in UTC. */
  start: z.string(),
  state,
  writtenBy,
  /** What it is short of, where its author could not do better. */
  poor: z.array(z.string()).optional(),
});
export type InitialState = z.infer<typeof initialState>;
