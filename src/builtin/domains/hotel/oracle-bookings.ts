import { addDays, daysBetween } from '../../../base/days.ts';
import { type Change, change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  type Desk,
  hasGuest,
  isOutOfOrder,
  isTaken,
  lastDay,
  type Nights,
  nightsOf,
  type OfStay,
  owedFor,
  paidFor,
  unbookable,
} from './oracle-desk.ts';
import type { HotelState, Stay } from './state.ts';

interface Booking extends Nights {
  readonly guest_id: string;
  readonly room_number: string;
  readonly party: number;
}

type OtherDates = OfStay & Nights;
type Longer = OfStay & { readonly extra_nights: number };
type OtherRoom = OfStay & { readonly room_number: string };

const begun = (stay: Stay | undefined): Reason => [stay?.status !== 'booked', 'R7: the stay is not booked any more'];
const beds = ({ rooms }: HotelState, room: string): number => rooms[room]?.beds ?? 0;
const taken: string = 'R3: another stay has the room';

/** Rule R8: what a guest gets back who cancels today. */
function refundFor({ state, policy, today }: Desk, stay: Stay): number {
  const paid = paidFor(state, stay.stay_id);
  const isFree = daysBetween(today, stay.arrival) >= Number(policy.free_cancel_days);
  return isFree ? paid : Math.max(0, paid - stay.rate_cents);
}

export const bookings: Oracles<HotelState> = {
  register_guest: {
    refusal: ({ state }, { name, phone }: { name: string; phone: string }) =>
      firstOf(
        [name.trim() === '', 'the name is blank'],
        [!/^\+?\d[\d ()-]{5,20}$/.test(phone.trim()), 'it is no telephone number'],
        [all(state.guests).some((guest) => guest.phone === phone.trim()), 'another guest has the number'],
      ),
    changes: (_desk, { name, phone }: { name: string; phone: string }) => [
      create('guests', { name: name.trim(), phone: phone.trim(), tier: 'regular', banned: false }),
    ],
  },
  book_room: {
    refusal(desk, { guest_id, room_number, party, ...nights }: Booking) {
      const { state } = desk;
      return firstOf(
        noSuch(state.guests[guest_id], 'guest'),
        noSuch(state.rooms[room_number], 'room'),
        [state.guests[guest_id]?.banned === true, 'R1: the guest is banned'],
        [party > beds(state, room_number), 'R2: not enough beds'],
        ...unbookable(desk, nights),
        isOutOfOrder(state, room_number),
        [isTaken(state, room_number, nights), taken],
      );
    },
    changes: ({ state }, { guest_id, room_number, party, ...nights }: Booking) => [
      create('stays', {
        guest_id,
        room_number,
        arrival: nights.arrival,
        departure: lastDay(nights),
        party,
        rate_cents: state.rooms[room_number]?.rate_cents ?? 0,
        status: 'booked',
        refund_due_cents: 0,
      }),
    ],
  },
  change_dates: {
    refusal(desk, { stay_id, ...nights }: OtherDates) {
      const { state } = desk;
      const stay = state.stays[stay_id];
      const price = nights.nights * (stay?.rate_cents ?? 0);
      return firstOf(
        noSuch(stay, 'stay'),
        begun(stay),
        ...unbookable(desk, nights),
        [stay?.arrival === nights.arrival && stay.departure === lastDay(nights), 'it has these dates already'],
        isOutOfOrder(state, stay?.room_number ?? ''),
        [isTaken(state, stay?.room_number ?? '', nights, stay_id), taken],
        [paidFor(state, stay_id) > price, 'R12: more is paid than the nights would cost'],
      );
    },
    changes: (_desk, { stay_id, ...nights }: OtherDates) => [
      change('stays', stay_id, { arrival: nights.arrival, departure: lastDay(nights) }),
    ],
  },
  extend_stay: {
    refusal({ state, policy }, { stay_id, extra_nights }: Longer) {
      const stay = state.stays[stay_id];
      if (!stay) return 'there is no such stay';
      const nights = nightsOf(stay) + extra_nights;
      return firstOf(
        [stay.status !== 'in_house', 'the guest is not in the house'],
        [nights > Number(policy.max_nights), 'R4: longer than a stay may be'],
        [isTaken(state, stay.room_number, { arrival: stay.arrival, nights }, stay_id), taken],
      );
    },
    changes: ({ state }, { stay_id, extra_nights }: Longer) => [
      change('stays', stay_id, { departure: addDays(state.stays[stay_id]?.departure ?? '', extra_nights) }),
    ],
  },
  move_stay: {
    refusal({ state }, { stay_id, room_number }: OtherRoom) {
      const stay = state.stays[stay_id];
      const room = state.rooms[room_number];
      if (!stay || !room) return 'there is no such stay or room';
      const isIn = stay.status === 'in_house';
      return firstOf(
        [!['booked', 'in_house'].includes(stay.status), 'the stay is over'],
        [stay.room_number === room_number, 'it is in this room already'],
        [stay.party > room.beds, 'R2: not enough beds'],
        isOutOfOrder(state, room_number),
        [isIn && (room.status !== 'ready' || hasGuest(state, room_number)), 'R6: the room is not ready and empty'],
        [isTaken(state, room_number, { arrival: stay.arrival, nights: nightsOf(stay) }, stay_id), taken],
      );
    },
    changes({ state }, { stay_id, room_number }: OtherRoom) {
      const stay = state.stays[stay_id];
      const left: Change[] = stay?.status === 'in_house' ? [change('rooms', stay.room_number, { status: 'dirty' })] : [];
      return [change('stays', stay_id, { room_number }), ...left];
    },
  },
  cancel_stay: {
    refusal: ({ state }, { stay_id }: OfStay) => firstOf(noSuch(state.stays[stay_id], 'stay'), begun(state.stays[stay_id])),
    changes(desk, { stay_id }: OfStay) {
      const stay = desk.state.stays[stay_id];
      return stay ? [change('stays', stay_id, { status: 'cancelled', refund_due_cents: refundFor(desk, stay) })] : [];
    },
  },
  refund_stay: {
    refusal: ({ state }, { stay_id }: OfStay) =>
      firstOf(
        noSuch(state.stays[stay_id], 'stay'),
        [state.stays[stay_id]?.status !== 'cancelled', 'R8: the stay is not cancelled'],
        [state.stays[stay_id]?.refund_due_cents === 0, 'R8: nothing is due'],
      ),
    changes: ({ state, now }, { stay_id }: OfStay) => [
      create('payments', {
        stay_id,
        kind: 'refunded',
        amount_cents: state.stays[stay_id]?.refund_due_cents ?? 0,
        paid_at: now,
      }),
      change('stays', stay_id, { refund_due_cents: 0 }),
    ],
  },
  take_payment: {
    refusal({ state }, { stay_id, amount_cents }: OfStay & { amount_cents: number }) {
      const stay = state.stays[stay_id];
      return firstOf(noSuch(stay, 'stay'), [stay !== undefined && amount_cents > owedFor(state, stay), 'R12: more than is owed']);
    },
    changes: ({ now }, { stay_id, amount_cents }: OfStay & { amount_cents: number }) => [
      create('payments', { stay_id, kind: 'received', amount_cents, paid_at: now }),
    ],
  },
};
