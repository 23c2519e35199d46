import { UserError } from '../../base/errors.ts';

/** Both names of one limit: most servers take the first, some newer models the second alone. */
export const limitNames = ['max_tokens', 'max_completion_tokens'] as const;
type LimitName = (typeof limitNames)[number];

type Body = Readonly<Record<string, unknown>>;

/** The limit of length that a request sets itself. */
export function limitIn(body: Body): number | undefined {
  const limit = limitNames.map((name) => body[name]).find((value) => value !== undefined);
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}

/** A limit that an answer was held to, in tokens, under the name by which the server was told. */
export interface Held {
  readonly to: number;
  readonly by: LimitName;
}

/** How one model is told how long an answer may be; what it takes is found out as requests are answered. */
export interface OutputLimit {
  /** Throws a UserError where the model has refused both names for it. */
  hold(body: Body, tokens: number): Held;
  /** More than this would be refused, as far as is known. */
  readonly most: number;
  /** What a refusal says about the limit: its name, its size, or nothing at all. */
  refused(message: string, held: Held): 'name' | 'size' | undefined;
  /** An answer was longer than that: the other name may be obeyed. */
  ignored(held: Held): void;
}

/** The limits of a model, which texts call `of`. */
export function createOutputLimit(of: string): OutputLimit {
  const refused = new Set<LimitName>();
  const ignored = new Set<LimitName>();
  let most = Number.POSITIVE_INFINITY;
  const current = (): LimitName => {
    const possible = limitNames.filter((name) => !refused.has(name));
    const name = possible.find((one) => !ignored.has(one)) ?? possible[0];
    if (name !== undefined) return name;
    throw new UserError(
      `There is no way to tell ${of} how long an answer may be: it takes neither ${limitNames.join(' nor ')}, so that ` +
        '--max-usd and --max-tokens cannot be kept. Limit the run with --max-calls or --max-minutes instead.',
    );
  };
  return {
    hold: (body, tokens) => ({ to: tokens, by: limitNames.find((name) => body[name] !== undefined) ?? current() }),
    get most() {
      return most;
    },
    refused(message, held) {
      if (/context (length|window|size)|too (large|big|long|high|many)|at most|exceed|less than|reduce/i.test(message)) {
        // A long request leaves less room than the model has for others.
        if (!/context/i.test(message)) most = Math.min(most, Math.floor(held.to / 2));
        return 'size';
      }
      if (!message.includes(held.by)) return undefined;
      refused.add(held.by);
      return 'name';
    },
    ignored: (held) => void ignored.add(held.by),
  };
}
