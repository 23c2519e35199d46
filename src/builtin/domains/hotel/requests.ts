import { addDays, daysBetween } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { people, phone } from '../../kit/names.ts';
import { longDate, money, plural } from '../../kit/wording.ts';
import type { Guest, HotelState, Room, Stay } from './design.ts';

type Here = Setting<HotelState>;

export const hotelMoves: readonly RequestTemplate<HotelState>[] = [
  { name: 'book-preferred-view', kind: 'conditional', plan: bookPreferredView },
  { name: 'cancel-and-refund', kind: 'compensating', plan: cancelAndRefund },
  { name: 'check-in', plan: checkIn },
  { name: 'check-out', plan: checkOut },
  { name: 'fault-and-rehouse', kind: 'compensating', plan: faultAndRehouse },
  { name: 'floor-cleaned', kind: 'bulk', plan: floorCleaned },
  { name: 'walk-in', plan: walkIn },
  { name: 'shift-or-cancel', kind: 'conditional', plan: shiftOrCancel },
  { name: 'stay-on', kind: 'conditional', plan: stayOn },
  { name: 'repair-finished', plan: repairFinished },
  { name: 'pay-back', kind: 'compensating', plan: payBack },
  { name: 'charge-everybody', kind: 'bulk', plan: chargeEverybody },
  { name: 'nobody-arrives', kind: 'bulk', plan: nobodyArrives },
];

export const stays = (state: HotelState): Stay[] => Object.values(state.stays);
export const nightsOf = (stay: Stay): number => daysBetween(stay.arrival, stay.departure);
export const guestOf = ({ state }: Here, stay: Stay): Guest | undefined => state.guests[stay.guest_id];

/** Rooms that can take a stay, cheapest first, as the hotel's own search lists them. */
export function freeRooms({ state }: Here, arrival: string, nights: number, except?: string): Room[] {
  const departure = addDays(arrival, nights);
  return Object.values(state.rooms)
    .filter((room) => room.status !== 'out_of_order')
    .filter(
      (room) =>
        !stays(state).some(
          (stay) =>
            stay.stay_id !== except &&
            stay.room_number === room.room_number &&
            (stay.status === 'booked' || stay.status === 'in_house') &&
            stay.arrival < departure &&
            arrival < stay.departure,
        ),
    )
    .sort((a, b) => a.rate_cents - b.rate_cents);
}

/** A search over all rooms depends on every one of them: a change to any could make another the cheapest. */
export function everyRoom({ state }: Here): string[] {
  return Object.keys(state.rooms).map((number) => `rooms/${number}`);
}

function paid({ state }: Here, stay: Stay): number {
  return Object.values(state.payments)
    .filter((payment) => payment.stay_id === stay.stay_id)
    .reduce((sum, payment) => sum + (payment.kind === 'received' ? payment.amount_cents : -payment.amount_cents), 0);
}

/** A guest with exactly one stay of this status: "her booking" is then clear. */
function onlyStay(here: Here, fits: (stay: Stay) => boolean): { stay: Stay; guest: Guest } | undefined {
  const found = here.random.shuffle(stays(here.state).filter(fits)).find((stay) => {
    return stays(here.state).filter((other) => other.guest_id === stay.guest_id && other.status === stay.status).length === 1;
  });
  const guest = found && guestOf(here, found);
  return found && guest ? { stay: found, guest } : undefined;
}

function lookUp(guest: Guest): PlannedToolCall[] {
  return [
    { tool: 'find_guests', arguments: { name: guest.name } },
    { tool: 'list_guest_stays', arguments: { guest_id: guest.guest_id } },
  ];
}

/** Cancelling, and paying back what the terms leave. */
function cancelCalls(here: Here, stay: Stay): PlannedToolCall[] {
  const kept = daysBetween(here.today, stay.arrival) >= Number(here.policy.free_cancel_days) ? 0 : stay.rate_cents;
  const refund: PlannedToolCall[] =
    paid(here, stay) > kept ? [{ tool: 'refund_stay', arguments: { stay_id: stay.stay_id } }] : [];
  return [{ tool: 'cancel_stay', arguments: { stay_id: stay.stay_id } }, ...refund];
}

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

function checkIn(here: Here) {
  const { state, random, today, policy } = here;
  const found = onlyStay(here, (stay) => {
    const inside = stays(state).some((other) => other.status === 'in_house' && other.room_number === stay.room_number);
    return (
      stay.status === 'booked' && stay.arrival === today && !inside && state.rooms[stay.room_number]?.status !== 'out_of_order'
    );
  });
  if (!found) return undefined;
  const { stay, guest } = found;
  const due = guest.tier === 'gold' ? 0 : Math.ceil((nightsOf(stay) * stay.rate_cents * Number(policy.deposit_percent)) / 100);
  const missing = due - paid(here, stay);
  const dirty = state.rooms[stay.room_number]?.status === 'dirty';
  const text = random.pick([
    `${guest.name} is standing here with their luggage. Check them in; should part of the required deposit still be missing, take exactly that part first.${dirty ? ` Housekeeping tells me that room ${stay.room_number} is done, so mark it clean.` : ''}`,
    `Please check in ${guest.name}, who arrives today.${dirty ? ` Room ${stay.room_number} has just been cleaned, which nobody has entered yet.` : ''} If the deposit is not complete they will pay the difference now, no more than that.`,
  ]);
  return {
    text,
    records: [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
    calls: [
      ...lookUp(guest),
      { tool: 'get_folio', arguments: { stay_id: stay.stay_id } },
      ...(dirty
        ? [
            { tool: 'list_rooms', arguments: {} },
            { tool: 'mark_cleaned', arguments: { room_number: stay.room_number } },
          ]
        : []),
      ...(missing > 0 ? [{ tool: 'take_payment', arguments: { stay_id: stay.stay_id, amount_cents: missing } }] : []),
      { tool: 'check_in', arguments: { stay_id: stay.stay_id } },
    ],
  };
}

function checkOut(here: Here) {
  const { state, random, today } = here;
  const stay = random.shuffle(stays(state)).find((each) => each.status === 'in_house' && each.departure >= today);
  const guest = stay && guestOf(here, stay);
  if (!stay || !guest) return undefined;
  const extra = random.integer(4, 30) * 100 + random.pick([0, 50]);
  const kind = random.pick(['minibar', 'laundry', 'parking'] as const);
  const before = Object.values(state.charges)
    .filter((charge) => charge.stay_id === stay.stay_id)
    .reduce((sum, charge) => sum + charge.amount_cents, 0);
  const owed = nightsOf(stay) * stay.rate_cents + before + extra - paid(here, stay);
  if (owed <= 0) return undefined;
  const text = random.pick([
    `The guest in room ${stay.room_number} is leaving now. Put ${money(extra)} for ${kind} on the bill, take payment of everything that is open, and check them out.`,
    `${guest.name} in ${stay.room_number} wants to settle up and go. There is another ${money(extra)} for ${kind} to add first; after that they pay the whole balance and leave.`,
  ]);
  return {
    text,
    records: [`stays/${stay.stay_id}`, `rooms/${stay.room_number}`],
    calls: [
      { tool: 'list_stays_on', arguments: { day: today } },
      { tool: 'add_charge', arguments: { stay_id: stay.stay_id, kind, amount_cents: extra } },
      { tool: 'get_folio', arguments: { stay_id: stay.stay_id } },
      { tool: 'take_payment', arguments: { stay_id: stay.stay_id, amount_cents: owed } },
      { tool: 'check_out', arguments: { stay_id: stay.stay_id } },
    ],
  };
}

function faultAndRehouse(here: Here) {
  const { state, random, today } = here;
  const found = onlyStay(here, (stay) => {
    const room = state.rooms[stay.room_number];
    const inside = stays(state).some((other) => other.status === 'in_house' && other.room_number === stay.room_number);
    return stay.status === 'booked' && stay.arrival >= today && !inside && room?.status !== 'out_of_order';
  });
  const old = found && state.rooms[found.stay.room_number];
  if (!found || !old) return undefined;
  const { stay, guest } = found;
  const choice = freeRooms(here, stay.arrival, nightsOf(stay)).find((room) => room.beds >= stay.party && room.kind === old.kind);
  const any = freeRooms(here, stay.arrival, nightsOf(stay)).find((room) => room.beds >= stay.party);
  const room = choice ?? any;
  if (!room) return undefined;
  const fault = random.pick([
    'the shower is leaking',
    'the air conditioning has died',
    'the ceiling lamp has come down',
    'the balcony door is stuck',
  ]);
  const text = random.pick([
    `Bad news from room ${old.room_number}: ${fault}. Take it out of order and move the booking of ${guest.name} to the cheapest room of the same kind that is free for all their nights; if there is none of that kind, to the cheapest free one that is big enough.`,
    `In ${old.room_number} ${fault}, so please report it. ${guest.name} is booked in there and needs another room for the whole stay: same kind if we have one, the cheapest of those, otherwise the cheapest room that sleeps their party.`,
  ]);
  const search = { arrival: stay.arrival, nights: nightsOf(stay), party: stay.party };
  return {
    text,
    records: [`stays/${stay.stay_id}`, ...everyRoom(here)],
    calls: [
      ...lookUp(guest),
      { tool: 'list_rooms', arguments: {} },
      { tool: 'report_fault', arguments: { room_number: old.room_number, problem: fault } },
      { tool: 'find_free_rooms', arguments: { ...search, kind: old.kind } },
      ...(choice ? [] : [{ tool: 'find_free_rooms', arguments: search }]),
      { tool: 'move_stay', arguments: { stay_id: stay.stay_id, room_number: room.room_number } },
    ],
  };
}

function floorCleaned({ state, random }: Here) {
  const dirty = Object.values(state.rooms).filter((room) => room.status === 'dirty');
  const floors = [...new Set(dirty.map((room) => room.room_number.charAt(0)))];
  const floor = floors.length === 0 ? undefined : random.pick(floors);
  if (floor === undefined) return undefined;
  const name = { '1': 'first', '2': 'second', '3': 'third' }[floor] ?? floor;
  const whole = random.chance(0.5);
  const rooms = whole ? dirty : dirty.filter((room) => room.room_number.startsWith(floor));
  const text = whole
    ? random.pick([
        'Housekeeping has finished its round: every room that was waiting to be cleaned is done.',
        'All the dirty rooms in the house have been cleaned, please update them.',
      ])
    : random.pick([
        `Housekeeping has finished the ${name} floor (the rooms starting with ${floor}). Mark everything there that was dirty as cleaned, the other floors are still to do.`,
        `The ${name} floor, that is the rooms whose number begins with ${floor}, has been cleaned; please enter that for whichever of them were dirty.`,
      ]);
  return {
    text,
    records: rooms.map((room) => `rooms/${room.room_number}`),
    calls: [
      { tool: 'list_rooms', arguments: {} },
      ...rooms.map((room) => ({ tool: 'mark_cleaned', arguments: { room_number: room.room_number } })),
    ],
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

function repairFinished({ state, random }: Here) {
  const open = Object.values(state.repairs).filter((repair) => repair.open);
  if (open.length === 0) return undefined;
  const repair = random.pick(open);
  const text = random.pick([
    `The handyman has fixed room ${repair.room_number} and housekeeping has been through it as well, so make it available for guests.`,
    `Good news, the fault in ${repair.room_number} is repaired. The room has been cleaned too; please put it back into service.`,
  ]);
  return {
    text,
    records: [`repairs/${repair.repair_id}`, `rooms/${repair.room_number}`],
    calls: [
      { tool: 'list_repairs', arguments: {} },
      { tool: 'finish_repair', arguments: { repair_id: repair.repair_id } },
      { tool: 'mark_cleaned', arguments: { room_number: repair.room_number } },
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

function chargeEverybody({ state, random, today }: Here) {
  const inside = stays(state).filter((stay) => stay.status === 'in_house');
  if (inside.length < 2) return undefined;
  const [kind, why] = random.pick([
    ['parking', 'The garage was shared out among all guests last night'],
    ['restaurant', 'Everybody in the house took part in the harvest dinner'],
    ['spa', 'The sauna evening was for the whole house'],
    ['minibar', 'The welcome drinks have not been charged yet'],
  ] as const);
  const amount_cents = random.integer(6, 40) * 50;
  const text = random.pick([
    `${why}. Put ${money(amount_cents)} for ${kind} on the bill of every guest who is in the house.`,
    `${why}: each stay that is in the house gets ${money(amount_cents)} for ${kind} on its bill, once.`,
  ]);
  return {
    text,
    records: inside.map((stay) => `stays/${stay.stay_id}`),
    calls: [
      { tool: 'list_stays_on', arguments: { day: today } },
      ...inside.map((stay) => ({ tool: 'add_charge', arguments: { stay_id: stay.stay_id, kind, amount_cents } })),
    ],
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
