import type { Check } from '../../../domain/checks/check.ts';
import type { Declined } from '../../../domain/checks/kinds/declined.ts';
import type { Told } from '../../../domain/checks/kinds/told.ts';
import { type RenderedPredicate, renderPredicate, wordPredicate } from '../../../domain/checks/kinds.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { silence, type Talk } from '../../../domain/scenario/user-profile.ts';
import type { State } from '../../../domain/state.ts';
import type { ScenarioProposal } from '../../../generation/work/scenarios.ts';
import type { OpenEnvironment } from '../../../sandbox/sandbox.ts';
import type { Dictated } from '../wording/dictated.ts';
import type { ReferenceRun } from './run-reference.ts';
import { derivePredicates } from './state-checks.ts';
import { trajectoryPredicates } from './trajectory-checks.ts';

/** A solved proposal in its initial state. */
export interface SolvedProposal {
  readonly initial: State;
  readonly proposal: ScenarioProposal;
  readonly run: Extract<ReferenceRun, { status: 'complete' }>;
  readonly refused: readonly ExecutedCall[];
  /** What the user says beside the task; nothing where it is no conversation. */
  readonly talk?: Talk;
  /** What has to be said: answers, and why something was not done. */
  readonly sayings?: readonly (Told | Declined)[];
  /** What is written down as somebody told it. */
  readonly dictated?: readonly Dictated[];
}

/**
 * The checks of a scenario, each with its words, its TypeScript and its role: what is true at the start earns nothing. Those
 * from the state difference come first, then those over the calls, then those over what is said, then the author's own code, and the frame last.
 */
export async function checksOf(
  { skeleton }: Pick<Environment, 'skeleton'>,
  opened: OpenEnvironment,
  { initial, proposal, run, refused, talk = silence, dictated = [], sayings = [] }: SolvedProposal,
): Promise<Check[]> {
  const { demanded, frame } = derivePredicates(skeleton, initial, run.final, dictated);
  const calls = trajectoryPredicates(skeleton, initial, proposal, { refused, reference: run.calls, talk });
  const rendered = (predicate: RenderedPredicate) => ({
    question: wordPredicate(predicate, { skeleton, initial }),
    predicate,
    source: renderPredicate(predicate),
  });
  const code = (proposal.checks ?? []).map(({ question, source }) => ({
    question,
    predicate: { kind: 'code' } as const,
    source,
  }));
  const ordered = [...demanded.map(rendered), ...calls.map(rendered), ...sayings.map(rendered), ...code, rendered(frame)];
  const checks = ordered.map((parts, index): Check => ({ id: `C${index + 1}`, role: 'credit', ...parts }));
  const [atStart = []] = await opened.evaluate(checks, [{ initial, final: initial, calls: [] }]);
  return checks.map((check, index) => ({ ...check, role: atStart[index]?.status === 'pass' ? 'guard' : 'credit' }));
}
