import type { Check } from '../../domain/checks/check.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import type { Operation, Skeleton } from '../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { Talk } from '../../domain/scenario/user-profile.ts';
import type { State } from '../../domain/state.ts';
import type { EpisodeStart, OpenEnvironment } from '../../sandbox/sandbox.ts';
import type { Dictated } from './wording/dictated.ts';

/** What a certificate is about: a scenario before it has one, in its open environment. */
export interface CertificateInput {
  readonly skeleton: Skeleton;
  readonly tools: readonly Tool[];
  readonly environment: OpenEnvironment;
  readonly start: EpisodeStart;
  readonly task: string;
  /** What the user says beside the task; nothing where it is no conversation. */
  readonly talk?: Talk;
  readonly reference: readonly ExecutedCall[];
  /** What is asked for in vain, as it was refused; nothing where all of it can be had. */
  readonly refused?: readonly ExecutedCall[];
  /** The state in which the reference ends; what it did not touch is shared with the initial state. */
  readonly final: State;
  /** What the reference writes down as it was told to, with the words that are given. */
  readonly dictated?: readonly Dictated[];
  readonly checks: readonly Check[];
  /** The final message of the reference; nothing where it says nothing. */
  readonly closing?: string;
}

/** The operation behind a tool. */
export function operationOf(skeleton: Skeleton, tool: string): Operation | undefined {
  return skeleton.operations.find((operation) => operation.name === tool);
}

/** Whether a call is one that may change the state. */
export function isWrite(skeleton: Skeleton, tool: string): boolean {
  return operationOf(skeleton, tool)?.effect === 'write';
}

/** The present day of the episode: "2026-03-09". */
export function todayOf(input: Pick<CertificateInput, 'start'>): string {
  return input.start.start.slice(0, 10);
}

/** All that an agent can be told: the task, and what the user says when asked. */
export function wordsOf({ task, talk }: Pick<CertificateInput, 'task' | 'talk'>): string {
  return [task, ...(talk?.facts ?? []).map((fact) => fact.says)].join(' ');
}
