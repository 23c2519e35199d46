import type { EventsState } from '../domains/events-state.ts';
import type { Expectations } from '../expectation.ts';
import { lookups } from './events-lookups.ts';
import { shows } from './events-shows.ts';
import { tickets } from './events-tickets.ts';

/** What the box office promises. */
export const eventsExpectations: Expectations<EventsState> = { ...lookups, ...shows, ...tickets };
