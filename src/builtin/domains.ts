import type { State } from '../domain/state.ts';
import { bank } from './domains/bank/index.ts';
import { clinic } from './domains/clinic/index.ts';
import { events } from './domains/events/index.ts';
import { fleet } from './domains/fleet/index.ts';
import { hotel } from './domains/hotel/index.ts';
import { library } from './domains/library/index.ts';
import { orders } from './domains/orders/index.ts';
import { school } from './domains/school/index.ts';
import { supportDesk } from './domains/support-desk/index.ts';
import { warehouse } from './domains/warehouse/index.ts';
import type { Domain } from './kit/domain.ts';

/**
 * The domains the procedural author knows, each in a folder of its slug.
 */
export const domains: readonly Domain<State>[] = [
  bank,
  clinic,
  events,
  fleet,
  hotel,
  library,
  orders,
  school,
  supportDesk,
  warehouse,
];
