import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { answerMoves } from './answer-requests.ts';
import { assignmentMoves } from './assignment-requests.ts';
import { bulkMoves } from './bulk-requests.ts';
import { contract } from './contract.ts';
import { design, type SupportDeskState } from './design.ts';
import { supportDeskInVain } from './infeasible.ts';
import { supportInquiries } from './inquiries.ts';
import { makeState } from './seed.ts';
import { supportDeskOpen } from './underspecified.ts';

/** Ticket desk of a software company. */
export const supportDesk: Domain<SupportDeskState> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  requests: [...assignmentMoves, ...answerMoves, ...bulkMoves],
  infeasible: supportDeskInVain,
  underspecified: supportDeskOpen,
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
