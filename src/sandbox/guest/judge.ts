import type { Json } from '../../base/json.ts';
import type { Judgement } from '../protocol.ts';
import type { Budget } from './budget.ts';
import { describeThrown } from './thrown.ts';

/** Ask a predicate of generated code about a frozen value. Anything but true or false is an error, with a text. */
export function judge(predicate: unknown, subject: Json, limits: { readonly budget: Budget; readonly steps: number }): Judgement {
  if (typeof predicate !== 'function') return { error: 'it is not a function' };
  const { budget, steps } = limits;
  budget.arm(steps);
  try {
    const verdict: unknown = Reflect.apply(predicate, undefined, [subject]);
    if (budget.exceeded()) return { error: `it took more than ${steps} steps` };
    if (typeof verdict === 'boolean') return verdict;
    return {
      error: `it answered with ${verdict === undefined ? 'nothing' : `a value of type ${typeof verdict}`} and not with true or false`,
    };
  } catch (thrown) {
    if (budget.exceeded()) return { error: `it took more than ${steps} steps` };
    const { text, mutation } = describeThrown(thrown);
    return { error: mutation ? `it tried to change what it judges: ${text}` : `it threw ${text}` };
  } finally {
    budget.disarm();
  }
}
