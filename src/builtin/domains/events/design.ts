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
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Box office for concerts and plays with tiers, orders, tickets, seat holds, transfers, refunds and admission.. */
export const design = {
  slug: 'events',
  name: 'BoxOffice',
  title: 'Events',
  domain: 'events and ticketing',
  summary: 'Box office for concerts and plays with tiers, orders, tickets, seat holds, transfers, refunds and admission.',
  introduction:
    'Box office of a promoter who runs concerts and plays in several venues. Customers order tickets in a tier, pay, pass tickets on to friends or get their money back until some days before the show; seats can be held for somebody for a while, and at the door every ticket lets one person in once.',
  usefulness: 9,
  modelability: 9,
  terms:
    'ticket, tickets, concert, show, event, venue, seat, box office, refund my ticket, balcony, vip, gig, play, festival, admission, seats',
  policy: {
    max_tickets: constant(
      [4, 6, 8],
      'Most seats one person can have for one show: tickets, unpaid orders and held seats together.',
    ),
    refund_days: constant([5, 7, 10], 'Orders can be refunded until this many days before the show.'),
    transfer_days: constant([1, 2, 3], 'Tickets can be passed on until this many days before the show.'),
    member_discount_percent: constant([10, 15, 20], "What members of the friends' circle pay less."),
  },
  entities: {
    Venue: entity('venues', 'A hall.', {
      venue_id: key('Id of the venue.', { policy: 'hard' }),
      name: text('What people call it.', { unique: true }),
      capacity: whole('How many people it holds.', { minimum: 1 }),
    }),
    Show: entity('shows', 'One performance.', {
      show_id: key('Id of the show.'),
      title: text('Title on the poster.'),
      venue_id: ref('Venue', 'Where it takes place.'),
      day: day('When it takes place.'),
      status: choice(['draft', 'on_sale', 'cancelled'], 'Whether tickets can be had.'),
    }),
    Tier: entity('tiers', 'A price category of a show.', {
      tier_id: key('Id of the tier.'),
      show_id: ref('Show', 'The show.'),
      label: choice(['standing', 'seated', 'balcony', 'vip'], 'What it is called; once per show.'),
      price_cents: whole('Full price of a ticket.', { minimum: 1 }),
      quota: whole('How many seats it has.', { minimum: 1 }),
    }),
    Customer: entity('customers', 'Somebody who buys or holds tickets.', {
      customer_id: key('Id of the customer.', { policy: 'hard' }),
      name: text('Full name.'),
      email: text('Address for tickets.', { unique: true }),
      member: flag("Belongs to the friends' circle."),
    }),
    Order: entity('orders', 'Tickets of one tier bought together. The tickets are made when it is paid.', {
      order_id: key('Order number.'),
      customer_id: ref('Customer', 'Who ordered.'),
      tier_id: ref('Tier', 'The tier.'),
      quantity: whole('Number of tickets.', { minimum: 1 }),
      total_cents: whole('What it costs after any discount.', { minimum: 0 }),
      status: choice(['unpaid', 'paid', 'cancelled', 'refunded'], 'Where the order is in its life.'),
      ordered_on: day('Day of the order.'),
    }),
    Ticket: entity('tickets', 'Lets one person in.', {
      ticket_id: key('Number on the ticket.'),
      order_id: ref('Order', 'The order it was bought with.'),
      holder_id: ref('Customer', 'Who may use it.'),
      status: choice(['valid', 'used', 'void'], 'Whether it still lets somebody in.'),
    }),
    Hold: entity('holds', 'Seats kept for somebody who has not ordered yet.', {
      hold_id: key('Id of the hold.'),
      tier_id: ref('Tier', 'The tier.'),
      customer_id: ref('Customer', 'For whom.'),
      quantity: whole('Number of seats.', { minimum: 1 }),
      until: day('Last day on which they can be taken up.'),
    }),
  },
  rules: {
    R1: invariant('Tickets that are not void, unpaid orders and held seats of a tier together never exceed its quota.'),
    R2: invariant('The tiers of a show together never exceed the capacity of its venue.'),
    R3: invariant('A venue has at most one show on a day that is not cancelled.'),
    R4: guard('Seats can be ordered or held only for shows that are on sale and not over.'),
    R5: guard('Nobody has more than {max_tickets} seats for one show.'),
    R6: guard('Only an unpaid order can be paid or cancelled.'),
    R7: guard('A paid order is refunded until {refund_days} days before the show, or at any time when the show is cancelled.'),
    R8: guard(
      'An order is not refunded once one of its tickets has been used or passed on (passing on does not matter when the show is cancelled).',
    ),
    R9: guard('Valid tickets for a show that is not cancelled can be passed on until {transfer_days} days before the show.'),
    R10: guard('A ticket lets its holder in on the day of the show, once, unless the show is cancelled.'),
    R11: guard('A show goes on sale only when it lies ahead, is a draft and has a tier.'),
    R12: invariant('A paid order has as many tickets that are not void as it says, any other order has none.'),
    R13: guard('Held seats can be taken up until the last day of the hold.'),
    R14: guard('Shows are planned on days from tomorrow to 730 days ahead, and one that is over or cancelled stays as it is.'),
  },
} satisfies Design;

export type EventsPolicy = PolicyOf<typeof design.policy>;
export type EventsState = StateOf<typeof design.entities>;
export type Venue = RecordOf<typeof design.entities.Venue>;
export type Show = RecordOf<typeof design.entities.Show>;
export type Tier = RecordOf<typeof design.entities.Tier>;
export type Customer = RecordOf<typeof design.entities.Customer>;
export type Order = RecordOf<typeof design.entities.Order>;
export type Ticket = RecordOf<typeof design.entities.Ticket>;
export type Hold = RecordOf<typeof design.entities.Hold>;
