import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Which way of asking works, per endpoint and model. */
export interface StepQueries {
  read(endpoint: string, model: string): Promise<string | undefined>;
  save(endpoint: string, model: string, step: string): Promise<void>;
}

export function stepQueries(db: Kysely<Tables>): StepQueries {
  return {
    async read(endpoint, model) {
      const row = await db
        .selectFrom('working_step')
        .select('step')
        .where('endpoint', '=', endpoint)
        .where('model', '=', model)
        .executeTakeFirst();
      return row?.step;
    },
    async save(endpoint, model, step) {
      await db
        .insertInto('working_step')
        .values({ endpoint, model, step })
        .onConflict((conflict) => conflict.columns(['endpoint', 'model']).doUpdateSet({ step }))
        .execute();
    },
  };
}
