import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ArgumentSource } from '../../../domain/scenario/scenario.ts';
import { quotedIn } from '../../../language/proper-names.ts';
import { plainWords } from '../../../language/words.ts';
import { leavesOf } from '../leaves.ts';

/**
 * What the reference writes down as it stands in the task between quotation marks (the purpose of a transfer), or as an earlier
 * result showed it (the same subject once more). Of other free text nobody can know the wording; here the words are given.
 */
export function quotesOf(said: string, reference: readonly ExecutedCall[], provenance: readonly ArgumentSource[]): string[] {
  const written = new Set(
    reference
      .filter(({ patches }) => patches.length > 0)
      .flatMap((call) => leavesOf(call.arguments))
      .flatMap(({ value }) => (typeof value === 'string' ? [plainWords(value)] : [])),
  );
  const quoted = quotedIn(said);
  const copied = provenance
    .filter(({ origin }) => origin.kind === 'observation')
    .flatMap(({ call, argument }) =>
      leavesOf(reference[call - 1]?.arguments ?? {}).flatMap(({ path, value }) =>
        path === argument && typeof value === 'string' && plainWords(value).includes(' ') ? [value] : [],
      ),
    );
  return [...new Set([...quoted, ...copied])].filter((words) => plainWords(words) !== '' && written.has(plainWords(words)));
}
