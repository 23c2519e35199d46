import type { Domain } from '../domain.ts';
import { fleetMoves } from './fleet-moves.ts';
import { type FleetState, makeFleet } from './fleet-state.ts';

export const fleet: Domain<FleetState> = {
  slug: 'fleet',
  makeState: makeFleet,
  moves: fleetMoves,
  openers: [
    'Morning, dispatch here.',
    'Hi, it is the transport manager.',
    'Hello, I am covering the fleet office this week.',
    'A couple of things from the yard.',
  ],
};
