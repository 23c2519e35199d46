import { plainWords } from '../base/plain-words.ts';
import type { ExecutedCall } from '../domain/call.ts';
import { leavesOf } from './leaves.ts';

/**
 * What a task gives between quotation marks and the reference writes down as it is: the purpose of a transfer, the subject of
 * a ticket. Of other free text nobody can know the wording; here the words themselves were asked for.
 */
export function quotesOf(said: string, reference: readonly ExecutedCall[]): string[] {
  const written = new Set(
    reference
      .filter(({ patches }) => patches.length > 0)
      .flatMap((call) => leavesOf(call.arguments))
      .flatMap(({ value }) => (typeof value === 'string' ? [plainWords(value)] : [])),
  );
  const quoted = [...said.matchAll(/["“]([^"“”]+)["”]/g)].map((match) => match[1] ?? '');
  return [...new Set(quoted)].filter((words) => plainWords(words) !== '' && written.has(plainWords(words)));
}
