import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import { type CertificateInput, todayOf } from '../certificate-input.ts';

/** What an agent is given before it has called anything: no reference, no check, no record. */
export interface AgentView {
  /** The tools, and the rules and constants that agents are told. */
  readonly skeleton: Skeleton;
  readonly task: string;
  /** What the user tells when asked; nothing where it is no conversation. */
  readonly told: readonly string[];
  /** "2026-03-09" */
  readonly today: string;
}

export function agentViewOf(input: Pick<CertificateInput, 'skeleton' | 'task' | 'talk' | 'start'>): AgentView {
  const { skeleton, task, talk } = input;
  return { skeleton, task, told: (talk?.facts ?? []).map(({ says }) => says), today: todayOf(input) };
}
