import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import { longDate } from '../../kit/wording.ts';
import type { Guest, HotelState } from './design.ts';

const findGuest = ({ name }: Guest) => ({ tool: 'find_guests', arguments: { name } });
const listStays = ({ guest_id }: Guest) => ({ tool: 'list_guest_stays', arguments: { guest_id } });
const staysOf = (state: HotelState, guest: Guest) =>
  Object.values(state.stays).filter((stay) => stay.guest_id === guest.guest_id);
const about = (guest: Guest): string[] => [`guests/${guest.guest_id}`];

/** Questions at the front desk. */
export const hotelInquiries: readonly RequestTemplate<HotelState>[] = [
  inquiry(
    'which room',
    ({ state }) => Object.values(state.guests).filter((guest) => staysOf(state, guest).length === 1),
    (guest, { state }) => {
      const [stay] = staysOf(state, guest);
      if (!stay) return undefined;
      return {
        says: [
          `${guest.name} is on the phone about the stay from ${longDate(stay.arrival)}. Which room is it in, and on what day does it end?`,
          `For the stay of ${guest.name} that begins on ${longDate(stay.arrival)}, tell me the room number and the day of departure.`,
        ],
        records: about(guest),
        calls: [findGuest(guest), listStays(guest)],
        told: [
          {
            about: 'the number of the room',
            type: 'name',
            from: { call: 2, path: 'data.0.room_number' },
            answer: `${guest.name} is in room {}.`,
          },
          {
            about: 'the day of departure',
            type: 'date',
            from: { call: 2, path: 'data.0.departure' },
            answer: 'The stay ends on {}.',
          },
        ],
      };
    },
  ),
  inquiry(
    'how many stays',
    ({ state }) => Object.values(state.guests).filter((guest) => staysOf(state, guest).length > 1),
    (guest) => ({
      says: [
        `How many stays do we have on record for ${guest.name}, whatever became of them?`,
        `Count the stays of ${guest.name} for me, cancelled ones included.`,
      ],
      records: about(guest),
      calls: [findGuest(guest), listStays(guest)],
      told: [
        {
          about: 'how many stays there are',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `There are {} stays of ${guest.name} on record.`,
        },
      ],
    }),
  ),
  inquiry(
    'what is owed',
    ({ state }) => Object.values(state.stays).filter(({ status }) => status === 'in_house'),
    (stay, { state }) => {
      const guest = state.guests[stay.guest_id];
      if (!guest || staysOf(state, guest).filter(({ status }) => status === 'in_house').length > 1) return undefined;
      return {
        says: [
          `${guest.name}, who is in the house, asks what is still owed on the room bill. How much is it?`,
          `What does ${guest.name} still owe us for the present stay?`,
        ],
        records: about(guest),
        calls: [findGuest(guest), listStays(guest), { tool: 'get_folio', arguments: { stay_id: stay.stay_id } }],
        told: [
          {
            about: 'the amount that is owed',
            type: 'amount',
            from: { call: 3, path: 'data.owed_cents' },
            answer: `${guest.name} still owes {}.`,
          },
        ],
      };
    },
  ),
  inquiry(
    'what the extras come to',
    ({ state }) =>
      Object.values(state.stays).filter(
        ({ stay_id }) => Object.values(state.charges).filter((charge) => charge.stay_id === stay_id).length > 1,
      ),
    (stay, { state }) => {
      const guest = state.guests[stay.guest_id];
      if (!guest || staysOf(state, guest).length > 1) return undefined;
      return {
        says: [
          `What do the extras of ${guest.name} come to in all: minibar, laundry and whatever else was charged, without the nights?`,
          `Add up everything that was charged to ${guest.name} besides the nights, and tell me the sum.`,
        ],
        records: about(guest),
        calls: [findGuest(guest), listStays(guest), { tool: 'get_folio', arguments: { stay_id: stay.stay_id } }],
        told: [
          {
            about: 'the sum of the extras',
            type: 'amount',
            compute: 'sum',
            field: 'amount_cents',
            from: { call: 3, path: 'data.charges' },
            answer: 'The extras come to {}.',
          },
        ],
      };
    },
  ),
  inquiry(
    'dearest room',
    ({ state }) =>
      (['single', 'double', 'suite'] as const).filter((kind) =>
        hasOneLargest(Object.values(state.rooms).flatMap((room) => (room.kind === kind ? [room.rate_cents] : []))),
      ),
    (kind) => ({
      says: [
        `Which is our dearest ${kind === 'suite' ? 'suite' : `${kind} room`}?`,
        `A travel agent wants to know which ${kind === 'suite' ? 'of our suites' : `of our ${kind} rooms`} costs the most. Which number is it?`,
      ],
      records: ['rooms'],
      calls: [{ tool: 'list_rooms', arguments: {} }],
      told: [
        {
          about: 'the number of the dearest room',
          type: 'name',
          compute: 'most',
          field: 'rate_cents',
          label: 'room_number',
          where: [{ name: 'kind', value: kind }],
          from: { call: 1, path: 'data' },
          answer: 'The dearest one is room {}.',
        },
      ],
    }),
  ),
];
