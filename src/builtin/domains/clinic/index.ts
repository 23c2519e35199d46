import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { templatesOf } from '../../kit/request.ts';
import { bookingRequests } from './booking-requests.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { deskRequests } from './desk-requests.ts';
import { clinicInquiries } from './inquiries.ts';
import { makeState } from './seed.ts';

/** Reception of an outpatient clinic. */
export const clinic: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeState(setting), setting.random.fork('numbers')),
  ...templatesOf([...bookingRequests, ...deskRequests]),
  inquiries: clinicInquiries,
  openers: [
    'This is the reception of the clinic.',
    'I am at the front desk, and the phone does not stop.',
    'Please take care of the following at reception.',
    'The waiting room is full, so please do this for me.',
    'Good morning, this is the practice manager.',
    'I am standing in at reception today.',
    'Before surgery hours end, please see to this.',
  ],
  openersOfSeveral: [
    'Reception here, with the notes of this morning.',
    'These messages were on the answering machine.',
    "A few notes from the nurses' room.",
  ],
};
