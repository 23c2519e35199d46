import type { Domain } from '../../kit/domain.ts';
import { renumbered } from '../../kit/renumber.ts';
import { contract } from './contract.ts';
import { design, type SchoolState } from './design.ts';
import { schoolInVain } from './infeasible.ts';
import { schoolInquiries } from './inquiries.ts';
import { schoolMoves } from './requests.ts';
import { makeSchool } from './seed.ts';
import { schoolOpen } from './underspecified.ts';

export const school: Domain<SchoolState> = {
  slug: design.slug,
  design,
  contract,
  makeState: (setting) => renumbered(makeSchool(setting), setting.random.fork('numbers')),
  requests: schoolMoves,
  infeasible: schoolInVain,
  underspecified: schoolOpen,
  inquiries: schoolInquiries,
  openers: [
    'Hello, this is the secretary of the evening school.',
    'Hi, I look after course registrations this week.',
    'Good evening from the school office.',
    'I am the registrar, and term begins soon.',
    'Good afternoon, the course office here.',
    'I am standing in for the secretary tonight.',
    "Hello from the head's office.",
  ],
  openersOfSeveral: [
    'There are some matters from the registration desk.',
    'These slips were in the letter box of the school.',
    'Please help me work through the inbox of the office.',
  ],
};
