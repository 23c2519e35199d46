import { all, at, where } from '../../../domain/contract/reading.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneSmallest, inquiry } from '../../kit/inquiry.ts';
import type { LibraryState, Member } from './design.ts';

const findMember = ({ name }: Member) => ({ tool: 'find_members', arguments: { text: name } });
const about = ({ member_id }: Member): string[] => [`members/${member_id}`];
const openLoans = (state: LibraryState, member: Member) =>
  where(state.loans, (loan) => loan.member_id === member.member_id && loan.ended === null);
const openFines = (state: LibraryState, member: Member) =>
  where(state.fines, (fine) => fine.member_id === member.member_id && fine.status === 'open');

/** Questions at the lending desk. */
export const libraryInquiries: readonly RequestTemplate<LibraryState>[] = [
  inquiry(
    'until when a card is valid',
    ({ state }) => all(state.members),
    (member) => ({
      says: [
        `Until when is the library card of ${member.name} valid?`,
        `On which day does the membership of ${member.name} run out?`,
      ],
      records: about(member),
      calls: [findMember(member)],
      told: [
        {
          about: 'the last day of the membership',
          type: 'date',
          from: { call: 1, path: 'data.0.expires' },
          answer: `The card of ${member.name} is valid until {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'how many books are out',
    ({ state }) => all(state.members).filter((member) => openLoans(state, member).length > 0),
    (member) => ({
      says: [
        `How many books does ${member.name} have out at the moment?`,
        `Count what ${member.name} has borrowed and not yet brought back.`,
      ],
      records: about(member),
      calls: [findMember(member), { tool: 'list_loans', arguments: { member_id: member.member_id } }],
      told: [
        {
          about: 'how many books are out',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `${member.name} has {} out.`,
        },
      ],
    }),
  ),
  inquiry(
    'what the fines come to',
    ({ state }) => all(state.members).filter((member) => openFines(state, member).length > 0),
    (member) => ({
      says: [
        `What do the open fines of ${member.name} come to?`,
        `${member.name} asks how much is owed in fines. What is the sum?`,
      ],
      records: about(member),
      calls: [findMember(member), { tool: 'list_fines', arguments: { member_id: member.member_id } }],
      told: [
        {
          about: 'the sum of the open fines',
          type: 'amount',
          compute: 'sum',
          field: 'amount_cents',
          from: { call: 2, path: 'data' },
          answer: `${member.name} owes {} in fines.`,
        },
      ],
    }),
  ),
  inquiry(
    'which book is due first',
    ({ state }) =>
      all(state.members).filter((member) => hasOneSmallest(openLoans(state, member).map(({ due }) => Date.parse(due)))),
    (member) => ({
      says: [
        `${member.name} has several books out. Which one has to come back first? I need its barcode.`,
        `Of what ${member.name} has borrowed, tell me the barcode of the copy that is due first.`,
      ],
      records: about(member),
      calls: [findMember(member), { tool: 'list_loans', arguments: { member_id: member.member_id } }],
      told: [
        {
          about: 'the barcode of what is due first',
          type: 'name',
          compute: 'least',
          field: 'due',
          label: 'copy_id',
          from: { call: 2, path: 'data' },
          answer: 'What is due first is {}.',
        },
      ],
    }),
  ),
  inquiry(
    'copies on the shelf',
    ({ state }) =>
      all(state.titles).filter(
        ({ title_id }) => where(state.copies, (copy) => copy.title_id === title_id && copy.status === 'shelf').length > 0,
      ),
    (title, { state }) => {
      const { title_id, name } = at(state.titles, title.title_id);
      return {
        says: [
          `How many copies of "${name}" are on the shelf right now?`,
          `A reader asks for "${name}". How many of our copies stand on the shelf?`,
        ],
        records: [`titles/${title_id}`],
        calls: [
          { tool: 'search_titles', arguments: { text: name } },
          { tool: 'list_copies', arguments: { title_id } },
        ],
        told: [
          {
            about: 'how many copies are on the shelf',
            type: 'number',
            compute: 'count',
            where: [{ name: 'status', value: 'shelf' }],
            from: { call: 2, path: 'data' },
            answer: 'On the shelf: {}.',
          },
        ],
      };
    },
  ),
];
