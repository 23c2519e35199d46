import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate, money, plural } from '../../kit/wording.ts';
import type { HotelState, Stay } from './design.ts';
import { everyRoom, freeRooms, guestOf, type Here, stays } from './desk.ts';
import { nightsOf } from './read-contract.ts';

export const hotelOpen: readonly RequestTemplate<HotelState>[] = [
  { name: 'charge-what-and-how-much', kind: 'underspecified', plan: chargeWhat },
  { name: 'stay-on-how-long', kind: 'underspecified', plan: stayOnHowLong },
  { name: 'book-how-long', kind: 'underspecified', plan: bookHowLong },
];

/** Stays of guests who are in the house, in random order. */
function inHouse({ state, random, today }: Here): Stay[] {
  return random.shuffle(stays(state).filter((stay) => stay.status === 'in_house' && stay.departure >= today));
}

function chargeWhat(here: Here) {
  const { random, today } = here;
  const [stay] = inHouse(here);
  const guest = stay && guestOf(here, stay);
  if (!stay || !guest) return undefined;
  const kind = random.pick(['minibar', 'laundry', 'parking', 'spa'] as const);
  const amount = random.integer(14, 60) * 100;
  return {
    text: random.pick([
      `There is something to add to the bill of ${guest.name} in room ${stay.room_number}.`,
      `Please put another charge on the bill of room ${stay.room_number}, ${guest.name}.`,
    ]),
    records: [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
    calls: [
      { tool: 'list_stays_on', arguments: { day: today } },
      { tool: 'add_charge', arguments: { stay_id: stay.stay_id, kind, amount_cents: amount } },
    ],
    user: {
      wants: `${money(amount)} for ${kind} are added to the bill of room ${stay.room_number}.`,
      facts: [
        {
          kind: 'choice' as const,
          about: 'the kind of charge',
          says: random.pick([`It is for ${kind === 'parking' ? kind : `the ${kind}`}.`, `That is ${kind}.`]),
          question: 'What kind of charge is it?',
          before: 2,
          decides: [{ call: 2, argument: 'kind' }],
        },
        {
          kind: 'amount' as const,
          about: 'the amount of money',
          says: `It comes to ${money(amount)}.`,
          question: `And how much should I put on the bill of room ${stay.room_number}?`,
          before: 2,
          decides: [{ call: 2, argument: 'amount_cents' }],
        },
      ],
    },
  };
}

function stayOnHowLong(here: Here) {
  const { random, today, policy } = here;
  for (const stay of inHouse(here)) {
    const most = Number(policy.max_nights) - nightsOf(stay);
    const free = (nights: number): boolean =>
      freeRooms(here, stay.departure, nights).some((room) => room.room_number === stay.room_number);
    const nights = random.integer(1, 3);
    const guest = guestOf(here, stay);
    if (!guest || nights + 1 > most || !free(nights + 1)) continue;
    return {
      text: random.pick([
        `${guest.name} in room ${stay.room_number} likes it here and wants to stay on. The room is free, so please extend.`,
        `Please extend the stay of ${guest.name} in ${stay.room_number}.`,
      ]),
      records: [`stays/${stay.stay_id}`, ...everyRoom(here)],
      calls: [
        { tool: 'list_stays_on', arguments: { day: today } },
        { tool: 'extend_stay', arguments: { stay_id: stay.stay_id, extra_nights: nights } },
      ],
      user: {
        wants: `${guest.name} stays ${plural(nights, 'night')} longer in room ${stay.room_number}.`,
        facts: [
          {
            kind: 'count' as const,
            about: 'the number of nights',
            says: random.pick([
              `For ${plural(nights, 'more night', 'more nights')}.`,
              `They would add ${plural(nights, 'night')}.`,
            ]),
            question: `How many more nights would ${guest.name} like to stay?`,
            before: 2,
            decides: [{ call: 2, argument: 'extra_nights' }],
          },
        ],
      },
    };
  }
  return undefined;
}

function bookHowLong(here: Here) {
  const { state, random, today, policy } = here;
  const guest = random.shuffle(Object.values(state.guests)).find((person) => !person.banned);
  const arrival = addDays(today, random.integer(3, 20));
  const nights = random.integer(2, Math.min(5, Number(policy.max_nights) - 1));
  const room = freeRooms(here, arrival, nights + 1).find((one) => one.kind === 'double' && one.beds >= 2);
  if (!guest || !room) return undefined;
  return {
    text: random.pick([
      `Please book room ${room.room_number} for ${guest.name} and a companion, arriving on ${longDate(arrival)}.`,
      `${guest.name} is coming with a friend on ${longDate(arrival)}, two people, and wants room ${room.room_number}. Book it.`,
    ]),
    records: [`guests/${guest.guest_id}`, ...everyRoom(here)],
    calls: [
      { tool: 'find_guests', arguments: { name: guest.name } },
      { tool: 'find_free_rooms', arguments: { arrival, nights, party: 2 } },
      { tool: 'book_room', arguments: { guest_id: guest.guest_id, room_number: room.room_number, arrival, nights, party: 2 } },
    ],
    user: {
      wants: `Room ${room.room_number} is booked for ${guest.name} and a companion from ${longDate(arrival)}, for ${plural(nights, 'night')}.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'the number of nights',
          says: random.pick([`For ${plural(nights, 'night')}.`, `They stay ${nights} nights.`]),
          question: `How many nights will ${guest.name} stay?`,
          before: 2,
          decides: [
            { call: 3, argument: 'nights' },
            { call: 2, argument: 'nights' },
          ],
        },
      ],
    },
  };
}
