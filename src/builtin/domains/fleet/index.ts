import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { fuelRequests } from './fuel-requests.ts';
import { fleetInquiries } from './inquiries.ts';
import { makeState } from './seed.ts';
import { tripRequests } from './trip-requests.ts';
import { yardRequests } from './yard-requests.ts';

/** Office of a vehicle pool. */
export const fleet: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  ...templatesOf([...tripRequests, ...fuelRequests, ...yardRequests]),
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
