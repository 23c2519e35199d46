import { RE2JS } from 're2js';
import { messageOf } from '../../base/errors.ts';
import { matchingText } from './matching-text.ts';
import { patternOf } from './pattern.ts';
import { parsePattern } from './pattern-parts.ts';

/** Characters of a pattern, and instructions of what it becomes. */
const MOST_CHARACTERS = 300;
const MOST_INSTRUCTIONS = 3000;

/** Why a design may not hold a pattern for texts of so many characters, with what to do; undefined where it may. */
export function patternProblem(source: string, most = Number.POSITIVE_INFINITY): string | undefined {
  const shown = `"${source.length > 100 ? `${source.slice(0, 97)}...` : source}"`;
  if (source.length > MOST_CHARACTERS)
    return `The pattern ${shown} has ${source.length} characters; at most ${MOST_CHARACTERS} are possible. Say the form in the description.`;
  if (!isRegularExpression(source)) return `${shown} is not a regular expression.`;
  if (/\(\?(?:[=!]|<[=!])/.test(source))
    return `The pattern ${shown} looks ahead or behind, which is not possible. Write what the text is made of, from left to right, and make other demands rules.`;
  if (/\\(?:[1-9]|k<)/.test(source))
    return `The pattern ${shown} refers back to an earlier part, which is not possible. Leave that demand out, or make it a rule.`;
  try {
    const instructions = RE2JS.compile(RE2JS.translateRegExp(source)).programSize();
    if (instructions > MOST_INSTRUCTIONS) return tooLarge(shown);
  } catch (error) {
    return /repeat count|too large/.test(messageOf(error))
      ? tooLarge(shown)
      : `The pattern ${shown} is not possible: ${messageOf(error)}.`;
  }
  const parts = parsePattern(source);
  if ('problem' in parts) return `The pattern ${shown} ${parts.problem}`;
  if (parts.shortest > most)
    return `The pattern ${shown} needs at least ${parts.shortest} characters, but its texts have at most ${most}.`;
  if (!patternOf(source).test(matchingText(source, 0)))
    return `No text that fits the pattern ${shown} could be made. Write what the text is made of from left to right, with ^ and $ at its ends.`;
  return undefined;
}

function tooLarge(shown: string): string {
  return `The pattern ${shown} repeats too much: all counts together may come to 1000. Use maxLength for the length, and * or + here.`;
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
