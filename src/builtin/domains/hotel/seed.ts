import { addDays, daysBetween } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { idMaker, keyed } from '../../kit/keyed.ts';
import { people, phone } from '../../kit/names.ts';
import type { Charge, Guest, HotelState, Payment, Repair, Room, Stay } from './design.ts';

/** Number of the room, kind, view, beds, and price of a night in dollars before it is varied. */
const roomPlan: readonly (readonly [string, Room['kind'], Room['view'], number, number])[] = [
  ['101', 'single', 'street', 1, 78],
  ['102', 'double', 'street', 2, 104],
  ['103', 'double', 'garden', 2, 118],
  ['104', 'single', 'garden', 1, 86],
  ['201', 'double', 'sea', 2, 149],
  ['202', 'double', 'garden', 3, 127],
  ['203', 'single', 'sea', 1, 99],
  ['204', 'double', 'street', 3, 111],
  ['301', 'suite', 'sea', 4, 260],
  ['302', 'double', 'sea', 2, 158],
  ['303', 'suite', 'garden', 5, 215],
];

const problems = ['The radiator leaks', 'The door lock jams', 'The shower stays cold', 'The window does not close'];

/** A hotel with arrivals, departures and housekeeping under way on the day `today`. */
export function makeState({ today, random, policy }: Omit<Setting<HotelState>, 'state'>): HotelState {
  const id = idMaker(() => random.next());
  const step = random.integer(0, 9);
  const rooms = roomPlan.map(([room_number, kind, view, beds, dollars]): Room => {
    return { room_number, kind, view, beds, rate_cents: (dollars + step) * 100, status: 'ready' };
  });
  const guests = people(random, 13).map(
    (person, i): Guest => ({
      guest_id: id('G'),
      name: person.name,
      phone: '',
      tier: i % 4 === 1 ? 'gold' : 'regular',
      banned: i === 12,
    }),
  );
  const phones = new Set<string>();
  while (phones.size < guests.length) phones.add(phone(random));
  for (const [i, number] of [...phones].entries()) Object.assign(guests[i] ?? {}, { phone: number });

  const stays: Stay[] = [];
  const charges: Charge[] = [];
  const payments: Payment[] = [];
  const receive = (stay: Stay, amount_cents: number): void => {
    if (amount_cents > 0) {
      const paid_at = `${addDays(stay.arrival < today ? stay.arrival : today, -random.integer(1, 9))}T1${random.integer(0, 7)}:20:00Z`;
      payments.push({ payment_id: id('P'), stay_id: stay.stay_id, kind: 'received', amount_cents, paid_at });
    }
  };
  const charge = (stay: Stay, kind: Charge['kind']): number => {
    const amount_cents = random.integer(8, 60) * 100;
    charges.push({ charge_id: id('C'), stay_id: stay.stay_id, kind, amount_cents });
    return amount_cents;
  };
  const place = (guest: number, from: number, nights: number, status: Stay['status']): Stay => {
    const arrival = addDays(today, from);
    const departure = addDays(arrival, nights);
    const held = status === 'booked' || status === 'in_house';
    const free = rooms.filter(
      (room) =>
        room.status !== 'out_of_order' &&
        !stays.some(
          (stay) =>
            stay.room_number === room.room_number &&
            (stay.status === 'booked' || stay.status === 'in_house') &&
            held &&
            stay.arrival < departure &&
            arrival < stay.departure,
        ) &&
        !(from <= 0 && held && stays.some((stay) => stay.room_number === room.room_number && stay.status === 'in_house')),
    );
    const room = random.pick(free);
    const stay: Stay = {
      stay_id: id('S'),
      guest_id: guests[guest]?.guest_id ?? '',
      room_number: room.room_number,
      arrival,
      departure,
      party: random.integer(1, Math.min(room.beds, 3)),
      rate_cents: room.rate_cents - (random.chance(0.3) ? 500 : 0),
      status,
      refund_due_cents: 0,
    };
    stays.push(stay);
    return stay;
  };
  const price = (stay: Stay): number => daysBetween(stay.arrival, stay.departure) * stay.rate_cents;
  const deposit = (stay: Stay): number => Math.ceil((price(stay) * Number(policy.deposit_percent)) / 100);

  const broken = random.pick(rooms);
  broken.status = 'out_of_order';
  for (const [guest, from, nights] of [
    [0, -3, 3],
    [1, -2, 4],
    [2, -1, random.integer(2, 5)],
  ] as const) {
    const stay = place(guest, from, nights, 'in_house');
    if (guest === 0) receive(stay, price(stay) + charge(stay, 'minibar'));
    if (guest === 1) charge(stay, random.pick(['laundry', 'parking', 'restaurant', 'spa']));
    if (guest === 2) receive(stay, deposit(stay));
  }
  const arriving = [place(3, 0, random.integer(1, 4), 'booked'), place(4, 0, random.integer(2, 5), 'booked')];
  for (const [i, stay] of arriving.entries()) receive(stay, i === 0 ? deposit(stay) : Math.floor(deposit(stay) / 200) * 100);
  for (const guest of [5, 6, 7, 8, 9]) {
    const stay = place(guest, random.integer(1, 14), random.integer(1, 5), 'booked');
    receive(stay, random.pick([0, deposit(stay), price(stay)]));
  }
  const dropped = place(10, random.integer(5, 20), 3, 'cancelled');
  receive(dropped, deposit(dropped));
  dropped.refund_due_cents = deposit(dropped);
  const settled = place(5, -random.integer(9, 20), 2, 'cancelled');
  receive(settled, deposit(settled));
  payments.push({
    payment_id: id('P'),
    stay_id: settled.stay_id,
    kind: 'refunded',
    amount_cents: deposit(settled),
    paid_at: `${addDays(settled.arrival, -8)}T15:40:00Z`,
  });
  for (const guest of [11, 12]) {
    const stay = place(guest, -random.integer(12, 30), random.integer(2, 6), 'departed');
    const extras =
      guest === 11 ? charge(stay, 'laundry') + charge(stay, 'spa') : charge(stay, 'parking') + charge(stay, 'restaurant');
    receive(stay, price(stay) + extras);
  }
  const repairs: Repair[] = [
    { repair_id: id('F'), room_number: broken.room_number, problem: random.pick(problems), open: true },
    { repair_id: id('F'), room_number: random.pick(rooms).room_number, problem: random.pick(problems), open: false },
  ];
  const empty = rooms.filter(
    (room) =>
      room.status === 'ready' && !stays.some((stay) => stay.status === 'in_house' && stay.room_number === room.room_number),
  );
  for (const room of random.sample(empty, 3)) room.status = 'dirty';

  return {
    rooms: keyed(rooms, 'room_number'),
    guests: keyed(guests, 'guest_id'),
    stays: keyed(stays, 'stay_id'),
    charges: keyed(charges, 'charge_id'),
    payments: keyed(payments, 'payment_id'),
    repairs: keyed(repairs, 'repair_id'),
  };
}
