import type { Json } from '../../base/json.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import type { AgentIdentity, Message } from '../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';

export type AssistantMessage = Extract<Message, { role: 'assistant' }>;

/**
 * What an agent does next. `cut`: its answer was cut off or withheld, so that the rollout cannot go on; `context-full`: neither can it
 * where the conversation is longer than what the agent can hold.
 */
export type Turn =
  | { readonly kind: 'message'; readonly message: AssistantMessage }
  | { readonly kind: 'refused'; readonly message: AssistantMessage }
  | { readonly kind: 'cut'; readonly message: AssistantMessage }
  | { readonly kind: 'context-full' };

/** An agent in one rollout. It sees the conversation and the tools, and nothing else unless it is a scripted one. */
export interface Player {
  turn(messages: readonly Message[]): Promise<Turn>;
}

export interface Part {
  readonly scenario: Scenario;
  readonly tools: readonly Tool[];
  readonly seed: string;
  readonly attempt: number;
  /** The try at the unit that the ledger of calls names. */
  readonly ledgerAttempt: number | undefined;
  readonly signal: AbortSignal;
}

/** Whoever can play scenarios. `parameters` determine its behaviour and enter fingerprints. */
export interface Agent {
  readonly identity: AgentIdentity;
  readonly parameters: Readonly<Record<string, Json>>;
  play(part: Part): Player;
}
