import { addDays, daysBetween } from '../../../base/days.ts';
import { inOrder, must, type Reason, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { HotelPolicy, HotelState, Payment, Stay } from './design.ts';
import type { HotelReads } from './reads.ts';

export type Desk = World<HotelState, HotelPolicy>;

export interface Nights {
  readonly arrival: string;
  readonly nights: number;
}

export const nightsOf = (stay: Stay): number => daysBetween(stay.arrival, stay.departure);
export const lastDay = ({ arrival, nights }: Nights): string => addDays(arrival, nights);

/** What a guest has paid towards a stay and not got back. */
export function paidFor({ state }: Pick<Desk, 'state'>, stay_id: string): number {
  const amount = (kind: Payment['kind']): number =>
    sum(
      where(state.payments, (payment) => payment.stay_id === stay_id && payment.kind === kind),
      (payment) => payment.amount_cents,
    );
  return amount('received') - amount('refunded');
}

export function owedFor(desk: Pick<Desk, 'state'>, stay: Stay): number {
  if (stay.status === 'cancelled') return 0;
  const charges = where(desk.state.charges, (charge) => charge.stay_id === stay.stay_id);
  return nightsOf(stay) * stay.rate_cents + sum(charges, (charge) => charge.amount_cents) - paidFor(desk, stay.stay_id);
}

/** Rule R5. A part of a cent that is missing is a cent that is missing. */
export function depositFor({ state, policy }: Desk, stay: Stay): number {
  if (at(state.guests, stay.guest_id).tier === 'gold') return 0;
  return Math.ceil((nightsOf(stay) * stay.rate_cents * policy.deposit_percent) / 100);
}

/** Rule R3: whether another stay that is booked or in house has one of the nights in a room. */
export function isTaken({ state }: Pick<Desk, 'state'>, room: string, nights: Nights, except?: string): boolean {
  return all(state.stays).some(
    (stay) =>
      stay.stay_id !== except &&
      stay.room_number === room &&
      ['booked', 'in_house'].includes(stay.status) &&
      stay.arrival < lastDay(nights) &&
      nights.arrival < stay.departure,
  );
}

/** Rule R4. */
export function unbookable({ policy, today }: Desk, { arrival, nights }: Nights): Reason[] {
  return [
    must('R4 longer than a stay may be', () => nights > policy.max_nights),
    must('R4 the arrival has passed', () => arrival < today),
    must('R4 too far ahead', () => arrival > addDays(today, policy.horizon_days)),
  ];
}

/** What looking things up promises. */
export const readContract: ContractOf<HotelState, HotelPolicy, HotelReads> = {
  find_guests: {
    refuse: (_desk, { name }) => [must('fewer than two letters', () => name.trim().length < 2)],
    answer: ({ state }, { name }) =>
      inOrder(
        where(state.guests, (guest) => contains(guest.name, name)),
        'guest_id',
      ),
  },
  list_guest_stays: {
    answer: ({ state }, { guest_id }) =>
      inOrder(
        where(state.stays, (stay) => stay.guest_id === guest_id),
        'arrival',
        'stay_id',
      ),
  },
  get_folio: {
    answer(desk, { stay_id }) {
      const { state } = desk;
      const stay = at(state.stays, stay_id);
      return {
        stay,
        guest_name: at(state.guests, stay.guest_id).name,
        nights_cents: nightsOf(stay) * stay.rate_cents,
        deposit_cents: depositFor(desk, stay),
        paid_cents: paidFor(desk, stay_id),
        owed_cents: owedFor(desk, stay),
        charges: sorted(
          where(state.charges, (charge) => charge.stay_id === stay_id),
          'charge_id',
        ),
        payments: sorted(
          where(state.payments, (payment) => payment.stay_id === stay_id),
          'payment_id',
        ),
      };
    },
  },
  list_rooms: { answer: ({ state }) => inOrder(all(state.rooms), 'room_number') },
  find_free_rooms: {
    refuse: unbookable,
    answer: (desk, { party, kind, view, ...nights }) =>
      inOrder(
        where(
          desk.state.rooms,
          (room) =>
            room.status !== 'out_of_order' &&
            room.beds >= party &&
            (kind === undefined || room.kind === kind) &&
            (view === undefined || room.view === view) &&
            !isTaken(desk, room.room_number, nights),
        ),
        'rate_cents',
        'room_number',
      ),
  },
  list_stays_on: {
    refuse: ({ policy, today }, { day }) => [
      must('too far from today', () => Math.abs(daysBetween(today, day)) > policy.horizon_days),
    ],
    answer: ({ state }, { day }) =>
      inOrder(
        where(state.stays, (stay) => stay.status !== 'cancelled' && stay.arrival <= day && day <= stay.departure),
        'room_number',
        'stay_id',
      ),
  },
  list_repairs: { answer: ({ state }) => inOrder(all(state.repairs), 'repair_id') },
};
