import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { CoverageRecord } from '../gates/coverage-record.ts';
import { exercise, type Violation } from '../gates/exercise.ts';
import type { Trial } from '../gates/trial.ts';

/** A counterexample without the calls that its violation does not need. */
export async function shorten(trial: Trial, calls: readonly ToolCall[], violation: Violation): Promise<ToolCall[]> {
  let kept = [...calls];
  for (let index = kept.length - 1; index >= 0; index--) {
    const without = kept.filter((_, i) => i !== index);
    const { violations } = await exercise(trial, without);
    if (violations.some((other) => other.gate === violation.gate && other.about === violation.about)) kept = without;
  }
  return kept;
}

/** Findings of the violations that are new, each with the shortest counterexample out of the calls that led to it. */
export async function findShortened(
  trial: Trial,
  coverage: CoverageRecord,
  calls: readonly ToolCall[],
  violations: readonly Violation[],
): Promise<void> {
  for (const violation of violations) {
    if (coverage.knows(violation)) continue;
    const shortest = await shorten(trial, calls, violation);
    coverage.find(violation, { state: trial.index, seed: trial.seed, calls: shortest });
  }
}
