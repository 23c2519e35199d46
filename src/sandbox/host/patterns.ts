import { createContext, Script } from 'node:vm';

/** Long enough that a busy machine does not decide, short enough that the host is not held up for long. */
const MATCH_MS = 500;

/**
 * A pattern of a tool's schema as ajv wants it. Patterns come from generated designs and are matched in the host: one that
 * could backtrack without end is matched under a time limit, and a text that takes longer does not match.
 */
export function guardedPattern(source: string, flags: string): { test(text: string): boolean; toString(): string } {
  const pattern = new RegExp(source, flags);
  if (isLinear(source)) return pattern;
  const context = createContext({ pattern, text: '' });
  const match = new Script('pattern.test(text)');
  return {
    // ajv tells patterns apart by their text.
    toString: () => pattern.toString(),
    test(text) {
      context.text = text;
      try {
        return match.runInContext(context, { timeout: MATCH_MS }) === true;
      } catch {
        return false;
      }
    },
  };
}

/** No repeated group and at most one unbounded repetition: the time grows with the text. */
function isLinear(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\)[*+?{]/.test(bare)) return false;
  return (bare.match(/[*+]|\{\d+,\d*\}/g) ?? []).length <= 1;
}
