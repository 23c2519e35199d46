import type { Store } from '../../../store/store.ts';
import type { PriceOf } from '../cost/cost-rows.ts';

/** Figures under one heading: as text, and as a value for `--json`. */
export interface Figures {
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
}

/** One part of the figures; undefined where there is nothing to tell. */
export type Section = (store: Store, width: number, priceOf: PriceOf) => Promise<Figures | undefined>;
