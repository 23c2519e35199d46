import type { Domain } from '../domain.ts';
import { renumbered } from '../renumber.ts';
import { fleetInVain } from './fleet-in-vain.ts';
import { fleetMoves } from './fleet-moves.ts';
import { fleetOpen } from './fleet-open.ts';
import { type FleetState, makeFleet } from './fleet-state.ts';

export const fleet: Domain<FleetState> = {
  slug: 'fleet',
  makeState: (setting) => renumbered(makeFleet(setting), setting.random.fork('numbers')),
  moves: fleetMoves,
  inVain: fleetInVain,
  open: fleetOpen,
  openers: [
    'Morning, dispatch here.',
    'Hi, it is the transport manager.',
    'Hello, I am covering the fleet office this week.',
    'I have the trip sheets of today in front of me.',
    'This is the depot, we need a hand.',
    'Good afternoon from the motor pool.',
    'Hello, I am new in the fleet office, so please do this for me.',
  ],
  openersOfSeveral: ['A couple of things from the yard.', 'Here is what the drivers handed in.'],
};
