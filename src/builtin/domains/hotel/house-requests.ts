import type { RequestTemplate } from '../../kit/domain.ts';
import { money } from '../../kit/wording.ts';
import type { HotelState } from './design.ts';
import { everyRoom, freeRooms, guestOf, type Here, lookUp, onlyStay, stays } from './desk.ts';
import { nightsOf, owedFor, paidFor } from './read-contract.ts';

/** What happens in the house: arrivals, departures, rooms and bills. */
export const houseRequests: readonly RequestTemplate<HotelState>[] = [
  { name: 'check-in', plan: checkIn },
  { name: 'check-out', plan: checkOut },
  { name: 'fault-and-rehouse', kind: 'compensating', plan: faultAndRehouse },
  { name: 'floor-cleaned', kind: 'bulk', plan: floorCleaned },
  { name: 'repair-finished', plan: repairFinished },
  { name: 'charge-everybody', kind: 'bulk', plan: chargeEverybody },
];

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
  const missing = due - paidFor(here, stay.stay_id);
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
  const owed = owedFor(here, stay) + extra;
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
