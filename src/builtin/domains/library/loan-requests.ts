import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import {
  copiesOf,
  findMember,
  findTitle,
  type LibrarySetting,
  membersOf,
  openLoans,
  touch,
  waiting,
  welcome,
} from './lookups.ts';
import type { Copy, LibraryState, Loan, Member, Title } from './state.ts';

function mayBorrow(setting: LibrarySetting, member: Member, title: Title): boolean {
  const { state, policy } = setting;
  return (
    welcome(setting, member) &&
    !(title.adults_only && member.level === 'child') &&
    openLoans(state, member).length < Number(policy.max_loans) &&
    openLoans(state, member).every((loan) => state.copies[loan.copy_id]?.title_id !== title.title_id) &&
    !Object.values(state.holds).some(
      (hold) =>
        hold.member_id === member.member_id && hold.title_id === title.title_id && ['waiting', 'ready'].includes(hold.status),
    )
  );
}

/** Open loans with everything that belongs to them, in random order. */
export function loansInFull({ state, random }: LibrarySetting): { loan: Loan; copy: Copy; title: Title; member: Member }[] {
  return random.shuffle(Object.values(state.loans)).flatMap((loan) => {
    const copy = state.copies[loan.copy_id];
    const title = copy && state.titles[copy.title_id];
    const member = state.members[loan.member_id];
    return loan.ended === null && copy && title && member ? [{ loan, copy, title, member }] : [];
  });
}

const barcode = (copy: Copy): string => copy.copy_id.replace('B-', '');

const lendOrReserve: RequestTemplate<LibraryState> = {
  name: 'lend or reserve',
  kind: 'conditional',
  plan(setting) {
    const { state, random } = setting;
    const title = random
      .shuffle(Object.values(state.titles))
      .find((one) => copiesOf(state, one).filter((copy) => copy.status === 'shelf').length < 2);
    if (!title) return undefined;
    const member = membersOf(setting).find((one) => mayBorrow(setting, one, title));
    if (!member) return undefined;
    const copy = copiesOf(state, title).find((one) => one.status === 'shelf');
    return {
      text: random.pick([
        `${member.name} is asking for "${title.name}". Lend it if a copy is on the shelf, otherwise add the reader to the waiting list.`,
        `If we have "${title.name}" on the shelf, check it out to ${member.name}; if all copies are gone, place a hold instead.`,
      ]),
      records: touch(member, title),
      calls: [
        findMember(member),
        findTitle(title),
        { tool: 'list_copies', arguments: { title_id: title.title_id } },
        copy
          ? { tool: 'lend_copy', arguments: { copy_id: copy.copy_id, member_id: member.member_id } }
          : { tool: 'place_hold', arguments: { title_id: title.title_id, member_id: member.member_id } },
      ],
    };
  },
};

const lendScanned: RequestTemplate<LibraryState> = {
  name: 'lend scanned copies',
  plan(setting) {
    const { state, policy, random } = setting;
    const member = membersOf(setting).find(
      (one) => welcome(setting, one) && openLoans(state, one).length <= Number(policy.max_loans) - 2,
    );
    if (!member) return undefined;
    const titles = random
      .shuffle(Object.values(state.titles))
      .filter((title) => mayBorrow(setting, member, title) && copiesOf(state, title).some((copy) => copy.status === 'shelf'))
      .slice(0, 2);
    const copies = titles.flatMap((title) =>
      copiesOf(state, title)
        .filter((copy) => copy.status === 'shelf')
        .slice(0, 1),
    );
    const [first, second] = copies;
    if (!first || !second) return undefined;
    return {
      text: random.pick([
        `${member.name} is at the counter with two books, barcodes B-${barcode(first)} and B-${barcode(second)}. Check both out.`,
        `Please lend the copies B-${barcode(first)} and B-${barcode(second)} to ${member.name}.`,
      ]),
      records: touch(member, ...titles),
      calls: [
        findMember(member),
        ...copies.map((copy) => ({ tool: 'lend_copy', arguments: { copy_id: copy.copy_id, member_id: member.member_id } })),
      ],
    };
  },
};

const takeBack: RequestTemplate<LibraryState> = {
  name: 'take a copy back',
  plan(setting) {
    const { random, today } = setting;
    const found = loansInFull(setting)[0];
    if (!found) return undefined;
    const { loan, copy, title, member } = found;
    const late = loan.due < today;
    const damaged = !late && random.chance(0.3);
    const pays = late && random.chance(0.6);
    const words = random.pick([
      `${member.name} has brought back "${title.name}".`,
      `"${title.name}" came back from ${member.name} through the drop box; book it in.`,
      `Please take back "${title.name}", which ${member.name} has on loan.`,
    ]);
    const extra = damaged
      ? ' It is damaged: several pages are torn.'
      : pays
        ? ' It is late, and the fine for that was paid at once, so settle it too.'
        : '';
    return {
      text: `${words}${extra}`,
      records: touch(member, title),
      calls: [
        findMember(member),
        { tool: 'list_loans', arguments: { member_id: member.member_id } },
        findTitle(title),
        { tool: 'return_copy', arguments: { copy_id: copy.copy_id, ...(damaged ? { damaged } : {}) } },
        ...(pays ? [{ tool: 'pay_fine', arguments: { fine_id: { from: 4, path: 'data.late_fine_id' } } }] : []),
      ],
    };
  },
};

const renewAll: RequestTemplate<LibraryState> = {
  name: 'renew what can be renewed',
  kind: 'bulk',
  plan(setting) {
    const { state, policy, today, random } = setting;
    for (const member of membersOf(setting)) {
      const loans = loansInFull(setting).filter((item) => item.member.member_id === member.member_id);
      if (!welcome(setting, member) || loans.length < 2) continue;
      const renewable = loans.filter(
        ({ loan, title }) =>
          loan.due >= today && loan.renewals < Number(policy.max_renewals) && waiting(state, title).length === 0,
      );
      if (renewable.length === 0 || renewable.some(({ loan }) => loan.due >= addDays(today, Number(policy.loan_days)))) continue;
      return {
        text: random.pick([
          `${member.name} would like to renew everything that can still be renewed. Leave the rest as it is.`,
          `Renew all loans of ${member.name} for which that is allowed.`,
        ]),
        records: touch(member, ...loans.map((item) => item.title)),
        calls: [
          findMember(member),
          { tool: 'list_loans', arguments: { member_id: member.member_id } },
          ...loans.flatMap(({ copy }) => [
            { tool: 'get_copy', arguments: { copy_id: copy.copy_id } },
            { tool: 'list_queue', arguments: { title_id: copy.title_id } },
          ]),
          ...renewable.map(({ loan }) => ({ tool: 'renew_loan', arguments: { loan_id: loan.loan_id } })),
        ],
      };
    }
    return undefined;
  },
};

const reportLost: RequestTemplate<LibraryState> = {
  name: 'report a loss',
  plan(setting) {
    const found = loansInFull(setting)[0];
    if (!found) return undefined;
    const { loan, title, member } = found;
    const pays = setting.random.chance(0.6);
    return {
      text: `${setting.random.pick([
        `${member.name} left "${title.name}" on a train and it is gone. Report it as lost`,
        `${member.name} cannot find "${title.name}" any more, so record the copy as lost`,
      ])}${pays ? ' and settle the fine for it, which has been paid.' : '; the fine will be paid some other day.'}`,
      records: touch(member, title),
      calls: [
        findMember(member),
        { tool: 'list_loans', arguments: { member_id: member.member_id } },
        findTitle(title),
        { tool: 'list_copies', arguments: { title_id: title.title_id } },
        { tool: 'report_lost', arguments: { loan_id: loan.loan_id } },
        ...(pays ? [{ tool: 'pay_fine', arguments: { fine_id: { from: 5, path: 'data.fine_id' } } }] : []),
      ],
    };
  },
};

const longestOverdue: RequestTemplate<LibraryState> = {
  name: 'write off what is long overdue',
  kind: 'bulk',
  plan(setting) {
    const { today, random } = setting;
    const days = random.pick([7, 10, 14]);
    const limit = addDays(today, -days);
    const stale = loansInFull(setting).filter(({ loan }) => loan.due <= limit);
    if (stale.length === 0) return undefined;
    return {
      text: random.pick([
        `We write off whatever is overdue by ${days} days or more: report all of those copies as lost.`,
        `Every book that is at least ${days} days overdue counts as lost from today. Report them, whoever has them.`,
      ]),
      records: stale.flatMap(({ member, title }) => touch(member, title)),
      calls: [
        { tool: 'list_overdue_loans', arguments: { days } },
        ...stale.map(({ loan }) => ({ tool: 'report_lost', arguments: { loan_id: loan.loan_id } })),
      ],
    };
  },
};

export const loanMoves: readonly RequestTemplate<LibraryState>[] = [
  lendOrReserve,
  takeBack,
  renewAll,
  lendScanned,
  reportLost,
  longestOverdue,
];
