import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { templatesOf } from '../../kit/request.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { eventsInquiries } from './inquiries.ts';
import { orderRequests } from './order-requests.ts';
import { makeState } from './seed.ts';
import { showRequests } from './show-requests.ts';
import { ticketRequests } from './ticket-requests.ts';

/** Box office of a few halls. */
export const events: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState,
  ...templatesOf([...orderRequests, ...ticketRequests, ...showRequests]),
  inquiries: eventsInquiries,
  openers: [
    'Hi, I am helping out at the box office today.',
    'Hello, this is the promoter.',
    'Good afternoon, I am calling from the ticket desk.',
    'Here is what has come in by phone.',
    'I am in the foyer with the box office tablet.',
    'Hi, front of house here.',
    'The office asked me to pass this on.',
    'Good evening, this is the house manager.',
  ],
  openersOfSeveral: ["These are today's messages for the box office."],
};
