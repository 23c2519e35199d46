import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { libraryInVain } from './infeasible.ts';
import { loanMoves } from './loan-requests.ts';
import { memberMoves } from './member-requests.ts';
import { type LibraryState, makeState } from './state.ts';
import { libraryOpen } from './underspecified.ts';

/** Lending desk of a public library. */
export const library: Domain<LibraryState> = {
  slug: 'library',
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  requests: [...loanMoves, ...memberMoves],
  infeasible: libraryInVain,
  underspecified: libraryOpen,
  openers: [
    'I am at the lending desk.',
    'The library has just opened and there is a queue already.',
    'Can you help me at the counter?',
    'Hello, I am the volunteer at the desk this afternoon.',
    'This is the branch librarian.',
    'Some business from the lending desk.',
    'I have the returns trolley here.',
    'A reader is in front of me, please be quick.',
  ],
  openersOfSeveral: ['Good morning, a few things from the counter.', 'Here is my list for the lending desk.'],
};
