import { addDays } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate } from '../../kit/domain.ts';
import { people, phone } from '../../kit/names.ts';
import { longDate, plural } from '../../kit/wording.ts';
import type { HotelState } from './design.ts';
import { cancelCalls, everyRoom, freeRooms, guestOf, type Here, lookUp, onlyStay, stays } from './desk.ts';
import { nightsOf } from './read-contract.ts';

/** Stays that are booked, moved and called off. */
export const bookingRequests: readonly RequestTemplate<HotelState>[] = [
  { name: 'book-preferred-view', kind: 'conditional', plan: bookPreferredView },
  { name: 'cancel-and-refund', kind: 'compensating', plan: cancelAndRefund },
  { name: 'walk-in', plan: walkIn },
  { name: 'shift-or-cancel', kind: 'conditional', plan: shiftOrCancel },
  { name: 'stay-on', kind: 'conditional', plan: stayOn },
  { name: 'pay-back', kind: 'compensating', plan: payBack },
  { name: 'nobody-arrives', kind: 'bulk', plan: nobodyArrives },
];

function bookPreferredView(here: Here) {
  const { state, random, today } = here;
  const guest = random.pick(Object.values(state.guests).filter((person) => !person.banned));
  const arrival = addDays(today, random.integer(2, 25));
  const nights = random.integer(2, 5);
  const view = random.pick(['sea', 'garden'] as const);
  const doubles = freeRooms(here, arrival, nights).filter((room) => room.kind === 'double' && room.beds >= 2);
  const room = doubles.find((double) => double.view === view) ?? doubles[0];
  if (!room) return undefined;
  const search = { arrival, nights, party: 2, kind: 'double' };
  const text = random.pick([
    `Please book a double for ${guest.name} and a companion from ${longDate(arrival)}, ${plural(nights, 'night')}. They would love a ${view} view: take the cheapest double that has one, and only if there is none left, the cheapest double of any kind.`,
    `${guest.name} wants to come with their partner on ${longDate(arrival)} for ${plural(nights, 'night')}. Give them the least expensive double with a ${view} view if one is free, otherwise the least expensive double we have.`,
  ]);
  const second: PlannedToolCall[] = room.view === view ? [] : [{ tool: 'find_free_rooms', arguments: search }];
  return {
    text,
    records: [`guests/${guest.guest_id}`, ...everyRoom(here)],
    calls: [
      { tool: 'find_guests', arguments: { name: guest.name } },
      { tool: 'find_free_rooms', arguments: { ...search, view } },
      ...second,
      { tool: 'book_room', arguments: { guest_id: guest.guest_id, room_number: room.room_number, arrival, nights, party: 2 } },
    ],
  };
}

function cancelAndRefund(here: Here) {
  const found = onlyStay(here, (stay) => stay.status === 'booked');
  if (!found) return undefined;
  const { stay, guest } = found;
  const text = here.random.pick([
    `${guest.name} has just rung to cancel the upcoming booking. Cancel it and pay back whatever our terms say is due.`,
    `Cancel the reservation of ${guest.name} arriving on ${longDate(stay.arrival)}, and if any money has to go back under our cancellation terms, refund it right away.`,
  ]);
  return {
    text,
    records: [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
    calls: [...lookUp(guest), ...cancelCalls(here, stay)],
  };
}

function walkIn(here: Here) {
  const { state, random, today } = here;
  const known = new Set(Object.values(state.guests).map((guest) => guest.name));
  const numbers = new Set(Object.values(state.guests).map((guest) => guest.phone));
  const person = people(random, 40).find((candidate) => !known.has(candidate.name));
  const number = phone(random);
  const arrival = addDays(today, random.integer(0, 12));
  const nights = random.integer(1, 6);
  const party = random.integer(1, 4);
  const room = freeRooms(here, arrival, nights).find((candidate) => candidate.beds >= party);
  if (!person || numbers.has(number) || !room) return undefined;
  const when = arrival === today ? 'tonight' : longDate(arrival);
  const text = random.pick([
    `We have a new guest, ${person.name}, phone ${number}. Register them and book the cheapest room that sleeps ${plural(party, 'person', 'people')}, from ${when} for ${plural(nights, 'night')}.`,
    `Somebody who has never stayed with us is on the line: ${person.name} (${number}). Please set up the guest and reserve whatever is cheapest for ${plural(party, 'person', 'people')}, ${plural(nights, 'night')} starting ${when}.`,
  ]);
  return {
    text,
    records: everyRoom(here),
    calls: [
      { tool: 'register_guest', arguments: { name: person.name, phone: number } },
      { tool: 'find_free_rooms', arguments: { arrival, nights, party } },
      {
        tool: 'book_room',
        arguments: { guest_id: { from: 1, path: 'data.guest_id' }, room_number: room.room_number, arrival, nights, party },
      },
    ],
  };
}

function shiftOrCancel(here: Here) {
  const { state, random, today } = here;
  const found = onlyStay(
    here,
    (stay) => stay.status === 'booked' && stay.arrival > today && state.rooms[stay.room_number]?.status !== 'out_of_order',
  );
  if (!found) return undefined;
  const { stay, guest } = found;
  const shift = random.pick([1, 2, 7]);
  const arrival = addDays(stay.arrival, shift);
  const nights = nightsOf(stay);
  const possible = freeRooms(here, arrival, nights, stay.stay_id).some((room) => room.room_number === stay.room_number);
  const later = shift === 7 ? 'a week' : plural(shift, 'day');
  const text = random.pick([
    `${guest.name} would like to come ${later} later than booked, same room and just as many nights. If that room is taken then, cancel the booking instead and refund what is due.`,
    `Please move the booking of ${guest.name} to ${later} later: they want to arrive on ${longDate(arrival)} and stay ${plural(nights, 'night')} as before, in the same room. Should someone else have the room by then, they would rather cancel and get back what our terms allow.`,
  ]);
  return {
    text,
    records: [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
    calls: [
      ...lookUp(guest),
      { tool: 'list_stays_on', arguments: { day: arrival } },
      ...(possible ? [{ tool: 'change_dates', arguments: { stay_id: stay.stay_id, arrival, nights } }] : cancelCalls(here, stay)),
    ],
  };
}

function stayOn(here: Here) {
  const { state, random, today, policy } = here;
  const extra = random.integer(1, 4);
  const stay = random
    .shuffle(stays(state))
    .find((each) => each.status === 'in_house' && each.departure >= today && nightsOf(each) + extra <= Number(policy.max_nights));
  const guest = stay && guestOf(here, stay);
  if (!stay || !guest) return undefined;
  const free = freeRooms(here, stay.departure, extra).filter((room) => room.beds >= stay.party);
  const same = free.some((room) => room.room_number === stay.room_number);
  const other = free[0];
  if (!other || (!same && guest.banned)) return undefined;
  const text = random.pick([
    `${guest.name} in room ${stay.room_number} wants to stay ${plural(extra, 'night')} longer. Extend the stay if nobody else has the room; if somebody has, book the cheapest free room that is big enough for their party for those extra nights.`,
    `Room ${stay.room_number} would like ${plural(extra, 'more night', 'more nights')}. If the room is free, extend. If it is not, make the same guest a booking of ${plural(extra, 'night')} from the day they were to leave, for the same number of people, in the cheapest room that fits.`,
  ]);
  const booking = {
    guest_id: stay.guest_id,
    room_number: other.room_number,
    arrival: stay.departure,
    nights: extra,
    party: stay.party,
  };
  return {
    text,
    records: [`stays/${stay.stay_id}`, ...everyRoom(here)],
    calls: [
      { tool: 'list_stays_on', arguments: { day: today } },
      { tool: 'find_free_rooms', arguments: { arrival: stay.departure, nights: extra, party: stay.party } },
      same
        ? { tool: 'extend_stay', arguments: { stay_id: stay.stay_id, extra_nights: extra } }
        : { tool: 'book_room', arguments: booking },
    ],
  };
}

function payBack(here: Here) {
  const found = onlyStay(here, (stay) => stay.status === 'cancelled' && stay.refund_due_cents > 0);
  if (!found) return undefined;
  const { stay, guest } = found;
  const text = here.random.pick([
    `${guest.name} complains that the money for their cancelled stay never came back. Pay out what we still owe them.`,
    `We still owe ${guest.name} a refund for a booking they called off. Please send it.`,
  ]);
  return {
    text,
    records: [`stays/${stay.stay_id}`],
    calls: [...lookUp(guest), { tool: 'refund_stay', arguments: { stay_id: stay.stay_id } }],
  };
}

function nobodyArrives(here: Here) {
  const { state, random, today } = here;
  const coming = stays(state).filter((stay) => stay.status === 'booked' && stay.arrival === today);
  if (coming.length < 2) return undefined;
  const text = random.pick([
    'The airport is closed and none of the guests who were to arrive today can make it. Cancel all their bookings and pay back whatever our terms say is due.',
    'A road slide has cut us off: cancel every booking with arrival today, and refund what has to go back under our cancellation terms.',
  ]);
  return {
    text,
    records: coming.flatMap((stay) => [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`]),
    calls: [{ tool: 'list_stays_on', arguments: { day: today } }, ...coming.flatMap((stay) => cancelCalls(here, stay))],
  };
}
