import { addDays } from '../../../base/days.ts';
import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import { longDate, plural } from '../../kit/wording.ts';
import type { Guest, HotelState, Room, Stay } from './design.ts';

const findGuest = ({ name }: Guest) => ({ tool: 'find_guests', arguments: { name } });
const listStays = ({ guest_id }: Guest) => ({ tool: 'list_guest_stays', arguments: { guest_id } });

function freeRoom(
  { state, random }: Setting<HotelState>,
  arrival: string,
  departure: string,
  fits: (room: Room) => boolean,
): Room | undefined {
  const taken = (room: Room): boolean =>
    Object.values(state.stays).some(
      (stay) =>
        stay.room_number === room.room_number &&
        (stay.status === 'booked' || stay.status === 'in_house') &&
        stay.arrival < departure &&
        arrival < stay.departure,
    );
  return random.shuffle(Object.values(state.rooms)).find((room) => room.status !== 'out_of_order' && fits(room) && !taken(room));
}

const bannedGuest: RequestTemplate<HotelState> = {
  name: 'book-for-a-banned-guest',
  kind: 'infeasible',
  plan(setting) {
    const { state, today, random } = setting;
    const guest = random.shuffle(Object.values(state.guests)).find((one) => one.banned);
    const nights = random.integer(1, 4);
    const arrival = addDays(today, random.integer(12, 40));
    const room = freeRoom(setting, arrival, addDays(arrival, nights), ({ beds }) => beds >= 2);
    if (!guest || !room) return undefined;
    return {
      text: random.pick([
        `${guest.name} would like room ${room.room_number} for two people from ${longDate(arrival)}, for ${plural(nights, 'night')}. Book it.`,
        `Put ${guest.name} down for room ${room.room_number}, two people, ${plural(nights, 'night')} from ${longDate(arrival)}.`,
      ]),
      records: [`guests/${guest.guest_id}`, `rooms/${room.room_number}`],
      calls: [findGuest(guest), { tool: 'list_rooms', arguments: {} }],
      refused: [
        {
          tool: 'book_room',
          arguments: { guest_id: guest.guest_id, room_number: room.room_number, arrival, nights, party: 2 },
        },
      ],
      evidence: [{ collection: 'guests', key: guest.guest_id, attributes: ['banned'] }],
    };
  },
};

const tooManyPeople: RequestTemplate<HotelState> = {
  name: 'book-a-room-that-is-too-small',
  kind: 'infeasible',
  plan(setting) {
    const { state, today, random } = setting;
    const guest = random.shuffle(Object.values(state.guests)).find((one) => !one.banned);
    const nights = random.integer(1, 4);
    const arrival = addDays(today, random.integer(12, 40));
    const room = freeRoom(setting, arrival, addDays(arrival, nights), ({ beds }) => beds <= 3);
    if (!guest || !room) return undefined;
    const party = room.beds + 1;
    return {
      text: random.pick([
        `${guest.name} is coming on ${longDate(arrival)} for ${plural(nights, 'night')}, ${plural(party, 'person', 'people')} in all, and insists on room ${room.room_number}. Book that room, and tell me how many beds it has and under which number I can reach the guest.`,
        `Room ${room.room_number} for ${guest.name} and a party of ${party}, please, ${plural(nights, 'night')} from ${longDate(arrival)}. They want no other room. Let me know how many beds it has, and the number under which I can call them back.`,
      ]),
      records: [`guests/${guest.guest_id}`, `rooms/${room.room_number}`],
      calls: [findGuest(guest), { tool: 'list_rooms', arguments: {} }],
      refused: [
        { tool: 'book_room', arguments: { guest_id: guest.guest_id, room_number: room.room_number, arrival, nights, party } },
      ],
      // Searches for free rooms leave it out, and who looks at the room needs no guest: each is asked about beside.
      evidence: [
        { collection: 'rooms', key: room.room_number, attributes: ['beds'] },
        { collection: 'guests', key: guest.guest_id, attributes: ['phone'] },
      ],
      told: [
        {
          about: `how many beds room ${room.room_number} has`,
          type: 'number',
          compute: 'item',
          field: 'beds',
          where: [{ name: 'room_number', value: room.room_number }],
          from: { call: 2, path: 'data' },
          answer: `Room ${room.room_number} has {} ${room.beds === 1 ? 'bed' : 'beds'}.`,
        },
        {
          about: 'the number of the guest',
          type: 'name',
          from: { call: 1, path: 'data.0.phone' },
          answer: `${guest.name} can be reached under {}.`,
        },
      ],
    };
  },
};

/** Guests with exactly one stay in a status that is not repeated for them. */
function soleStay({ state, random }: Setting<HotelState>, status: Stay['status']): { stay: Stay; guest: Guest } | undefined {
  for (const stay of random.shuffle(Object.values(state.stays))) {
    const guest = state.guests[stay.guest_id];
    const own = Object.values(state.stays).filter((other) => other.guest_id === stay.guest_id && other.arrival === stay.arrival);
    if (stay.status === status && guest && own.length === 1) return { stay, guest };
  }
  return undefined;
}

const cancelInHouse: RequestTemplate<HotelState> = {
  name: 'cancel-a-stay-that-has-begun',
  kind: 'infeasible',
  plan(setting) {
    const found = soleStay(setting, 'in_house');
    if (!found) return undefined;
    const { stay, guest } = found;
    return {
      text: setting.random.pick([
        `${guest.name}, who arrived on ${longDate(stay.arrival)}, is not happy here and wants the whole stay cancelled.`,
        `Cancel the stay of ${guest.name} that began on ${longDate(stay.arrival)}.`,
      ]),
      records: [`guests/${guest.guest_id}`, `stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
      calls: [findGuest(guest), listStays(guest)],
      refused: [{ tool: 'cancel_stay', arguments: { stay_id: stay.stay_id } }],
      evidence: [{ collection: 'stays', key: stay.stay_id, attributes: ['status'] }],
    };
  },
};

const cancelledAlready: RequestTemplate<HotelState> = {
  name: 'cancel-a-cancelled-stay',
  kind: 'already-done',
  plan(setting) {
    const found = soleStay(setting, 'cancelled');
    if (!found) return undefined;
    const { stay, guest } = found;
    const told = { compute: 'item', where: [{ name: 'stay_id', value: stay.stay_id }], from: { call: 2, path: 'data' } } as const;
    const due = {
      ...told,
      about: 'what is still due for refund',
      type: 'amount',
      field: 'refund_due_cents',
      answer: 'The refund still due: {}.',
    } as const;
    const party = {
      ...told,
      about: 'for how many people it was',
      type: 'number',
      field: 'party',
      answer: 'Number of people: {}.',
    } as const;
    return {
      ...setting.random.pick([
        {
          text: `${guest.name} will not be coming on ${longDate(stay.arrival)}; make sure that this stay is cancelled, and tell me what is still due for refund.`,
          told: [due],
        },
        {
          text: `The stay of ${guest.name} from ${longDate(stay.arrival)} should be off the books. See that it is cancelled, and let me know for how many people it had been.`,
          told: [party],
        },
      ]),
      records: [`guests/${guest.guest_id}`, `stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
      calls: [findGuest(guest), listStays(guest)],
      refused: [{ tool: 'cancel_stay', arguments: { stay_id: stay.stay_id } }],
      // The book of a day leaves cancelled stays out: what is asked beside stands in the stay alone.
      evidence: [{ collection: 'stays', key: stay.stay_id, attributes: ['status'] }],
    };
  },
};

export const hotelInVain: readonly RequestTemplate<HotelState>[] = [bannedGuest, cancelledAlready, tooManyPeople, cancelInHouse];
