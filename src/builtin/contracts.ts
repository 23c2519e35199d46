import type { Contract } from '../domain/contract/form.ts';
import type { State } from '../domain/state.ts';
import { domains } from './domains.ts';

/** What operations promise, by the slug of their domain. */
export const contracts: Readonly<Record<string, Contract<State>>> = Object.fromEntries(
  domains.map(({ slug, contract }) => [slug, contract]),
);
