import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { cardRequests } from './card-requests.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { bankInquiries } from './inquiries.ts';
import { moneyRequests } from './money-requests.ts';
import { makeState } from './seed.ts';

/** Client service of a retail bank. */
export const bank: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers'), ['CD-']),
  ...templatesOf([...moneyRequests, ...cardRequests]),
  inquiries: bankInquiries,
  openers: [
    'I work in client service at the branch.',
    'Client service here.',
    'The branch opened a minute ago, and this is what I have.',
    'Hello, I am covering for a colleague in client service.',
    'Here is what came in through the contact form.',
  ],
  openersOfSeveral: [
    'I have clients on the phone with these wishes.',
    'These requests are signed and checked.',
    'Clients are waiting, so I need this quickly.',
    'This is the morning list from the branch.',
    'The advisers have left me these to carry out.',
  ],
};
