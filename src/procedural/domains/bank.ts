import type { Domain } from '../domain.ts';
import { moves } from './bank-moves.ts';
import { type BankState, makeState } from './bank-state.ts';

/** Client service of a retail bank. */
export const bank: Domain<BankState> = {
  slug: 'bank',
  makeState,
  moves,
  openers: [
    'I work in client service at the branch.',
    'I have clients on the phone with these wishes.',
    'Client service here.',
    'The branch opened a minute ago, and this is what I have.',
    'These requests are signed and checked.',
  ],
};
