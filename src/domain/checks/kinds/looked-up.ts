import { z } from 'zod';
import { canonicalJson, type Json } from '../../../base/json.ts';
import { listOf } from '../../../language/lists.ts';
import { callPattern, patternShape, patternSource } from '../call-pattern.ts';
import type { RenderedKind } from '../kind.ts';
import { literal } from '../source-text.ts';
import { nameRecord } from '../wording.ts';

const json: z.ZodType<Json> = z.json();

/** A record as a tool shows it: its key and the attributes that matter, with their values. */
const shownRecord = z.strictObject({
  collection: z.string(),
  key: z.string(),
  fields: z.array(z.strictObject({ name: z.string(), value: json })).min(1),
});

const schema = z.strictObject({ kind: z.literal('looked-up'), records: z.array(shownRecord).min(1), or: z.array(callPattern) });

/** Each of these records was shown by a call that succeeded, or one of the other calls was made. */
export const lookedUp = {
  schema,
  looksAt: () => ['calls'],
  // The values are shown by the tool that is called, and need not be known before.
  demands: () => [],
  shape: ({ records, or }) => [
    records
      .map(
        ({ collection, fields }) =>
          `${collection} ${fields
            .map(({ name }) => name)
            .sort()
            .join(' ')}`,
      )
      .sort(),
    or.map((pattern) => canonicalJson(patternShape(pattern))).sort(),
  ],
  question: ({ records, or }, setting) => {
    const tried = or.length > 0 ? ', or a refusal been met' : '';
    return `Has ${listOf(records.map((record) => nameRecord(setting, record)))} been looked up${tried}?`;
  },
  body: ({ records, or }) => {
    const shown = records.map(({ fields }) => {
      const values = literal(Object.fromEntries(fields.map(({ name, value }) => [name, value])));
      return `calls.some((call) => call.outcome === 'success' && shows(call.result, ${values}))`;
    });
    const seen = shown.length > 1 && or.length > 0 ? `(${shown.join(' &&\n    ')})` : shown.join(' &&\n  ');
    const made = or.map((pattern) => `calls.some((call) => ${patternSource(pattern)})`);
    return `\n  ${[seen, ...made].join(' ||\n  ')}`;
  },
} satisfies RenderedKind<z.infer<typeof schema>>;
