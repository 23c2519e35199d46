import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { answerRequests } from './answer-requests.ts';
import { assignmentRequests } from './assignment-requests.ts';
import { contract } from './contract.ts';
import { customerRequests } from './customer-requests.ts';
import { design } from './design.ts';
import { supportInquiries } from './inquiries.ts';
import { makeState } from './seed.ts';

/** Ticket desk of a software company. */
export const supportDesk: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  ...templatesOf([...assignmentRequests, ...answerRequests, ...customerRequests]),
  inquiries: supportInquiries,
  openers: [
    'I lead the support desk.',
    'Morning triage, please.',
    'Some housekeeping in the ticket system.',
    'I have the shift handover here.',
    'Before my meeting I need this done at the desk.',
    'I coordinate the support teams this week.',
    'Good afternoon from customer care.',
    'Here is what came out of the stand-up meeting.',
  ],
  openersOfSeveral: ['Please tidy up a few things for me.', 'I am going through the ticket list.'],
};
