import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { cardMoves } from './card-requests.ts';
import { contract } from './contract.ts';
import { type BankState, design } from './design.ts';
import { bankInVain } from './infeasible.ts';
import { bankInquiries } from './inquiries.ts';
import { moneyMoves } from './money-requests.ts';
import { makeState } from './seed.ts';
import { bankOpen } from './underspecified.ts';

/** Client service of a retail bank. */
export const bank: Domain<BankState> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers'), ['CD-']),
  requests: [...moneyMoves, ...cardMoves],
  infeasible: bankInVain,
  underspecified: bankOpen,
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
