import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { contract } from './contract.ts';
import { design, type FleetState } from './design.ts';
import { fleetInVain } from './infeasible.ts';
import { fleetInquiries } from './inquiries.ts';
import { fleetMoves } from './requests.ts';
import { makeState } from './seed.ts';
import { fleetOpen } from './underspecified.ts';

export const fleet: Domain<FleetState> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  requests: fleetMoves,
  infeasible: fleetInVain,
  underspecified: fleetOpen,
  inquiries: fleetInquiries,
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
