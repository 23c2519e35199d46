import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import { type Subject, todayOf } from '../certificate-input.ts';

/** What an agent is given before it has called anything: no reference, no check, no record. */
export interface Sight {
  /** The tools, and the rules and constants that agents are told. */
  readonly skeleton: Skeleton;
  readonly task: string;
  /** What the user tells when asked; nothing where it is no conversation. */
  readonly told: readonly string[];
  /** "2026-03-09" */
  readonly today: string;
}

export function sightOf(subject: Pick<Subject, 'skeleton' | 'task' | 'talk' | 'start'>): Sight {
  const { skeleton, task, talk } = subject;
  return { skeleton, task, told: (talk?.facts ?? []).map(({ says }) => says), today: todayOf(subject) };
}
