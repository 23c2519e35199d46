import { seededRandom } from '../../base/random.ts';
import { patternOf } from './pattern.ts';
import { type Parsed, type Part, parsePattern } from './pattern-parts.ts';

/** Characters that a text has at most where the design sets no bound, unless its pattern needs more. */
const USUAL = 40;
/** More rounds of a repetition than it needs. */
const MOST_MORE = 6;

/**
 * A text that a pattern of a design fits, of at most so many characters; another one for another seed, the shortest for seed 0.
 * Made from the pattern's parts within these bounds, whatever they are. Throws for a pattern that `patternProblem` refuses.
 */
export function matchingText(source: string, seed: number, most = Number.POSITIVE_INFINITY): string {
  const parsed = partsOf(source);
  const shortest = made(parsed.part, parsed.shortest, () => 0);
  if (seed === 0) return shortest;
  const random = seededRandom(`matching text ${seed}`);
  const room = Math.min(most, Math.max(USUAL, parsed.shortest));
  const text = made(parsed.around, Math.max(room, parsed.shortest), (count) => random.integer(0, count - 1));
  return patternOf(source).test(text) ? text : shortest;
}

interface Known extends Parsed {
  /** The parts with what may stand around them in a text. */
  readonly around: Part;
}

function partsOf(source: string): Known {
  const parsed = parsePattern(source);
  if ('problem' in parsed) throw new SyntaxError(`The pattern "${source}" ${parsed.problem}`);
  const any = parsePattern('[A-Za-z0-9 ]*');
  const before = source.startsWith('^') || 'problem' in any ? [] : [any.part];
  const after = source.endsWith('$') || 'problem' in any ? [] : [any.part];
  return { ...parsed, around: { kind: 'sequence', parts: [...before, parsed.part, ...after], shortest: parsed.shortest } };
}

/** `room` is at least what the part needs. `pick(n)` is one of 0..n-1. */
function made(part: Part, room: number, pick: (count: number) => number): string {
  switch (part.kind) {
    case 'character':
      return part.choices[pick(part.choices.length)] ?? '';
    case 'choice': {
      const fitting = part.parts.filter((one) => needs(one) <= room).sort((left, right) => needs(left) - needs(right));
      const chosen = fitting[pick(fitting.length)];
      return chosen ? made(chosen, room, pick) : '';
    }
    case 'sequence': {
      let text = '';
      let left = room - part.shortest;
      for (const one of part.parts) {
        const piece = made(one, needs(one) + left, pick);
        left -= lengthOf(piece) - needs(one);
        text += piece;
      }
      return text;
    }
    case 'repeat': {
      const one = needs(part.part);
      const more = Math.min(part.most - part.least, MOST_MORE, Math.floor((room - part.shortest) / Math.max(1, one)));
      const rounds = part.least + pick(more + 1);
      let text = '';
      let left = room - rounds * one;
      for (let round = 0; round < rounds; round++) {
        const piece = made(part.part, one + left, pick);
        left -= lengthOf(piece) - one;
        text += piece;
      }
      return text;
    }
  }
}

function needs(part: Part): number {
  return part.kind === 'character' ? 1 : part.shortest;
}

/** As JSON Schema counts: in code points. */
function lengthOf(text: string): number {
  return [...text].length;
}
