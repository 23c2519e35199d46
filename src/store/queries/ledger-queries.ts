import { type Kysely, sql } from 'kysely';
import { writtenBy } from '../../domain/written-by.ts';
import type { KnownSum, LedgerEntry } from '../store.ts';
import type { Tables } from './tables.ts';

/** 1 for a call whose input and output are known, else null. */
const isCharged = sql`CASE WHEN c.input_tokens IS NOT NULL AND c.output_tokens IS NOT NULL THEN 1 END`;

/** What was cached of the input; never more than the input. */
const cachedOfInput = sql`CASE WHEN c.cached_tokens > c.input_tokens THEN c.input_tokens ELSE coalesce(c.cached_tokens, 0) END`;

/** Calls added up by attempt, work, author and outcome. SQL sums only what is known, and counts it. */
export async function ledgerEntries(db: Kysely<Tables>, filter: { run?: number }): Promise<readonly LedgerEntry[]> {
  let query = db
    .selectFrom('call as c')
    .leftJoin('attempt as a', 'a.id', 'c.attempt')
    .select(['a.run', 'a.stage', 'a.subject', 'c.work', 'c.author_json', 'c.endpoint', 'c.outcome', 'c.in_batch'])
    .select(sql<number>`count(*)`.as('calls'))
    .select(sql<number>`coalesce(sum(c.input_tokens), 0)`.as('input'))
    .select(sql<number>`count(c.input_tokens)`.as('input_known'))
    .select(sql<number>`coalesce(sum(c.cached_tokens), 0)`.as('cached'))
    .select(sql<number>`count(c.cached_tokens)`.as('cached_known'))
    .select(sql<number>`coalesce(sum(c.output_tokens), 0)`.as('output'))
    .select(sql<number>`count(c.output_tokens)`.as('output_known'))
    .select(sql<number>`coalesce(sum(c.reasoning_tokens), 0)`.as('reasoning'))
    .select(sql<number>`count(c.reasoning_tokens)`.as('reasoning_known'))
    .select(sql<number>`count(${isCharged})`.as('charged'))
    .select(sql<number>`coalesce(sum(${isCharged} * c.input_tokens), 0)`.as('charged_input'))
    .select(sql<number>`coalesce(sum(${isCharged} * ${cachedOfInput}), 0)`.as('charged_cached'))
    .select(sql<number>`coalesce(sum(${isCharged} * c.output_tokens), 0)`.as('charged_output'))
    .select(sql<number | null>`max(c.output_tokens)`.as('most_output'))
    .groupBy(['c.attempt', 'a.run', 'a.stage', 'a.subject', 'c.work', 'c.author_json', 'c.endpoint', 'c.outcome', 'c.in_batch'])
    .orderBy(sql`min(c.id)`);
  if (filter.run !== undefined) query = query.where('a.run', '=', filter.run);
  return (await query.execute()).map((row): LedgerEntry => {
    const known = (sum: number, count: number): KnownSum => ({ sum, unknown: row.calls - count });
    return {
      run: row.run ?? undefined,
      stage: row.stage ?? undefined,
      subject: row.subject ?? undefined,
      work: row.work,
      author: writtenBy.parse(JSON.parse(row.author_json)),
      endpoint: row.endpoint,
      outcome: row.outcome,
      calls: row.calls,
      inputTokens: known(row.input, row.input_known),
      cachedTokens: known(row.cached, row.cached_known),
      outputTokens: known(row.output, row.output_known),
      reasoningTokens: known(row.reasoning, row.reasoning_known),
      inBatch: row.in_batch === 1,
      charged: {
        calls: row.charged,
        inputTokens: row.charged_input,
        cachedTokens: row.charged_cached,
        outputTokens: row.charged_output,
      },
      mostOutputTokens: row.most_output ?? undefined,
    };
  });
}
