import { z } from 'zod';
import { canonicalJson } from '../../../base/json.ts';
import { listOf } from '../../../language/lists.ts';
import { callPattern, patternShape, patternSource, patternWords } from '../call-pattern.ts';
import type { RenderedKind } from '../kind.ts';
import { quote } from '../source-text.ts';

/** Calls that wait for facts which only the user can tell, by id. */
const awaitingCall = callPattern.extend({ facts: z.array(z.string()).optional() });
export type AwaitingCall = z.infer<typeof awaitingCall>;

const schema = z.strictObject({ kind: z.literal('asked-first'), calls: z.array(awaitingCall).min(1) });

/** Before each of these calls the user had told the facts it waits for (those named, by id), or answered something where none is named. */
export const askedFirst = {
  schema,
  looksAt: () => ['calls', 'replies'],
  demands: () => [],
  // Ids of facts are only numbers: how many a call waits for counts.
  shape: ({ calls }) => calls.map((call) => canonicalJson([patternShape(call), call.facts?.length ?? 'any'])).sort(),
  question: ({ calls }) => {
    const facts = [...new Set(calls.flatMap((call) => call.facts ?? []))];
    const mentions = facts.length > 0 ? `told what only they know (${listOf(facts)})` : 'been asked';
    return `Has the user ${mentions} before ${listOf(calls.map(patternWords))}?`;
  },
  body: ({ calls }) => {
    const waits = calls.map((call) => `(!(${patternSource(call)}) ||\n    ${heardSource(call)})`);
    return `\n  calls.every((call, before) =>\n    ${waits.join(' &&\n    ')})`;
  },
} satisfies RenderedKind<z.infer<typeof schema>>;

/** TypeScript that is true where the user had told by then what a call waits for. */
function heardSource({ facts = [] }: AwaitingCall): string {
  const mentions = (told: string): string => `replies.some((reply) => reply.after <= before${told})`;
  if (facts.length === 0) return mentions('');
  return facts.map((fact) => mentions(` && (reply.told === undefined || reply.told.includes(${quote(fact)}))`)).join(' &&\n    ');
}
