import { z } from 'zod';
import { listOf } from '../../../language/lists.ts';
import type { RenderedKind } from '../kind.ts';
import { literal, quote } from '../source-text.ts';
import { spacedName } from '../wording.ts';

const schema = z.strictObject({
  kind: z.literal('never-called'),
  tools: z.array(z.string()).min(1),
  outcome: z.enum(['success', 'refused']),
});

/** None of these tools was ever called with this end. */
export const neverCalled = {
  schema,
  looksAt: () => ['calls'],
  demands: () => [],
  shape: ({ tools, outcome }) => [outcome, [...tools].sort()],
  question: ({ tools, outcome }) =>
    `Has no call of ${listOf(tools.map(spacedName))} ${outcome === 'success' ? 'succeeded' : 'been refused'}?`,
  body: ({ tools, outcome }) =>
    `\n  !calls.some((call) => call.outcome === ${quote(outcome)} && ${literal(tools)}.includes(call.tool))`,
} satisfies RenderedKind<z.infer<typeof schema>>;
