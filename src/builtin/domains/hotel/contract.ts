import { addDays, daysBetween } from '../../../base/days.ts';
import { change, create, may, must, type Reason } from '../../../domain/contract/form.ts';
import { all, at } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { HotelPolicy, HotelState, Stay } from './design.ts';
import {
  type Desk,
  depositFor,
  isTaken,
  lastDay,
  type Nights,
  nightsOf,
  owedFor,
  paidFor,
  readContract,
  unbookable,
} from './read-contract.ts';
import type { HotelFrontDesk } from './writes.ts';

const begun = (stay: Stay): Reason => must('R7 the stay is not booked any more', () => stay.status !== 'booked');
const notInHouse = (stay: Stay): Reason => must('the guest is not in the house', () => stay.status !== 'in_house');

function outOfOrder({ state }: Desk, room: string): Reason {
  return must('R11 the room is out of order', () => at(state.rooms, room).status === 'out_of_order');
}

function taken(desk: Desk, room: string, nights: Nights, except?: string): Reason {
  return must('R3 another stay has the room', () => isTaken(desk, room, nights, except));
}

function hasGuest({ state }: Desk, room: string): boolean {
  return all(state.stays).some((stay) => stay.room_number === room && stay.status === 'in_house');
}

function crowded({ state }: Desk, room: string, party: number): Reason {
  return must('R2 not enough beds', () => party > at(state.rooms, room).beds);
}

/** Rule R8: what a guest gets back who cancels today. */
function refundFor(desk: Desk, stay: Stay): number {
  const paid = paidFor(desk, stay.stay_id);
  const isFree = daysBetween(desk.today, stay.arrival) >= desk.policy.free_cancel_days;
  return isFree ? paid : Math.max(0, paid - stay.rate_cents);
}

/** What the front desk of the hotel promises. */
export const contract: ContractOf<HotelState, HotelPolicy, HotelFrontDesk> = {
  ...readContract,
  register_guest: {
    refuse: ({ state }, { name, phone }) => [
      must('the name is blank', () => name.trim() === ''),
      must('it is no telephone number', () => !/^\+?\d[\d ()-]{5,20}$/.test(phone.trim())),
      must('another guest has the number', () => all(state.guests).some((guest) => guest.phone === phone.trim())),
    ],
    changes: (_desk, { name, phone }) => [
      create('guests', { name: name.trim(), phone: phone.trim(), tier: 'regular', banned: false }),
    ],
  },
  book_room: {
    refuse: (desk, { guest_id, room_number, party, ...nights }) => [
      must('R1 the guest is banned', () => at(desk.state.guests, guest_id).banned),
      crowded(desk, room_number, party),
      ...unbookable(desk, nights),
      outOfOrder(desk, room_number),
      taken(desk, room_number, nights),
    ],
    changes: ({ state }, { guest_id, room_number, party, ...nights }) => [
      create('stays', {
        guest_id,
        room_number,
        arrival: nights.arrival,
        departure: lastDay(nights),
        party,
        rate_cents: at(state.rooms, room_number).rate_cents,
        status: 'booked',
        refund_due_cents: 0,
      }),
    ],
  },
  change_dates: {
    refuse(desk, { stay_id, ...nights }) {
      const stay = at(desk.state.stays, stay_id);
      return [
        begun(stay),
        ...unbookable(desk, nights),
        must('it has these dates already', () => stay.arrival === nights.arrival && stay.departure === lastDay(nights)),
        outOfOrder(desk, stay.room_number),
        taken(desk, stay.room_number, nights, stay_id),
        must('R12 more is paid than the nights would cost', () => paidFor(desk, stay_id) > nights.nights * stay.rate_cents),
      ];
    },
    changes: (_desk, { stay_id, ...nights }) => [
      change('stays', stay_id, { arrival: nights.arrival, departure: lastDay(nights) }),
    ],
  },
  extend_stay: {
    refuse(desk, { stay_id, extra_nights }) {
      const stay = at(desk.state.stays, stay_id);
      const nights = nightsOf(stay) + extra_nights;
      return [
        notInHouse(stay),
        must('R4 longer than a stay may be', () => nights > desk.policy.max_nights),
        taken(desk, stay.room_number, { arrival: stay.arrival, nights }, stay_id),
      ];
    },
    changes: ({ state }, { stay_id, extra_nights }) => [
      change('stays', stay_id, { departure: addDays(at(state.stays, stay_id).departure, extra_nights) }),
    ],
  },
  move_stay: {
    refuse(desk, { stay_id, room_number }) {
      const { stays, rooms } = desk.state;
      const stay = at(stays, stay_id);
      const isIn = stay.status === 'in_house';
      return [
        must('the stay is over', () => !['booked', 'in_house'].includes(stay.status)),
        must('it is in this room already', () => stay.room_number === room_number),
        crowded(desk, room_number, stay.party),
        outOfOrder(desk, room_number),
        must('R6 the room is not ready', () => isIn && at(rooms, room_number).status === 'dirty'),
        must('R6 somebody is in the room', () => isIn && hasGuest(desk, room_number)),
        taken(desk, room_number, { arrival: stay.arrival, nights: nightsOf(stay) }, stay_id),
      ];
    },
    changes({ state }, { stay_id, room_number }) {
      const { status, room_number: left } = at(state.stays, stay_id);
      return [
        change('stays', stay_id, { room_number }),
        ...(status === 'in_house' ? [change('rooms', left, { status: 'dirty' })] : []),
      ];
    },
  },
  cancel_stay: {
    refuse: ({ state }, { stay_id }) => [begun(at(state.stays, stay_id))],
    changes: (desk, { stay_id }) => [
      change('stays', stay_id, { status: 'cancelled', refund_due_cents: refundFor(desk, at(desk.state.stays, stay_id)) }),
    ],
  },
  refund_stay: {
    refuse: ({ state }, { stay_id }) => [
      must('R8 the stay is not cancelled', () => at(state.stays, stay_id).status !== 'cancelled'),
      must('R8 nothing is due', () => at(state.stays, stay_id).refund_due_cents === 0),
    ],
    changes: ({ state, now }, { stay_id }) => [
      create('payments', { stay_id, kind: 'refunded', amount_cents: at(state.stays, stay_id).refund_due_cents, paid_at: now }),
      change('stays', stay_id, { refund_due_cents: 0 }),
    ],
  },
  take_payment: {
    refuse: (desk, { stay_id, amount_cents }) => [
      must('R12 more than is owed', () => amount_cents > owedFor(desk, at(desk.state.stays, stay_id))),
    ],
    changes: ({ now }, { stay_id, amount_cents }) => [
      create('payments', { stay_id, kind: 'received', amount_cents, paid_at: now }),
    ],
  },
  check_in: {
    refuse(desk, { stay_id }) {
      const { state, today } = desk;
      const stay = at(state.stays, stay_id);
      return [
        must('the stay is not booked', () => stay.status !== 'booked'),
        must('R6 before the day of arrival', () => today < stay.arrival),
        must('R6 the last night has passed', () => today >= stay.departure),
        must('R6 the room is not ready', () => at(state.rooms, stay.room_number).status !== 'ready'),
        must('R6 somebody is in the room', () => hasGuest(desk, stay.room_number)),
        must('R5 the deposit is not paid', () => paidFor(desk, stay_id) < depositFor(desk, stay)),
      ];
    },
    changes: (_desk, { stay_id }) => [change('stays', stay_id, { status: 'in_house' })],
  },
  add_charge: {
    refuse: ({ state }, { stay_id }) => [notInHouse(at(state.stays, stay_id))],
    changes: (_desk, { stay_id, kind, amount_cents }) => [create('charges', { stay_id, kind, amount_cents })],
  },
  check_out: {
    refuse(desk, { stay_id }) {
      const stay = at(desk.state.stays, stay_id);
      return [
        notInHouse(stay),
        must('R9 the folio is not settled', () => owedFor(desk, stay) > 0),
        may('R9 more was paid than is owed', () => owedFor(desk, stay) < 0),
      ];
    },
    changes: ({ state }, { stay_id }) => [
      change('stays', stay_id, { status: 'departed' }),
      change('rooms', at(state.stays, stay_id).room_number, { status: 'dirty' }),
    ],
  },
  mark_cleaned: {
    refuse: ({ state }, { room_number }) => [
      must('there is nothing to clean', () => at(state.rooms, room_number).status !== 'dirty'),
    ],
    changes: (_desk, { room_number }) => [change('rooms', room_number, { status: 'ready' })],
  },
  report_fault: {
    refuse: (desk, { room_number, problem }) => [
      must('nothing is said of the problem', () => problem.trim() === ''),
      must('R10 a repair in the room is open', () => at(desk.state.rooms, room_number).status === 'out_of_order'),
      must('R11 a guest is in the room', () => hasGuest(desk, room_number)),
    ],
    changes: (_desk, { room_number, problem }) => [
      create('repairs', { room_number, problem: problem.trim(), open: true }),
      change('rooms', room_number, { status: 'out_of_order' }),
    ],
  },
  finish_repair: {
    refuse: ({ state }, { repair_id }) => [must('it is finished already', () => !at(state.repairs, repair_id).open)],
    changes: ({ state }, { repair_id }) => [
      change('repairs', repair_id, { open: false }),
      change('rooms', at(state.repairs, repair_id).room_number, { status: 'dirty' }),
    ],
  },
};
