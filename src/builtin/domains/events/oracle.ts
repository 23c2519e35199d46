import type { Oracles } from '../../kit/oracle.ts';
import { lookups } from './oracle-lookups.ts';
import { shows } from './oracle-shows.ts';
import { tickets } from './oracle-tickets.ts';
import type { EventsState } from './state.ts';

/** What the box office promises. */
export const eventsExpectations: Oracles<EventsState> = { ...lookups, ...shows, ...tickets };
