import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import { plural } from '../../kit/wording.ts';
import type { Customer, EventsState, Show, Tier } from './design.ts';
import { findCustomer, freeSeats, listShows, onSale, seatsOf, tierName } from './requests.ts';

type Here = Setting<EventsState>;

export const eventsOpen: readonly RequestTemplate<EventsState>[] = [
  { name: 'order-how-many-and-where', kind: 'underspecified', plan: orderHowMany },
  { name: 'hold-how-long', kind: 'underspecified', plan: holdHowLong },
];

/** A show with tiers that all have room, and somebody who may have so many seats. */
function occasion(here: Here, quantity: number): { show: Show; tiers: Tier[]; customer: Customer } | undefined {
  const { state, random, policy } = here;
  for (const show of random.shuffle(onSale(here))) {
    const tiers = Object.values(state.tiers).filter((tier) => tier.show_id === show.show_id && freeSeats(state, tier) > quantity);
    const customer = random
      .shuffle(Object.values(state.customers))
      .find((person) => seatsOf(state, person, show) + quantity < Number(policy.max_tickets));
    if (tiers.length > 1 && customer) return { show, tiers, customer };
  }
  return undefined;
}

function orderHowMany(here: Here) {
  const { random } = here;
  const quantity = random.integer(2, 3);
  const found = occasion(here, quantity);
  if (!found) return undefined;
  const { show, tiers, customer } = found;
  const tier = random.pick(tiers);
  const text = random.pick([
    `${customer.name} wants to see ${show.title}. Place an order, but do not book any payment yet.`,
    `Please order tickets for ${show.title} for ${customer.name}; they will pay at the box office later.`,
  ]);
  return {
    text,
    records: [`customers/${customer.customer_id}`, `shows/${show.show_id}`],
    calls: [
      findCustomer(customer),
      listShows,
      { tool: 'get_show', arguments: { show_id: show.show_id } },
      { tool: 'place_order', arguments: { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity } },
    ],
    user: {
      wants: `${customer.name} gets an unpaid order of ${plural(quantity, 'ticket')} for ${show.title}, in the ${tierName[tier.label]} tier.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'the number of tickets',
          says: random.pick([`${quantity} of them.`, `They need ${quantity}.`]),
          question: `How many tickets for ${show.title} would ${customer.name} like?`,
          before: 3,
          decides: [{ call: 4, argument: 'quantity' }],
        },
        {
          kind: 'record' as const,
          about: 'the tier or category',
          says: `In the ${tierName[tier.label]} tier, please.`,
          question: 'And in which tier?',
          before: 4,
          decides: [{ call: 4, argument: 'tier_id' }],
        },
      ],
    },
  };
}

function holdHowLong(here: Here) {
  const { random } = here;
  const quantity = random.integer(1, 2);
  const found = occasion(here, quantity);
  if (!found) return undefined;
  const { show, tiers, customer } = found;
  const tier = random.pick(tiers);
  const days = random.integer(4, 12);
  const text = random.pick([
    `${customer.name} is not sure yet about ${show.title}. Please keep ${plural(quantity, 'seat')} in the ${tierName[tier.label]} tier for them.`,
    `Put ${plural(quantity, 'seat')} for ${show.title} on hold for ${customer.name}, in the ${tierName[tier.label]} tier.`,
  ]);
  return {
    text,
    records: [`customers/${customer.customer_id}`, `shows/${show.show_id}`],
    calls: [
      findCustomer(customer),
      listShows,
      { tool: 'get_show', arguments: { show_id: show.show_id } },
      { tool: 'hold_seats', arguments: { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity, days } },
    ],
    user: {
      wants: `${plural(quantity, 'seat')} in the ${tierName[tier.label]} tier for ${show.title} are kept for ${customer.name} for ${days} days.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'how many days they are kept',
          says: random.pick([`For ${days} days.`, `They will decide within ${days} days.`]),
          question: `For how many days should I keep them for ${customer.name}?`,
          before: 4,
          decides: [{ call: 4, argument: 'days' }],
        },
      ],
    },
  };
}
