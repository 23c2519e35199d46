import { z } from 'zod';
import type { FactKind } from '../../domain/scenario/user-profile.ts';
import type { Work } from '../author.ts';

/** What a simulated user knows: never the reference, the checks or the records. */
export interface SimulateUserInput {
  /** Who they are and how they speak. */
  readonly persona: string;
  readonly wants: string;
  /** What they tell when asked for it. */
  readonly facts: readonly { readonly kind: FactKind; readonly about: string; readonly says: string }[];
  /** The conversation so far without the calls of tools; the user's opening message comes first. */
  readonly said: readonly { readonly by: 'user' | 'agent'; readonly text: string }[];
}

const simulateUserAnswer = z.strictObject({
  say: z.string(),
  /** The conversation is over for the user. */
  done: z.boolean(),
});
export type UserTurn = z.infer<typeof simulateUserAnswer>;

/** The next thing that a user says to an agent. */
export const simulateUser: Work<SimulateUserInput, UserTurn> = {
  name: 'simulate-user',
  prompt: 'simulate-user.md',
  answer: () => simulateUserAnswer,
};
