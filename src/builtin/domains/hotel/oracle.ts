import type { Oracles } from '../../kit/oracle.ts';
import { bookings } from './oracle-bookings.ts';
import { house } from './oracle-house.ts';
import { lookups } from './oracle-lookups.ts';
import type { HotelState } from './state.ts';

/** What the front desk of the hotel promises. */
export const hotelExpectations: Oracles<HotelState> = { ...lookups, ...bookings, ...house };
