import pLimit from 'p-limit';

/**
 * The results of `work` over all items, in the order of the items, with at most `concurrency` of them in progress.
 * After the first error nothing more is begun; what is in progress settles, then that error is thrown.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(concurrency);
  const results: Result[] = [];
  const errors: unknown[] = [];
  await Promise.all(
    items.map((item, index) =>
      limit(async () => {
        if (errors.length > 0) return;
        try {
          results[index] = await work(item, index);
        } catch (error) {
          errors.push(error);
        }
      }),
    ),
  );
  if (errors.length > 0) throw errors[0];
  return results;
}

/** A queue: work that is handed to it is done one after the other, in the order of asking. What throws does not hold up the rest. */
export function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const limit = pLimit(1);
  return (work) => limit(work);
}
