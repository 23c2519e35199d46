import type { Domain } from '../domain.ts';
import { renumbered } from '../renumber.ts';
import { cardMoves } from './bank-card-moves.ts';
import { bankInVain } from './bank-in-vain.ts';
import { moneyMoves } from './bank-money-moves.ts';
import { bankOpen } from './bank-open.ts';
import { type BankState, makeState } from './bank-state.ts';

/** Client service of a retail bank. */
export const bank: Domain<BankState> = {
  slug: 'bank',
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers'), ['CD-']),
  moves: [...moneyMoves, ...cardMoves],
  inVain: bankInVain,
  open: bankOpen,
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
