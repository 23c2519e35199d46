import { RE2JS } from 're2js';
import { messageOf } from '../../base/errors.ts';

/** A regular expression of a design, asked of texts: somewhere in the text, as JSON Schema has it. */
export interface Pattern {
  test(text: string): boolean;
}

const known = new Map<string, Pattern>();
const MOST_KNOWN = 500;

/**
 * A pattern that a design holds. Designs are written by models and matched in this process: the engine is RE2's, whose time grows
 * with the text and no faster. Throws SyntaxError for what it cannot express; `patternProblem` says so before a design is taken.
 */
export function patternOf(source: string): Pattern {
  const made = known.get(source) ?? compiled(source);
  known.set(source, made);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? source);
  return made;
}

function compiled(source: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source));
  } catch (cause) {
    throw new SyntaxError(`The pattern "${source}" cannot be used: ${messageOf(cause)}`, { cause });
  }
}
