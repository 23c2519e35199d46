import type { Domain } from '../domain.ts';
import { renumbered } from '../renumber.ts';
import { ordersInVain } from './orders-in-vain.ts';
import { ordersOpen } from './orders-open.ts';
import { orderMoves } from './orders-order-moves.ts';
import { paymentMoves } from './orders-payment-moves.ts';
import { makeState, type OrdersState } from './orders-state.ts';

/** Order desk of an online shop. */
export const orders: Domain<OrdersState> = {
  slug: 'orders',
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  moves: [...orderMoves, ...paymentMoves],
  inVain: ordersInVain,
  open: ordersOpen,
  openers: [
    'I am on the order desk today.',
    'Hello, this is customer service.',
    'I am covering for a colleague at the order desk.',
    'Here is what came in by phone.',
    "Hi, I answer the shop's mail today.",
    'Good morning from the shop office.',
    'Please help me with the customer inbox.',
    "I am going through yesterday's tickets.",
  ],
  openersOfSeveral: ["A few things from this morning's calls.", 'These came in over the weekend.'],
};
