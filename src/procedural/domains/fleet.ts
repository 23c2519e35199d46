import type { Domain } from '../domain.ts';
import { renumbered } from '../renumber.ts';
import { fleetInVain } from './fleet-in-vain.ts';
import { fleetMoves } from './fleet-moves.ts';
import { type FleetState, makeFleet } from './fleet-state.ts';

export const fleet: Domain<FleetState> = {
  slug: 'fleet',
  makeState: (setting) => renumbered(makeFleet(setting), setting.random.fork('numbers')),
  moves: fleetMoves,
  inVain: fleetInVain,
  open: [],
  openers: [
    'Morning, dispatch here.',
    'Hi, it is the transport manager.',
    'Hello, I am covering the fleet office this week.',
    'A couple of things from the yard.',
  ],
};
