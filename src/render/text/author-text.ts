import type { WrittenBy } from '../../domain/written-by.ts';

/** Who wrote something, in words. */
export function authorText(author: WrittenBy): string {
  if (author.provider === 'procedural') return 'the embedded procedural author';
  if (author.provider === 'scripted') return 'a script';
  return `the model ${author.model ?? '(unnamed)'}`;
}
