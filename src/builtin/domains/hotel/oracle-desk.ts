import { addDays, daysBetween } from '../../../base/days.ts';
import { all, type Moment, type Reason } from '../../kit/oracle.ts';
import type { HotelState, Stay } from './state.ts';

export type Desk = Moment<HotelState>;

export interface OfStay {
  readonly stay_id: string;
}

export interface Nights {
  readonly arrival: string;
  readonly nights: number;
}

export const nightsOf = (stay: Stay): number => daysBetween(stay.arrival, stay.departure);
export const lastDay = ({ arrival, nights }: Nights): string => addDays(arrival, nights);

const sumOf = (items: readonly { readonly amount_cents: number }[]): number =>
  items.reduce((sum, item) => sum + item.amount_cents, 0);

/** What a guest has paid towards a stay and not got back. */
export function paidFor({ payments }: HotelState, stay_id: string): number {
  const own = all(payments).filter((payment) => payment.stay_id === stay_id);
  const kept = (kind: string): number => sumOf(own.filter((payment) => payment.kind === kind));
  return kept('received') - kept('refunded');
}

export function owedFor(state: HotelState, stay: Stay): number {
  if (stay.status === 'cancelled') return 0;
  const charges = all(state.charges).filter((charge) => charge.stay_id === stay.stay_id);
  return nightsOf(stay) * stay.rate_cents + sumOf(charges) - paidFor(state, stay.stay_id);
}

/** Rule R5. A part of a cent that is missing is a cent that is missing. */
export function depositFor({ state, policy }: Desk, stay: Stay): number {
  if (state.guests[stay.guest_id]?.tier === 'gold') return 0;
  return Math.ceil((nightsOf(stay) * stay.rate_cents * Number(policy.deposit_percent)) / 100);
}

/** Rule R3: whether another stay that is booked or in house has one of the nights in a room. */
export function isTaken({ stays }: HotelState, room: string, nights: Nights, except?: string): boolean {
  return all(stays).some(
    (stay) =>
      stay.stay_id !== except &&
      stay.room_number === room &&
      ['booked', 'in_house'].includes(stay.status) &&
      stay.arrival < lastDay(nights) &&
      nights.arrival < stay.departure,
  );
}

export function hasGuest({ stays }: HotelState, room: string): boolean {
  return all(stays).some((stay) => stay.room_number === room && stay.status === 'in_house');
}

export function isOutOfOrder({ rooms }: HotelState, room: string): Reason {
  return [rooms[room]?.status === 'out_of_order', 'R11: the room is out of order'];
}

/** Rule R4. */
export function unbookable({ policy, today }: Desk, { arrival, nights }: Nights): Reason[] {
  return [
    [nights > Number(policy.max_nights), 'R4: longer than a stay may be'],
    [arrival < today, 'R4: the arrival has passed'],
    [arrival > addDays(today, Number(policy.horizon_days)), 'R4: too far ahead'],
  ];
}
