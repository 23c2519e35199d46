import type { State } from '../domain/state.ts';
import type { Domain } from './domain.ts';
import { bank } from './domains/bank.ts';
import { clinic } from './domains/clinic.ts';
import { events } from './domains/events.ts';
import { fleet } from './domains/fleet.ts';
import { hotel } from './domains/hotel.ts';
import { library } from './domains/library.ts';
import { orders } from './domains/orders.ts';
import { school } from './domains/school.ts';
import { supportDesk } from './domains/support-desk.ts';
import { warehouse } from './domains/warehouse.ts';

/**
 * The domains the procedural author knows, each with a blueprint of the same slug in topics/blueprints. Record and state
 * types of a domain are declared with `type`, not `interface`, so that they are known to be plain JSON.
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
