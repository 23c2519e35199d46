import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  moment,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Front desk of a small hotel with rooms, stays, deposits, folios, housekeeping and repairs.. */
export const design = {
  slug: 'hotel',
  name: 'HotelFrontDesk',
  title: 'Hotel',
  domain: 'hospitality',
  summary: 'Front desk of a small hotel with rooms, stays, deposits, folios, housekeeping and repairs.',
  introduction:
    'Front desk of a small hotel. Guests book a particular room for a number of nights, pay a deposit, check in, run up charges and settle their folio when they leave; rooms have to be cleaned after every stay and are closed while something in them is broken. A booking that is cancelled too late costs the first night.',
  usefulness: 9,
  modelability: 9,
  terms:
    'hotel, room, check in, check out, booking, reservation, nights, guest, suite, sea view, minibar, housekeeping, deposit, front desk, stay',
  policy: {
    deposit_percent: constant([20, 30, 50], 'Share of the price of the nights that must be paid before check-in.'),
    free_cancel_days: constant([2, 3, 7], 'Cancelling at least this many days before arrival is free.'),
    max_nights: constant([14, 21, 28], 'Longest stay in nights.'),
    horizon_days: constant([180, 365], 'How far ahead arrivals can be booked.'),
  },
  entities: {
    Room: entity('rooms', 'A room of the hotel.', {
      room_number: key('Number on the door.', { policy: 'hard' }),
      kind: choice(['single', 'double', 'suite'], 'Kind of room.'),
      view: choice(['sea', 'garden', 'street'], 'What the window looks at.'),
      beds: whole('How many people can sleep in it.', { minimum: 1, maximum: 6 }),
      rate_cents: whole('Price of a night.', { minimum: 1 }),
      status: choice(['ready', 'dirty', 'out_of_order'], 'State of housekeeping.'),
    }),
    Guest: entity('guests', 'Somebody who has stayed or booked.', {
      guest_id: key('Id of the guest.'),
      name: text('Full name.'),
      phone: text('Telephone number.', { unique: true }),
      tier: choice(['regular', 'gold'], 'Gold guests need no deposit.'),
      banned: flag('The hotel no longer takes bookings from this guest.'),
    }),
    Stay: entity('stays', 'A reservation of one room, from booking to departure.', {
      stay_id: key('Reservation number.'),
      guest_id: ref('Guest', 'Who booked.'),
      room_number: ref('Room', 'The room that is reserved.'),
      arrival: day('First day.'),
      departure: day('Day of leaving that was booked, even if the guest leaves early; the night before it is the last one.'),
      party: whole('Number of people.', { minimum: 1, maximum: 6 }),
      rate_cents: whole('Agreed price of a night.', { minimum: 1 }),
      status: choice(['booked', 'in_house', 'departed', 'cancelled'], 'Where the stay is in its life.'),
      refund_due_cents: whole('What is still to be paid back after a cancellation.', { minimum: 0 }),
    }),
    Charge: entity('charges', 'Something on the folio besides the nights.', {
      charge_id: key('Id of the charge.'),
      stay_id: ref('Stay', 'The stay it belongs to.'),
      kind: choice(['minibar', 'laundry', 'parking', 'restaurant', 'spa'], 'What it is for.'),
      amount_cents: whole('Amount.', { minimum: 1 }),
    }),
    Payment: entity('payments', 'Money taken from a guest or paid back.', {
      payment_id: key('Id of the payment.'),
      stay_id: ref('Stay', 'The stay it belongs to.'),
      kind: choice(['received', 'refunded'], 'Direction.'),
      amount_cents: whole('Amount.', { minimum: 1 }),
      paid_at: moment('When it was booked.', { policy: 'exempt' }),
    }),
    Repair: entity('repairs', 'A fault in a room.', {
      repair_id: key('Id of the repair.'),
      room_number: ref('Room', 'The room that has the fault.'),
      problem: text('What is broken.', { policy: 'semantic' }),
      open: flag('Not repaired yet.'),
    }),
  },
  rules: {
    R1: guard('Banned guests cannot book.'),
    R2: guard('A party must not be larger than the number of beds in the room.'),
    R3: invariant('Two stays that are booked or in house never share a night in one room.'),
    R4: guard('Stays last 1 to {max_nights} nights; arrivals lie between today and {horizon_days} days ahead.'),
    R5: guard('Check-in needs {deposit_percent} percent of the price of the nights paid, unless the guest has gold status.'),
    R6: guard('Check-in happens from the day of arrival until the day before departure, into a room that is ready and empty.'),
    R7: guard('Only a stay that has not begun can be cancelled or get other dates.'),
    R8: guard(
      'Money is paid back only for cancelled stays, once: everything when cancelled at least {free_cancel_days} days before arrival, otherwise all but the first night.',
    ),
    R9: guard('A guest leaves only when the folio is settled.'),
    R10: invariant('A room is out of order exactly while a repair in it is open, and no more than one is.'),
    R11: guard('A room that is out of order takes no new stay; a room with a guest in it cannot be taken out of order.'),
    R12: guard('A payment is never more than what is owed.'),
    R13: invariant('At most one guest is in house in a room, and never in a room that is out of order.'),
  },
} satisfies Design;

export type HotelPolicy = PolicyOf<typeof design.policy>;
export type HotelState = StateOf<typeof design.entities>;
export type Room = RecordOf<typeof design.entities.Room>;
export type Guest = RecordOf<typeof design.entities.Guest>;
export type Stay = RecordOf<typeof design.entities.Stay>;
export type Charge = RecordOf<typeof design.entities.Charge>;
export type Payment = RecordOf<typeof design.entities.Payment>;
export type Repair = RecordOf<typeof design.entities.Repair>;
