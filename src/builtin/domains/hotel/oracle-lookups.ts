import { daysBetween } from '../../../base/days.ts';
import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import {
  type Desk,
  depositFor,
  isTaken,
  type Nights,
  nightsOf,
  type OfStay,
  owedFor,
  paidFor,
  unbookable,
} from './oracle-desk.ts';
import type { HotelState, Room } from './state.ts';

interface Search extends Nights {
  readonly party: number;
  readonly kind?: string;
  readonly view?: string;
}

function freeRooms({ state }: Desk, { party, kind, view, ...nights }: Search): Room[] {
  const rooms = all(state.rooms).filter(
    (room) =>
      room.status !== 'out_of_order' &&
      room.beds >= party &&
      (kind === undefined || room.kind === kind) &&
      (view === undefined || room.view === view) &&
      !isTaken(state, room.room_number, nights),
  );
  return inOrderOf(
    rooms,
    (room) => room.rate_cents,
    (room) => room.room_number,
  );
}

export const lookups: Oracles<HotelState> = {
  find_guests: {
    refusal: (_desk, { name }: { name: string }) => firstOf([name.trim().length < 2, 'fewer than two letters']),
    answer: ({ state }, { name }: { name: string }) =>
      inOrderOf(
        all(state.guests).filter((guest) => contains(guest.name, name)),
        (guest) => guest.guest_id,
      ),
  },
  list_guest_stays: {
    refusal: ({ state }, { guest_id }: { guest_id: string }) => firstOf(noSuch(state.guests[guest_id], 'guest')),
    answer: ({ state }, { guest_id }: { guest_id: string }) =>
      inOrderOf(
        all(state.stays).filter((stay) => stay.guest_id === guest_id),
        (stay) => stay.arrival,
        (stay) => stay.stay_id,
      ),
  },
  get_folio: {
    refusal: ({ state }, { stay_id }: OfStay) => firstOf(noSuch(state.stays[stay_id], 'stay')),
    answer(desk, { stay_id }: OfStay) {
      const { state } = desk;
      const stay = state.stays[stay_id];
      if (!stay) return null;
      return {
        stay,
        guest_name: state.guests[stay.guest_id]?.name ?? '',
        nights_cents: nightsOf(stay) * stay.rate_cents,
        deposit_cents: depositFor(desk, stay),
        paid_cents: paidFor(state, stay_id),
        owed_cents: owedFor(state, stay),
        charges: inOrderOf(
          all(state.charges).filter((charge) => charge.stay_id === stay_id),
          (charge) => charge.charge_id,
        ),
        payments: inOrderOf(
          all(state.payments).filter((payment) => payment.stay_id === stay_id),
          (payment) => payment.payment_id,
        ),
      };
    },
  },
  list_rooms: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.rooms), (room) => room.room_number),
  },
  find_free_rooms: {
    refusal: (desk, args: Search) => firstOf(...unbookable(desk, args)),
    answer: (desk, args: Search) => freeRooms(desk, args),
  },
  list_stays_on: {
    refusal: ({ policy, today }, { day }: { day: string }) =>
      firstOf([Math.abs(daysBetween(today, day)) > Number(policy.horizon_days), 'too far from today']),
    answer: ({ state }, { day }: { day: string }) =>
      inOrderOf(
        all(state.stays).filter((stay) => stay.status !== 'cancelled' && stay.arrival <= day && day <= stay.departure),
        (stay) => stay.room_number,
        (stay) => stay.stay_id,
      ),
  },
  list_repairs: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.repairs), (repair) => repair.repair_id),
  },
};
