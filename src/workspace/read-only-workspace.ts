import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Author } from '../generation/author.ts';
import { type Price, type Prices, priceOf, readPrices } from '../generation/limits/prices.ts';
import { openPrompts, type Prompts } from '../generation/prompt.ts';
import { createSandbox } from '../sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { locationOf, type StoreLocation } from '../store/location.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** Where the files are that ship with the program: prompts/, topics/, package.json. The same from src/ and from dist/. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Prices that the user knows, in the workspace or in the current directory. */
export const userPrices = 'envscaler.prices.yaml';

/** What a command that only looks needs of a workspace. */
export interface ReadOnlyWorkspace {
  readonly directory: string;
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly prompts: Prompts;
  readonly prices: Prices;
  /** What a model at an endpoint ("https://host/path") costs, as far as it is known at present. */
  priceOf(endpoint: string, model: string): Price | undefined;
  /** The author that needs no model. */
  embeddedAuthor(): Promise<Author>;
}

/**
 * The adapters that every command needs, and nothing that only writing takes: a command that looks starts sooner.
 */
export async function openReadOnly(
  directory: string,
  { location = locationOf(directory), processes = 1 }: { readonly location?: StoreLocation; readonly processes?: number } = {},
): Promise<ReadOnlyWorkspace> {
  const prices = readPrices(priceFiles(directory));
  return {
    directory,
    store: await openStore(location),
    sandbox: createSandbox({ processes }),
    prompts: openPrompts(join(packageRoot, 'prompts')),
    prices,
    priceOf: (endpoint, model) => priceOf(prices, endpoint, model),
    async embeddedAuthor() {
      const { createProceduralAuthor } = await import('../builtin/author.ts');
      return createProceduralAuthor();
    },
  };
}

/** The user's prices come before those that ship with the program. */
function priceFiles(directory: string): readonly string[] {
  const own = [join(directory, userPrices), userPrices].map((file) => resolve(file)).filter((file) => existsSync(file));
  return [...new Set(own), join(packageRoot, 'prices.yaml')];
}
