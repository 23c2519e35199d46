import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { contract } from './contract.ts';
import { design, type OrdersState } from './design.ts';
import { ordersInVain } from './infeasible.ts';
import { ordersInquiries } from './inquiries.ts';
import { orderMoves } from './order-requests.ts';
import { paymentMoves } from './payment-requests.ts';
import { makeState } from './seed.ts';
import { ordersOpen } from './underspecified.ts';

/** Order desk of an online shop. */
export const orders: Domain<OrdersState> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  requests: [...orderMoves, ...paymentMoves],
  infeasible: ordersInVain,
  underspecified: ordersOpen,
  inquiries: ordersInquiries,
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
