import type { ToolCall } from '../domain/call.ts';
import { exercise, type Violation } from './exercise.ts';
import type { Trial } from './trial.ts';

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
