import { addDays } from '../../../base/days.ts';
import { all, pairs, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { queueOf } from './contract.ts';
import { borrowings, call, copiesOf, onShelf, request } from './desk.ts';

const lend = request({
  name: 'lend a copy',
  cases: ({ state }) => pairs(all(state.titles), all(state.members)),
  ask([title, member], desk) {
    const [copy, second] = onShelf(desk, title);
    if (!copy || second) return undefined;
    return {
      says: [
        `${member.name} is at the counter and wants to borrow "${title.name}". Check it out.`,
        `Lend "${title.name}" to ${member.name}, please.`,
      ],
      sees: [member],
      does: [call('lend_copy', { copy_id: copy.copy_id, member_id: member.member_id })],
    };
  },
  refusals: [
    {
      because: 'R5',
      shows: ([title, member]) => [
        [member, 'level'],
        [title, 'adults_only'],
      ],
    },
    { because: 'R1 the member is suspended', shows: ([, member]) => [[member, 'suspended']] },
  ],
});

const lendOrReserve = request({
  name: 'lend or reserve',
  kind: 'conditional',
  cases: ({ state }) => pairs(all(state.titles), all(state.members)),
  ask([title, member], desk) {
    const [copy, second] = onShelf(desk, title);
    if (second) return undefined;
    const { title_id } = title;
    const { member_id } = member;
    return {
      says: [
        `${member.name} is asking for "${title.name}". Lend it if a copy is on the shelf, otherwise add the reader to the waiting list.`,
        `If we have "${title.name}" on the shelf, check it out to ${member.name}; if all copies are gone, place a hold instead.`,
      ],
      sees: [member, ...copiesOf(desk, title)],
      does: [copy ? call('lend_copy', { copy_id: copy.copy_id, member_id }) : call('place_hold', { title_id, member_id })],
    };
  },
});

const lendScanned = request({
  name: 'lend scanned copies',
  cases: ({ state }) => all(state.members),
  ask(member, desk) {
    const { state, policy, random } = desk;
    const { member_id } = member;
    const [first, second] = random
      .shuffle(all(state.titles).flatMap((title) => onShelf(desk, title).slice(0, 1)))
      .map(({ copy_id }) => call('lend_copy', { copy_id, member_id }))
      .filter(desk.accepts);
    const out = where(state.loans, (loan) => loan.member_id === member_id && loan.ended === null).length;
    if (!first || !second || out + 2 > policy.max_loans) return undefined;
    const [one, other] = [first.arguments.copy_id, second.arguments.copy_id];
    return {
      says: [
        `${member.name} is at the counter with two books, barcodes ${one} and ${other}. Check both out.`,
        `Please lend the copies ${one} and ${other} to ${member.name}.`,
      ],
      does: [first, second],
    };
  },
});

const takeBack = request({
  name: 'take a copy back',
  cases: borrowings,
  ask({ loan, copy, title, member }, { random, today }) {
    const late = loan.due < today;
    const damaged = !late && random.chance(0.3);
    const pays = late && random.chance(0.6);
    const extra = damaged
      ? ' It is damaged: several pages are torn.'
      : pays
        ? ' It is late, and the fine for that was paid at once, so settle it too.'
        : '';
    const back = call('return_copy', { copy_id: copy.copy_id, ...(damaged ? { damaged } : {}) });
    return {
      says: [
        `${member.name} has brought back "${title.name}".${extra}`,
        `"${title.name}" came back from ${member.name} through the drop box; book it in.${extra}`,
        `Please take back "${title.name}", which ${member.name} has on loan.${extra}`,
      ],
      sees: [loan, copy],
      does: [back],
      afterwards: pays ? [call('pay_fine', { fine_id: answer(back, 'data.late_fine_id') })] : [],
    };
  },
});

const renew = request({
  name: 'renew a loan',
  cases: borrowings,
  ask: ({ loan, copy, title, member }) => ({
    says: [
      `${member.name} needs more time for "${title.name}" and would like to keep it for another period. Renew it, please.`,
      `Renew "${title.name}" for ${member.name}.`,
    ],
    sees: [loan, copy],
    does: [call('renew_loan', { loan_id: loan.loan_id })],
  }),
  refusals: [
    { because: 'R6 overdue', shows: ({ loan }) => [[loan, 'due']] },
    { because: 'R6 renewed as often as allowed', shows: ({ loan }) => [[loan, 'renewals']] },
    {
      because: 'R6 somebody waits',
      shows: ({ title }, desk) =>
        queueOf(desk, title.title_id)
          .slice(0, 1)
          .map((hold) => [hold, 'status']),
    },
  ],
  withheld: {
    name: 'renew one of several loans',
    isOpen: ({ member }, cases) => cases.filter((other) => other.member === member).length > 1,
    says: ({ member }) => [
      `${member.name} needs a book for longer. Please renew it.`,
      `${member.name} has written that one of the loans should be renewed, just the one.`,
    ],
    wants: ({ title, member }) => `${member.name} keeps "${title.name}" for longer; the other loans stay as they are.`,
    facts: ({ copy, title, member }) => [
      {
        kind: 'record',
        about: 'the book to renew',
        says: [`It is "${title.name}".`, `"${title.name}", please.`],
        question: `Which book should I renew for ${member.name}?`,
        decides: ['loan_id'],
        tells: [copy],
      },
    ],
  },
});

const renewAll = request({
  name: 'renew what can be renewed',
  kind: 'bulk',
  cases: ({ state }) => all(state.members),
  ask(member, desk) {
    const loans = borrowings(desk).filter((item) => item.member === member);
    const renewals = loans.map(({ loan }) => call('renew_loan', { loan_id: loan.loan_id })).filter(desk.accepts);
    const full = addDays(desk.today, desk.policy.loan_days);
    if (loans.length < 2 || renewals.length === 0 || loans.some(({ loan }) => loan.due >= full)) return undefined;
    return {
      says: [
        `${member.name} would like to renew everything that can still be renewed. Leave the rest as it is.`,
        `Renew all loans of ${member.name} for which that is allowed.`,
      ],
      sees: loans.flatMap(({ loan, copy, title: { title_id } }) => [
        loan,
        showing(call('get_copy', { copy_id: copy.copy_id }), copy),
        call('list_queue', { title_id }),
      ]),
      does: renewals,
      touches: loans.map(({ title }) => title),
    };
  },
});

const reportLost = request({
  name: 'report a loss',
  cases: (desk) => borrowings(desk).map((item) => ({ ...item, pays: desk.random.chance(0.6) })),
  ask({ loan, copy, title, member, pays }) {
    const end = pays ? ' and settle the fine for it, which has been paid.' : '; the fine will be paid some other day.';
    const report = call('report_lost', { loan_id: loan.loan_id });
    return {
      says: [
        `${member.name} left "${title.name}" on a train and it is gone. Report it as lost${end}`,
        `${member.name} cannot find "${title.name}" any more, so record the copy as lost${end}`,
      ],
      sees: [loan, copy],
      does: [report],
      afterwards: pays ? [call('pay_fine', { fine_id: answer(report, 'data.fine_id') })] : [],
    };
  },
  withheld: {
    name: 'report one of several loans as lost',
    isOpen: ({ member, pays }, cases) => !pays && cases.filter((other) => other.member === member).length > 1,
    says: ({ member }) => [
      `${member.name} has lost a book of ours. Please report it; the fine will be paid some other day.`,
      `A book that ${member.name} borrowed is gone for good. Record the loss, and leave the fine open.`,
    ],
    wants: ({ title, member }) => `The loan of "${title.name}" by ${member.name} is reported as lost; nothing is paid today.`,
    facts: ({ copy, title, member }) => [
      {
        kind: 'record',
        about: 'the book that is lost',
        says: [`It is "${title.name}".`, `"${title.name}" is the one that is gone.`],
        question: `${member.name} has several loans. Which book is lost?`,
        decides: ['loan_id'],
        tells: [copy],
      },
    ],
  },
});

const writeOff = request({
  name: 'write off what is long overdue',
  kind: 'bulk',
  cases: () => [7, 10, 14],
  ask(days, desk) {
    const stale = borrowings(desk).filter(({ loan }) => loan.due <= addDays(desk.today, -days));
    if (stale.length === 0) return undefined;
    return {
      says: [
        `We write off whatever is overdue by ${days} days or more: report all of those copies as lost.`,
        `Every book that is at least ${days} days overdue counts as lost from today. Report them, whoever has them.`,
      ],
      sees: [showing(call('list_overdue_loans', { days }), ...stale.map(({ loan }) => loan))],
      does: stale.map(({ loan }) => call('report_lost', { loan_id: loan.loan_id })),
      touches: stale.map(({ title }) => title),
    };
  },
});

export const loanRequests = [lendOrReserve, takeBack, renewAll, lendScanned, reportLost, writeOff, lend, renew];
