import type { Contract } from '../domain/contract/form.ts';
import type { State } from '../domain/state.ts';
import { ordersExpectations } from './domains/orders/oracle.ts';
import { schoolExpectations } from './domains/school/oracle.ts';
import { supportDeskExpectations } from './domains/support-desk/oracle.ts';
import { warehouseExpectations } from './domains/warehouse/oracle.ts';
import { domains } from './domains.ts';
import { contractOf, type Oracles } from './kit/oracle.ts';

/** Domains that have no contract of their own yet. */
const oraclesOf: Readonly<Record<string, Oracles<State>>> = {
  orders: ordersExpectations,
  school: schoolExpectations,
  'support-desk': supportDeskExpectations,
  warehouse: warehouseExpectations,
};

/** What operations promise, by the slug of their domain. */
export const contracts: Readonly<Record<string, Contract<State>>> = Object.fromEntries(
  domains.map(({ slug, contract }) => [slug, contract ?? contractOf(oraclesOf[slug] ?? {})]),
);
