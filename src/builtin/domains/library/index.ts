import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { libraryInquiries } from './inquiries.ts';
import { loanRequests } from './loan-requests.ts';
import { memberRequests } from './member-requests.ts';
import { makeState } from './seed.ts';

/** Lending desk of a public library. */
export const library: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  ...templatesOf([...loanRequests, ...memberRequests]),
  inquiries: libraryInquiries,
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
