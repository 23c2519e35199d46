import type { Domain } from '../domain.ts';
import { renumbered } from '../renumber.ts';
import { answerMoves } from './support-desk-answer-moves.ts';
import { assignmentMoves } from './support-desk-assignment-moves.ts';
import { bulkMoves } from './support-desk-bulk-moves.ts';
import { supportDeskInVain } from './support-desk-in-vain.ts';
import { supportDeskOpen } from './support-desk-open.ts';
import { makeState, type SupportState } from './support-desk-state.ts';

/** Ticket desk of a software company. */
export const supportDesk: Domain<SupportState> = {
  slug: 'support-desk',
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  moves: [...assignmentMoves, ...answerMoves, ...bulkMoves],
  inVain: supportDeskInVain,
  open: supportDeskOpen,
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
