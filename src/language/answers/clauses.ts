import { flat } from '../words.ts';

/** A stretch of a text, by the places of its first character and of the one behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a clause begins for what negates it: behind a mark, a conjunction or a word of reason. */
const clauseStart = /[,;:.!?()\n]|\b(?:because|since|as|which|who|but|and|so|although|though|while|where|that|for|it|now)\b/g;
const negators = /\b(?:not|never|neither|nor|cannot|no longer|rather than|instead of|other than|without)\b|n't\b/;

/** Whether what stands at a place of a text in small letters is denied there: a negation precedes it in its clause, within so many words. */
export function isDenied(text: string, at: number, withinWords = 6): boolean {
  const before = text.slice(0, at);
  const start = [...before.matchAll(clauseStart)].at(-1);
  const clause = start ? before.slice(start.index + start[0].length) : before;
  const near = clause.trim().split(' ').slice(-withinWords).join(' ');
  return negators.test(near);
}

/** Sentences of a message in small letters with their places; line breaks end sentences, points in numbers and after "a.m." do not. */
export function sentenceSpans(text: string): (Span & { readonly text: string })[] {
  const ends = [...text.matchAll(/[.!?]+(?=\s+(?!m\.)|$)|\n+|;\s/g)];
  const spans: (Span & { text: string })[] = [];
  let from = 0;
  for (const { index, 0: mark } of ends) {
    const to = index + mark.length;
    // "Dr. Silva", "9 a.m. or later"
    const opening = text.slice(from, index);
    const isShort =
      /\b(?:dr|mr|mrs|ms|prof|st|e\.g|i\.e)$/.test(opening) || (/\bno$/.test(opening) && /^\s\d/.test(text.slice(to)));
    if (mark === '.' && isShort && to < text.length) continue;
    spans.push({ from, to, text: text.slice(from, to) });
    from = to;
  }
  if (from < text.length) spans.push({ from, to: text.length, text: text.slice(from) });
  return spans.filter((span) => /[\p{L}\p{N}]/u.test(span.text));
}

/** A message in small letters with plain quotes and hyphens, whose line breaks stay: they end sentences. */
export function messageText(text: string): string {
  return text
    .split('\n')
    .map((line) => flat(line.replaceAll('**', '').replaceAll('`', '')))
    .filter((line) => line !== '')
    .join('\n');
}
