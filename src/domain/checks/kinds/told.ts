import { z } from 'zod';
import type { Json } from '../../../base/json.ts';
import { answerTypes } from '../../../language/answers/values.ts';
import type { RenderedKind } from '../kind.ts';
import { literal } from '../source-text.ts';
import { valueText } from '../wording.ts';

const json: z.ZodType<Json> = z.json();

export const answerType = z.enum(answerTypes);

const schema = z.strictObject({
  kind: z.literal('told'),
  /** What was asked: "the day on which the reservation was made". */
  about: z.string().min(1),
  answer: z.strictObject({
    type: answerType,
    /** An amount in cents, a date "2026-03-09", a time "14:30"; of a list its items. */
    value: json,
    /** What the value is called: words for numbers depend on it. */
    name: z.string(),
    /** What a wrong answer might say instead: of other records, or the other words of an enumeration. */
    others: z.array(json),
    /** Of a list the type of its items. */
    items: answerType.optional(),
    /** Of several names the one with the most, or with the least. */
    asks: z.enum(['more', 'less']).optional(),
    /** Of yes and no: what is so, or is not, in different words. */
    claim: z.array(z.string()).optional(),
    today: z.string(),
  }),
});
export type Told = z.infer<typeof schema>;

/** The user was told a value: in the last message that speaks of it, in any usual form, and not as one of several. */
export const told = {
  schema,
  looksAt: () => ['said'],
  // That the reference reads what it tells is shown where the check is derived.
  demands: () => [],
  shape: ({ answer }) => [answer.type, answer.name, answer.items ?? null, answer.asks ?? null],
  question: ({ about, answer }) => `Has the user been told ${about} (${valueText(answer.value)})?`,
  body: ({ answer }) => `\n  tells(said, ${literal(answer)})`,
} satisfies RenderedKind<Told>;
