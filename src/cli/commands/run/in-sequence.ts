import { UserError } from '../../../base/errors.ts';
import type { FailureCounts, WorkEnd } from './run-pipeline.ts';

/**
 * Does the parts of a run until one is interrupted or put off. After the first part a UserError is no mistake of the user: it
 * says that the parts before left nothing to go on with.
 */
export async function inSequence(parts: readonly (() => Promise<WorkEnd>)[], signal: AbortSignal): Promise<WorkEnd> {
  let sum: WorkEnd = { failed: 0, causes: noFailures, interrupted: false };
  for (const [index, part] of parts.entries()) {
    try {
      const end = await part();
      sum = { ...end, failed: sum.failed + end.failed, causes: addCauses(sum.causes, end.causes) };
      if (end.interrupted || signal.aborted) return { ...sum, interrupted: true };
      if (end.postponed) return sum;
    } catch (error) {
      if (index === 0 || !(error instanceof UserError)) throw error;
      return { ...sum, stopped: error.message };
    }
  }
  return sum;
}

const noFailures: FailureCounts = { endpoint: 0, answer: 0 };

function addCauses(left: FailureCounts = noFailures, right: FailureCounts = noFailures): FailureCounts {
  return { endpoint: left.endpoint + right.endpoint, answer: left.answer + right.answer };
}
