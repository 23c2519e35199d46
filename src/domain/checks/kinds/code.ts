import { z } from 'zod';
import { episodeParts } from '../episode.ts';
import type { CheckKind } from '../kind.ts';

const schema = z.strictObject({ kind: z.literal('code') });

/** What the other kinds cannot say: an arrow function written by an author, in the check's `source`. */
export const code = {
  schema,
  looksAt: () => episodeParts,
  // What code compares with cannot be told from its text.
  demands: () => [],
  shape: (_, source) => [withoutParticulars(source)],
} satisfies CheckKind<z.infer<typeof schema>>;

/** Code without its numbers and the texts in it, save those that name something of the environment ('lend_tool', 'status'). */
function withoutParticulars(source: string): string {
  return source
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (text) => (/^.[a-z]+(_[a-z]+)*.$/.test(text) ? text : "''"))
    .replace(/(?<![\w$'"])\d[\d._]*/g, '0')
    .replace(/\s+/g, ' ');
}
