import { all, at, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import type { Reservation } from './design.ts';
import { call, type Desk, inFull, newOrderNumber, picksOf, pieces, request, several, stockCard } from './desk.ts';
import { available } from './read-contract.ts';

const reserve = request({
  name: 'reserve',
  cases: (desk) =>
    all(desk.state.products).map((product) => {
      const most = Math.min(available(desk.state, product.sku), desk.policy.reserve_limit);
      return { product, number: newOrderNumber(desk), quantity: most < 4 ? 3 : desk.random.integer(3, most - 1) };
    }),
  ask: ({ product, number, quantity }) => ({
    says: [
      `Please reserve ${pieces(product, quantity)} for customer order ${number}.`,
      `Customer order ${number} needs ${pieces(product, quantity)}. Reserve them, do not pick yet.`,
    ],
    sees: inFull(product),
    does: [call('reserve_stock', { customer_order: number, sku: product.sku, quantity })],
  }),
  withheld: {
    name: 'reserve-how-many',
    says: ({ product, number }) => [
      `Please reserve ${several(product)} for customer order ${number}.`,
      `Customer order ${number} needs ${several(product)}. Reserve them, do not pick yet.`,
    ],
    wants: ({ product, number, quantity }) => `${pieces(product, quantity)} are reserved for customer order ${number}.`,
    facts: ({ product, number, quantity }) => [
      {
        kind: 'count',
        about: 'the number of pieces, the quantity',
        says: [`${quantity} pieces.`, `${quantity} of them.`],
        question: `How many ${several(product)} should I reserve for ${number}?`,
        decides: ['quantity'],
      },
    ],
  },
});

const reserveAndPick = request({
  name: 'reserve-and-pick',
  cases: ({ state }) => all(state.products),
  ask(product, desk) {
    const { sku } = product;
    const most = Math.min(available(desk.state, sku), desk.policy.reserve_limit);
    const quantity = most < 2 ? 0 : desk.random.integer(2, most);
    const picks = picksOf(desk, sku, quantity);
    if (!picks || picks.length === 0) return undefined;
    const number = newOrderNumber(desk);
    const reserved = call('reserve_stock', { customer_order: number, sku, quantity });
    const reservation_id = answer(reserved, 'data.reservation_id');
    return {
      says: [
        `Customer order ${number} has to go out today: ${pieces(product, quantity)}. Reserve them and pick them straight away, starting with the bin that holds the most and moving on to the next fullest if that one runs out.`,
        `Please get ${pieces(product, quantity)} ready for order ${number}. Reserve first, then pick: empty the bin with the most pieces first before touching another one.`,
      ],
      sees: inFull(product, ...picks.map(({ bin }) => bin)),
      does: [reserved],
      afterwards: picks.map(({ bin: { bin_code }, quantity: taken }) =>
        call('pick_stock', { reservation_id, bin_code, quantity: taken }),
      ),
    };
  },
});

const reserveWhatThereIs = request({
  name: 'reserve-what-there-is',
  kind: 'conditional',
  cases: ({ state }) => all(state.products),
  ask(product, desk) {
    const limit = desk.policy.reserve_limit;
    const there = available(desk.state, product.sku);
    if (there < 2 || there > limit) return undefined;
    const wish = desk.random.chance(0.5) ? Math.min(limit, there + desk.random.integer(1, 12)) : desk.random.integer(1, there);
    const number = newOrderNumber(desk);
    return {
      says: [
        `Order ${number} wants ${pieces(product, wish)}. Reserve that many if they are available, otherwise as many as we can promise.`,
        `Set aside ${pieces(product, wish)} for ${number}. In case we are short, reserve whatever is left of them.`,
      ],
      sees: inFull(product),
      does: [call('reserve_stock', { customer_order: number, sku: product.sku, quantity: Math.min(wish, there) })],
    };
  },
});

/** Customer orders with the reservations that are open for them. */
function openOrders({ state }: Desk): [number: string, reservations: Reservation[]][] {
  const open = where(state.reservations, (reservation) => reservation.status === 'open');
  return [...new Set(open.map(({ customer_order }) => customer_order))].map((number) => [
    number,
    open.filter(({ customer_order }) => customer_order === number),
  ]);
}

const pickOpenOrder = request({
  name: 'pick-open-order',
  cases: openOrders,
  ask([number, reservations], desk) {
    const lines = reservations.map((reservation) => ({
      reservation,
      product: at(desk.state.products, reservation.sku),
      picks: picksOf(desk, reservation.sku, reservation.quantity - reservation.picked),
    }));
    if (lines.some(({ picks }) => picks === undefined)) return undefined;
    return {
      says: [
        `Pick everything that is still outstanding on ${number}. For each article take from the bin with the most pieces first.`,
        `Order ${number} is waiting on the dock. Take whatever is missing for it, always from the fullest bin of the article, then the next fullest.`,
      ],
      sees: [
        showing(call('list_reservations', { customer_order: number }), ...reservations),
        ...lines.map(({ product, picks = [] }) => stockCard(product, product, ...picks.map(({ bin }) => bin))),
      ],
      does: lines.flatMap(({ reservation: { reservation_id }, picks = [] }) =>
        picks.map(({ bin: { bin_code }, quantity }) => call('pick_stock', { reservation_id, bin_code, quantity })),
      ),
    };
  },
});

const releaseOrder = request({
  name: 'release-customer-order',
  kind: 'bulk',
  cases: openOrders,
  ask: ([number, reservations], { state }) => ({
    says: [
      `The customer has called off ${number}. Give up everything that is still reserved for it.`,
      `${number} is cancelled, please release all its open reservations.`,
    ],
    sees: [showing(call('list_reservations', { customer_order: number }), ...reservations)],
    does: reservations.map(({ reservation_id }) => call('release_reservation', { reservation_id })),
    touches: reservations.map(({ sku }) => at(state.products, sku)),
  }),
});

const releaseOne = request({
  name: 'release-one-article',
  cases: ({ state }) => all(state.reservations),
  ask(reservation, { state }) {
    const { reservation_id, customer_order, sku } = reservation;
    const alike = where(state.reservations, (other) => other.customer_order === customer_order && other.sku === sku);
    if (alike.length > 1) return undefined;
    const product = at(state.products, sku);
    return {
      says: [
        `Customer order ${customer_order} no longer needs the ${several(product)}. Release what is still reserved of them.`,
        `Give up the reservation of ${several(product)} for customer order ${customer_order}, and nothing else of that order.`,
      ],
      sees: [product, reservation],
      does: [call('release_reservation', { reservation_id })],
    };
  },
  refusals: [
    {
      because: 'it is released',
      kind: 'already-done',
      // The article itself shows open reservations only: how many had been reserved stands in the reservation alone.
      says({ customer_order, sku }, { state }) {
        const { name } = at(state.products, sku);
        return [
          `Customer order ${customer_order} no longer needs the ${name}; make sure that nothing is kept back for it any longer, and tell me how many had been reserved.`,
          `See that the reservation of the ${name} for customer order ${customer_order} is released, and let me know for how many pieces it was.`,
        ];
      },
      tells: (reservation) => [
        {
          about: 'for how many pieces it was',
          type: 'number',
          record: reservation,
          attribute: 'quantity',
          answer: 'Pieces that had been reserved: {}.',
        },
      ],
      shows: (reservation) => [[reservation, 'status']],
    },
  ],
});

export const reservationRequests = [reserveAndPick, reserveWhatThereIs, pickOpenOrder, releaseOrder, reserve, releaseOne];
