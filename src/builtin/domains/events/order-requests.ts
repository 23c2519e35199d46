import { all, at, pairs } from '../../../domain/contract/reading.ts';
import { answer } from '../../kit/request.ts';
import { plural } from '../../kit/wording.ts';
import { call, type Desk, freeSeats, purchases, request, tierName, upcoming } from './desk.ts';
import { showOfTier, tiersOf } from './read-contract.ts';

/** Each coming show with each customer. */
function wishes(desk: Desk) {
  return pairs(upcoming(desk), all(desk.state.customers)).map(([show, customer]) => ({ show, customer }));
}

/** The same, with one of the tiers. */
function seats(desk: Desk) {
  return wishes(desk).flatMap((wish) => {
    const tiers = tiersOf(desk, wish.show.show_id);
    return tiers.length > 1 ? [{ ...wish, tier: desk.random.pick(tiers), quantity: desk.random.integer(1, 3) }] : [];
  });
}

const orderAndPay = request({
  name: 'order-and-pay',
  cases: wishes,
  ask({ show, customer }, desk) {
    const quantity = desk.random.integer(2, 4);
    const [first, second] = desk.random.shuffle(tiersOf(desk, show.show_id));
    const tier = [first, second].find((one) => one && freeSeats(desk, one) >= quantity);
    if (!first || !second || !tier) return undefined;
    const place = call('place_order', { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity });
    return {
      says: [
        `${customer.name} would like ${plural(quantity, 'ticket')} for ${show.title}: ${tierName[first.label]} if that many are left, otherwise ${tierName[second.label]}. They are paying on the spot.`,
        `Sell ${plural(quantity, 'ticket')} for ${show.title} to ${customer.name}. First choice is ${tierName[first.label]}; if there are not enough, make it ${tierName[second.label]}. All in one tier please, and book the payment straight away.`,
      ],
      sees: [customer, tier],
      does: [place],
      afterwards: [call('pay_order', { order_id: answer(place, 'data.order_id') })],
    };
  },
});

const order = request({
  name: 'order-unpaid',
  cases: (desk) => seats(desk).filter(({ quantity }) => quantity > 1),
  ask: ({ show, customer, tier, quantity }) => ({
    says: [
      `${customer.name} wants to see ${show.title}. Place an order of ${plural(quantity, 'ticket')} in the ${tierName[tier.label]} tier, but do not book any payment yet.`,
      `Please order ${plural(quantity, 'ticket')} for ${show.title} for ${customer.name}, in the ${tierName[tier.label]} tier; they will pay at the box office later.`,
    ],
    sees: [customer, tier],
    does: [call('place_order', { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity })],
  }),
  withheld: {
    name: 'order-how-many-and-where',
    says: ({ show, customer }) => [
      `${customer.name} wants to see ${show.title}. Place an order, but do not book any payment yet.`,
      `Please order tickets for ${show.title} for ${customer.name}; they will pay at the box office later.`,
    ],
    wants: ({ show, customer, tier, quantity }) =>
      `${customer.name} gets an unpaid order of ${plural(quantity, 'ticket')} for ${show.title}, in the ${tierName[tier.label]} tier.`,
    facts: ({ show, customer, tier, quantity }) => [
      {
        kind: 'count',
        about: 'the number of tickets',
        says: [`${quantity} of them.`, `They need ${quantity}.`],
        question: `How many tickets for ${show.title} would ${customer.name} like?`,
        decides: ['quantity'],
      },
      {
        kind: 'record',
        about: 'the tier or category',
        says: [`In the ${tierName[tier.label]} tier, please.`],
        question: 'And in which tier?',
        decides: ['tier_id'],
      },
    ],
  },
});

const hold = request({
  name: 'hold-seats',
  cases: (desk) =>
    seats(desk).map((wish) => ({
      ...wish,
      days: desk.random.integer(3, 12),
      choice: desk.random.pick(['named', 'cheapest', 'dearest'] as const),
    })),
  ask({ show, customer, tier: named, quantity, days, choice }, desk) {
    const open = tiersOf(desk, show.show_id).filter((one) => freeSeats(desk, one) >= quantity);
    const tier = { named, cheapest: open[0], dearest: open.at(-1) }[choice];
    if (!tier) return undefined;
    const kept = plural(quantity, 'seat');
    return {
      says:
        choice === 'named'
          ? [
              `${customer.name} is not sure yet about ${show.title}. Please keep ${kept} in the ${tierName[tier.label]} tier for them for ${days} days.`,
              `Put ${kept} for ${show.title} on hold for ${customer.name} for ${days} days, in the ${tierName[tier.label]} tier.`,
            ]
          : [
              `${customer.name} is not sure yet about ${show.title}: keep ${kept} for them for ${days} days, in the ${choice === 'dearest' ? 'most expensive' : 'cheapest'} category that still has enough room.`,
              `Put ${kept} for ${show.title} on hold for ${customer.name}, ${days} days, the ${choice} tier with that many left.`,
            ],
      sees: [customer, tier],
      does: [call('hold_seats', { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity, days })],
    };
  },
  withheld: {
    name: 'hold-how-long',
    isOpen: ({ choice }) => choice === 'named',
    says: ({ show, customer, tier, quantity }) => [
      `${customer.name} is not sure yet about ${show.title}. Please keep ${plural(quantity, 'seat')} in the ${tierName[tier.label]} tier for them.`,
      `Put ${plural(quantity, 'seat')} for ${show.title} on hold for ${customer.name}, in the ${tierName[tier.label]} tier.`,
    ],
    wants: ({ show, customer, tier, quantity, days }) =>
      `${plural(quantity, 'seat')} in the ${tierName[tier.label]} tier for ${show.title} are kept for ${customer.name} for ${days} days.`,
    facts: ({ customer, days }) => [
      {
        kind: 'count',
        about: 'how many days they are kept',
        says: [`For ${days} days.`, `They will decide within ${days} days.`],
        question: `For how many days should I keep them for ${customer.name}?`,
        decides: ['days'],
      },
    ],
  },
});

const takeUpHold = request({
  name: 'take-up-hold',
  cases: ({ state, random }) => all(state.holds).map((one) => ({ hold: one, isPaid: random.chance(0.6) })),
  ask({ hold: { hold_id, customer_id, tier_id }, isPaid }, desk) {
    const [customer, show] = [at(desk.state.customers, customer_id), showOfTier(desk, tier_id)];
    const taken = call('take_up_hold', { hold_id });
    return {
      says: isPaid
        ? [
            `${customer.name} is taking the seats we kept for ${show.title} and has just paid for them.`,
            `The seats on hold for ${customer.name} (${show.title}) are wanted after all: turn them into an order and book the payment.`,
          ]
        : [
            `${customer.name} wants the seats we are keeping for ${show.title}. Make the order; the money will come by transfer next week, so leave it unpaid.`,
            `Turn the hold of ${customer.name} for ${show.title} into an order. It is not paid yet.`,
          ],
      does: [taken],
      afterwards: isPaid ? [call('pay_order', { order_id: answer(taken, 'data.order_id') })] : [],
    };
  },
});

const payOutstanding = request({
  name: 'pay-outstanding',
  cases: (desk) => pairs(purchases(desk, { among: 'status' }), ['pay_order', 'cancel_order'] as const),
  ask(
    [
      {
        order: { order_id },
        customer,
        show,
      },
      tool,
    ],
    { today },
  ) {
    if (show.day < today) return undefined;
    return {
      says:
        tool === 'pay_order'
          ? [
              `The transfer of ${customer.name} for ${show.title} has arrived, please issue the tickets.`,
              `${customer.name} is at the counter and pays for the ${show.title} order that was still open.`,
            ]
          : [
              `${customer.name} no longer wants the tickets for ${show.title} that were never paid for. Free those seats.`,
              `Drop the open order of ${customer.name} for ${show.title}; the money is not going to come.`,
            ],
      does: [call(tool, { order_id })],
    };
  },
});

const withdraw = request({
  name: 'withdraw-an-order',
  cases: (desk) => purchases(desk, { among: 'all' }),
  ask: ({ order: { order_id }, customer, show }) => ({
    says: [`${customer.name} no longer wants the seats for "${show.title}"; make sure that the order is cancelled.`],
    does: [call('cancel_order', { order_id })],
  }),
  refusals: [
    {
      because: 'R6 the order is not unpaid',
      kind: 'already-done',
      says: ({ order: { status }, customer, show }) =>
        status === 'cancelled'
          ? [`${customer.name} no longer wants the seats for "${show.title}"; make sure that the order is cancelled.`]
          : undefined,
      // Who looks for the order comes across it, whichever way.
      shows: ({ order: one }) => [[one, 'status']],
    },
  ],
});

export const orderRequests = [orderAndPay, takeUpHold, hold, payOutstanding, order, withdraw];
