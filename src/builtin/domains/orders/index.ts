import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { ordersInquiries } from './inquiries.ts';
import { orderRequests } from './order-requests.ts';
import { paymentRequests } from './payment-requests.ts';
import { makeState } from './seed.ts';

/** Order desk of an online shop. */
export const orders: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  ...templatesOf([...orderRequests, ...paymentRequests]),
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
