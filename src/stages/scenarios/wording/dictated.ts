import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ArgumentSource } from '../../../domain/scenario/scenario.ts';
import { dictatedWords } from '../../../language/dictated-words.ts';
import { plainWords } from '../../../language/words.ts';
import { leavesOf } from '../leaves.ts';

/** A text that the reference writes down, and the words of it that are given. */
export interface Dictated {
  readonly text: string;
  readonly words: string;
}

/**
 * The texts that the reference writes down as somebody told it to: in quotation marks (the purpose of a transfer), described in a
 * sentence ("they have lost their job"), or as an earlier result showed them (the same subject once more). Of other free text
 * nobody can know what it should say.
 */
export function dictatedIn(said: string, reference: readonly ExecutedCall[], provenance: readonly ArgumentSource[]): Dictated[] {
  const written = reference.filter(({ patches }) => patches.length > 0).flatMap((call) => leavesOf(call.arguments));
  const texts = new Map(
    written.flatMap(({ value }) => (typeof value === 'string' && plainWords(value) !== '' ? [[plainWords(value), value]] : [])),
  );
  const copied = new Set(
    provenance
      .filter(({ origin }) => origin.kind === 'observation')
      .flatMap(({ call, argument }) =>
        leavesOf(reference[call - 1]?.arguments ?? {}).flatMap(({ path, value }) =>
          path === argument && typeof value === 'string' && plainWords(value).includes(' ') ? [plainWords(value)] : [],
        ),
      ),
  );
  return [...texts].flatMap(([plain, text]) => {
    const words = dictatedWords(text, said) ?? (copied.has(plain) ? text : undefined);
    return words === undefined ? [] : [{ text, words }];
  });
}

/** The words that are given of a text; undefined where any wording will do. */
export function wordsGiven(dictated: readonly Dictated[], text: string): string | undefined {
  return dictated.find((one) => plainWords(one.text) === plainWords(text))?.words;
}
