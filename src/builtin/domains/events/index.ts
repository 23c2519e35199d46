import type { Domain } from '../../kit/domain.ts';
import { contract } from './contract.ts';
import { design, type EventsState } from './design.ts';
import { eventsInVain } from './infeasible.ts';
import { eventsInquiries } from './inquiries.ts';
import { eventMoves } from './requests.ts';
import { makeState } from './seed.ts';
import { eventsOpen } from './underspecified.ts';

export const events: Domain<EventsState> = {
  slug: design.slug,
  design,
  contract,
  makeState,
  requests: eventMoves,
  infeasible: eventsInVain,
  underspecified: eventsOpen,
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
