import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf, UserError } from '../../base/errors.ts';
import { readTextFile } from '../../base/text-file.ts';
import type { Usage } from '../endpoint/completion.ts';

const perMillion = z.number().min(0);

/** What a model costs, in US dollars per million tokens. */
const priceEntry = z.strictObject({
  /** A name or a pattern with `*`. */
  model: z.string().min(1),
  /** A pattern for host and path of the endpoint; every endpoint when left out. */
  endpoint: z.string().min(1).optional(),
  input: perMillion,
  /** For input tokens that the provider had in its cache; the price of other input when left out. */
  cached: perMillion.optional(),
  output: perMillion,
  /** What share of these prices a call in a batch costs; unknown when left out. */
  batch: z.number().min(0).max(1).optional(),
});
export type Price = z.infer<typeof priceEntry>;

const priceFile = z.strictObject({ prices: z.array(priceEntry) });

/** What is known about prices; the first entry that fits counts. */
export type Prices = readonly Price[];

/** Reads price files; entries of an earlier file come before those of a later one. Throws a UserError that names file and entry. */
export function readPrices(files: readonly string[]): Prices {
  return files.flatMap(readFile);
}

function readFile(file: string): Prices {
  let content: unknown;
  try {
    content = parse(readTextFile(file));
  } catch (error) {
    throw new UserError(`The price file "${file}" cannot be read: ${messageOf(error)}`);
  }
  const parsed = priceFile.safeParse(content);
  if (parsed.success) return parsed.data.prices;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `The price file "${file}" is not right at "${issue ? z.core.toDotPath(issue.path) : ''}": ${issue?.message ?? ''}. ` +
      'It holds a list "prices"; each entry has model, input and output (US dollars per million tokens), and may have cached, batch and endpoint.',
  );
}

/** The price of a model at an endpoint ("https://host/path"); undefined when it is not known. */
export function priceOf(prices: Prices, endpoint: string, model: string): Price | undefined {
  const place = endpoint.replace(/^https?:\/\//, '');
  return prices.find((price) => matches(price.model, model) && (price.endpoint === undefined || matches(price.endpoint, place)));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** The price of a call in a batch; undefined where it is not known. Not every batch has a discount for cached input. */
export function batchPrice(price: Price | undefined): Price | undefined {
  if (price?.batch === undefined) return undefined;
  const { batch, input, output } = price;
  return { ...price, input: input * batch, cached: input * batch, output: output * batch };
}

/**
 * What a call cost in US dollars. Undefined where the price or one of its numbers is not known; input of which nobody said
 * whether it was cached is paid in full.
 */
export function costOf(price: Price | undefined, usage: Usage): number | undefined {
  const { inputTokens, outputTokens } = usage;
  if (price === undefined || inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = Math.min(usage.cachedTokens ?? 0, inputTokens);
  const input = (inputTokens - cached) * price.input + cached * (price.cached ?? price.input);
  return (input + outputTokens * price.output) / 1_000_000;
}
