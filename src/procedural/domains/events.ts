import type { Domain } from '../domain.ts';
import { eventsInVain } from './events-in-vain.ts';
import { eventMoves } from './events-moves.ts';
import { type EventsState, makeEvents } from './events-state.ts';

export const events: Domain<EventsState> = {
  slug: 'events',
  makeState: makeEvents,
  moves: eventMoves,
  inVain: eventsInVain,
  open: [],
  openers: [
    'Hi, I am helping out at the box office today.',
    'Hello, this is the promoter.',
    'Good afternoon, I am calling from the ticket desk.',
    'Here is what has come in by phone.',
  ],
};
