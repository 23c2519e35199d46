import type { HotelState } from '../domains/hotel-state.ts';
import type { Expectations } from '../expectation.ts';
import { bookings } from './hotel-bookings.ts';
import { house } from './hotel-house.ts';
import { lookups } from './hotel-lookups.ts';

/** What the front desk of the hotel promises. */
export const hotelExpectations: Expectations<HotelState> = { ...lookups, ...bookings, ...house };
