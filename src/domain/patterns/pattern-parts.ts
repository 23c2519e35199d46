import { RE2JS } from 're2js';

/** What a regular expression is made of, as far as texts are made from it. Anchors and word boundaries are nothing. */
export type Part =
  | { readonly kind: 'character'; readonly choices: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[]; readonly shortest: number }
  | { readonly kind: 'choice'; readonly parts: readonly Part[]; readonly shortest: number }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number; readonly shortest: number };

/** Characters that made texts consist of: printable ASCII and, for what these do not reach, others that people write. */
const plain = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const others = [...'äöüÄÖÜßéèàçñøåłžαβγΔΩбдюЖ中文日本한국عا€£°“”–…🙂\t\n\u00a0'];

/** A pattern's parts, or why no text can be made from it. The pattern is one that both engines take. */
export function parsePattern(source: string): Parsed | { readonly problem: string } {
  try {
    const reader = new Reader(source);
    const part = reader.choice();
    return { part, shortest: shortestOf(part) };
  } catch (error) {
    if (error instanceof Unmakeable) return { problem: error.message };
    throw error;
  }
}

export interface Parsed {
  readonly part: Part;
  /** Characters of the shortest text. */
  readonly shortest: number;
}

class Unmakeable extends Error {}

function shortestOf(part: Part): number {
  return part.kind === 'character' ? 1 : part.shortest;
}

/** Repetitions inside repetitions; more make texts of any size. */
const MOST_NESTED = 3;

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  choice(depth = 0): Part {
    const parts = [this.#sequence(depth)];
    while (this.#take('|')) parts.push(this.#sequence(depth));
    const [only] = parts;
    if (parts.length === 1 && only) return only;
    return { kind: 'choice', parts, shortest: Math.min(...parts.map(shortestOf)) };
  }

  #sequence(depth: number): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#peek())) {
      const part = this.#repeated(depth);
      if (part) parts.push(part);
    }
    return { kind: 'sequence', parts, shortest: parts.reduce((sum, part) => sum + shortestOf(part), 0) };
  }

  #repeated(depth: number): Part | undefined {
    const part = this.#atom(depth);
    const count = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at));
    if (!count || !part) return part;
    this.#at += count[0].length;
    const [sign = ''] = count[0];
    const [, from = '', comma, to = ''] = count;
    const least = sign === '{' ? Number(from) : sign === '+' ? 1 : 0;
    const most = sign === '?' ? 1 : sign !== '{' || (comma && to === '') ? Number.POSITIVE_INFINITY : Number(comma ? to : from);
    if (nesting(part) >= MOST_NESTED)
      throw new Unmakeable(
        `repeats what repeats what repeats. Write it flatter: at most ${MOST_NESTED} repetitions inside each other.`,
      );
    return { kind: 'repeat', part, least, most, shortest: least * shortestOf(part) };
  }

  #atom(depth: number): Part | undefined {
    if (this.#take('^') || this.#take('$')) return undefined;
    if (this.#take('(')) {
      const opening = /^\?(?::|<[^>]*>)/.exec(this.#source.slice(this.#at));
      this.#at += opening?.[0].length ?? 0;
      const inner = this.choice(depth + 1);
      this.#take(')');
      return inner;
    }
    const token =
      /^(?:\[(?:\\[\s\S]|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[a-zA-Z]|\\[\s\S]|[\s\S])/u.exec(
        this.#source.slice(this.#at),
      );
    const [text = ''] = token ?? [];
    this.#at += text.length;
    if (/^\\[bB]$/.test(text)) return undefined;
    return { kind: 'character', choices: choicesOf(text) };
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += sign.length;
    return true;
  }
}

function nesting(part: Part): number {
  switch (part.kind) {
    case 'character':
      return 0;
    case 'repeat':
      return nesting(part.part) + (part.most > 1 ? 1 : 0);
    default:
      return Math.max(0, ...part.parts.map(nesting));
  }
}

/** The characters that a class or an escape stands for, of those that texts are made of; the one it names where it names another. */
function choicesOf(token: string): readonly string[] {
  if ([...token].length === 1 && token !== '.') return [token];
  const [, point] = /^\\u\{?([0-9a-fA-F]+)\}?$/.exec(token) ?? [];
  if (point !== undefined) return [String.fromCodePoint(Number.parseInt(point, 16))];
  const matcher = RE2JS.compile(`^(?:${RE2JS.translateRegExp(token)})$`);
  const usual = plain.filter((character) => matcher.test(character));
  if (usual.length > 0) return usual;
  const rarer = others.filter((character) => matcher.test(character));
  if (rarer.length > 0) return rarer;
  for (let point = 0; point < 0x3000; point++)
    if (matcher.test(String.fromCodePoint(point))) return [String.fromCodePoint(point)];
  throw new Unmakeable(`demands a character, ${token}, that no usual text has. Leave it out.`);
}
