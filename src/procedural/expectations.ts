import type { State } from '../domain/state.ts';
import type { Expectations } from './expectation.ts';
import { bankExpectations } from './expectations/bank.ts';
import { clinicExpectations } from './expectations/clinic.ts';
import { eventsExpectations } from './expectations/events.ts';
import { fleetExpectations } from './expectations/fleet.ts';
import { hotelExpectations } from './expectations/hotel.ts';
import { libraryExpectations } from './expectations/library.ts';
import { ordersExpectations } from './expectations/orders.ts';
import { schoolExpectations } from './expectations/school.ts';
import { supportDeskExpectations } from './expectations/support-desk.ts';
import { warehouseExpectations } from './expectations/warehouse.ts';

/** What operations promise, by the slug of their domain. A domain that is not here has nothing declared. */
export const expectationsOf: Readonly<Record<string, Expectations<State>>> = {
  bank: bankExpectations,
  clinic: clinicExpectations,
  events: eventsExpectations,
  fleet: fleetExpectations,
  hotel: hotelExpectations,
  library: libraryExpectations,
  orders: ordersExpectations,
  school: schoolExpectations,
  'support-desk': supportDeskExpectations,
  warehouse: warehouseExpectations,
};
