import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { loansInFull } from './loan-requests.ts';
import { findMember, findTitle, openFines, openLoans, touch, waiting, welcome } from './lookups.ts';
import type { LibraryState } from './state.ts';

const lostWhich: RequestTemplate<LibraryState> = {
  name: 'report one of several loans as lost',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    const found = loansInFull(setting).find(({ member }) => openLoans(state, member).length > 1);
    if (!found) return undefined;
    const { loan, title, member } = found;
    return {
      text: random.pick([
        `${member.name} has lost a book of ours. Please report it; the fine will be paid some other day.`,
        `A book that ${member.name} borrowed is gone for good. Record the loss, and leave the fine open.`,
      ]),
      records: touch(member, title),
      calls: [
        findMember(member),
        { tool: 'list_loans', arguments: { member_id: member.member_id } },
        findTitle(title),
        { tool: 'list_copies', arguments: { title_id: title.title_id } },
        { tool: 'report_lost', arguments: { loan_id: loan.loan_id } },
      ],
      user: {
        wants: `The loan of "${title.name}" by ${member.name} is reported as lost; nothing is paid today.`,
        facts: [
          {
            kind: 'record',
            about: 'the book that is lost',
            says: random.pick([`It is "${title.name}".`, `"${title.name}" is the one that is gone.`]),
            question: `${member.name} has several loans. Which book is lost?`,
            before: 3,
            decides: [{ call: 5, argument: 'loan_id' }],
          },
        ],
      },
    };
  },
};

const renewWhich: RequestTemplate<LibraryState> = {
  name: 'renew one of several loans',
  kind: 'underspecified',
  plan(setting) {
    const { policy, today, random } = setting;
    const renewable = loansInFull(setting).filter(
      ({ loan, title, member }) =>
        welcome(setting, member) &&
        loan.due >= today &&
        loan.due < addDays(today, Number(policy.loan_days)) &&
        loan.renewals < Number(policy.max_renewals) &&
        waiting(setting.state, title).length === 0,
    );
    const found = renewable.find(({ member }) => renewable.filter((other) => other.member === member).length > 1);
    if (!found) return undefined;
    const { loan, title, member } = found;
    return {
      text: random.pick([
        `${member.name} needs a book for longer. Please renew it.`,
        `${member.name} has written that one of the loans should be renewed, just the one.`,
      ]),
      records: touch(member, title),
      calls: [
        findMember(member),
        { tool: 'list_loans', arguments: { member_id: member.member_id } },
        findTitle(title),
        { tool: 'list_copies', arguments: { title_id: title.title_id } },
        { tool: 'renew_loan', arguments: { loan_id: loan.loan_id } },
      ],
      user: {
        wants: `${member.name} keeps "${title.name}" for longer; the other loans stay as they are.`,
        facts: [
          {
            kind: 'record',
            about: 'the book to renew',
            says: random.pick([`It is "${title.name}".`, `"${title.name}", please.`]),
            question: `Which book should I renew for ${member.name}?`,
            before: 3,
            decides: [{ call: 5, argument: 'loan_id' }],
          },
        ],
      },
    };
  },
};

const waiveWhy: RequestTemplate<LibraryState> = {
  name: 'waive a fine for a reason not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    for (const member of random.shuffle(Object.values(state.members))) {
      const [fine, second] = openFines(state, member).sort((one, two) => two.amount_cents - one.amount_cents);
      if (!fine || fine.kind === 'lost' || fine.amount_cents === second?.amount_cents) continue;
      const which = second ? 'the largest open fine' : 'the open fine';
      const [reason, says] = random.pick([
        ['illness', 'Because of an illness.'],
        ['library_error', 'It was an error of the library.'],
        ['goodwill', 'As a gesture of goodwill.'],
      ] as const);
      return {
        text: random.pick([
          `${member.name} does not have to pay ${which}. Please waive it.`,
          `We have decided to waive ${which} of ${member.name}.`,
        ]),
        records: touch(member),
        calls: [
          findMember(member),
          { tool: 'list_fines', arguments: { member_id: member.member_id } },
          { tool: 'waive_fine', arguments: { fine_id: fine.fine_id, reason } },
        ],
        user: {
          wants: `For ${member.name}, ${which} is waived, with the right reason. ${says}`,
          facts: [
            {
              kind: 'choice',
              about: 'the reason for which it is waived',
              says,
              question: `What is the reason for waiving the fine of ${member.name}?`,
              before: 3,
              decides: [{ call: 3, argument: 'reason' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

export const libraryOpen: readonly RequestTemplate<LibraryState>[] = [lostWhich, renewWhich, waiveWhy];
