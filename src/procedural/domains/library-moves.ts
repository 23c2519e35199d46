import type { Move, MoveCall, Setting } from '../domain.ts';
import { addDays, longDate } from '../wording.ts';
import type { Copy, Fine, Hold, LibraryState, Loan, Member, Title } from './library-state.ts';

type LibrarySetting = Setting<LibraryState>;

function membersOf({ state, random }: LibrarySetting): Member[] {
  return random.shuffle(Object.values(state.members));
}

function copiesOf(state: LibraryState, title: Title): Copy[] {
  return Object.values(state.copies).filter((copy) => copy.title_id === title.title_id);
}

function openLoans(state: LibraryState, member: Member): Loan[] {
  return Object.values(state.loans).filter((loan) => loan.member_id === member.member_id && loan.ended === null);
}

function openFines(state: LibraryState, member: Member): Fine[] {
  return Object.values(state.fines).filter((fine) => fine.member_id === member.member_id && fine.status === 'open');
}

function waiting(state: LibraryState, title: Title): Hold[] {
  return Object.values(state.holds).filter((hold) => hold.title_id === title.title_id && hold.status === 'waiting');
}

/** Whether a member may borrow, renew and reserve at all. */
function welcome({ state, policy, today }: LibrarySetting, member: Member): boolean {
  const owed = openFines(state, member).reduce((sum, fine) => sum + fine.amount_cents, 0);
  return !member.suspended && member.expires >= today && owed < Number(policy.fine_limit_cents);
}

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
function loansInFull({ state, random }: LibrarySetting): { loan: Loan; copy: Copy; title: Title; member: Member }[] {
  return random.shuffle(Object.values(state.loans)).flatMap((loan) => {
    const copy = state.copies[loan.copy_id];
    const title = copy && state.titles[copy.title_id];
    const member = state.members[loan.member_id];
    return loan.ended === null && copy && title && member ? [{ loan, copy, title, member }] : [];
  });
}

function findMember(member: Member): MoveCall {
  return { tool: 'find_members', arguments: { text: member.name } };
}

function findTitle(title: Title): MoveCall {
  return { tool: 'search_titles', arguments: { text: title.name } };
}

function touch(member: Member, ...titles: readonly Title[]): string[] {
  return [`members/${member.member_id}`, ...titles.map((title) => `titles/${title.title_id}`)];
}

const barcode = (copy: Copy): string => copy.copy_id.replace('B-', '');

const lendOrReserve: Move<LibraryState> = {
  name: 'lend or reserve',
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
        `${member.name} is asking for "${title.name}". Lend it if a copy is on the shelf, otherwise put ${member.name.split(' ')[0]} on the waiting list.`,
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

const lendScanned: Move<LibraryState> = {
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

const takeBack: Move<LibraryState> = {
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

const renewAll: Move<LibraryState> = {
  name: 'renew what can be renewed',
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

const leaveQueue: Move<LibraryState> = {
  name: 'leave the queue',
  plan(setting) {
    const { state, random } = setting;
    const hold = random.shuffle(Object.values(state.holds)).find((one) => one.status === 'waiting' || one.status === 'ready');
    const member = hold && state.members[hold.member_id];
    const title = hold && state.titles[hold.title_id];
    if (!hold || !member || !title) return undefined;
    return {
      text: random.pick([
        `${member.name} no longer needs "${title.name}"; cancel the hold on it.`,
        `Take ${member.name} off the list for "${title.name}".`,
        `${member.name} bought a copy of "${title.name}" and can be removed from its waiting list.`,
      ]),
      records: touch(member, title),
      calls: [
        findMember(member),
        findTitle(title),
        { tool: 'list_queue', arguments: { title_id: title.title_id } },
        { tool: 'cancel_hold', arguments: { hold_id: hold.hold_id } },
      ],
    };
  },
};

const payFines: Move<LibraryState> = {
  name: 'pay all fines',
  plan(setting) {
    const { state, random } = setting;
    const member = membersOf(setting).find((one) => openFines(state, one).length > 0);
    if (!member) return undefined;
    const fines = openFines(state, member);
    return {
      text: random.pick([
        `${member.name} is paying off everything that is owed. Mark ${fines.length === 1 ? 'the open fine' : 'all open fines'} as paid.`,
        `All open fines of ${member.name} were just paid in cash; please record that.`,
      ]),
      records: touch(member),
      calls: [
        findMember(member),
        { tool: 'list_fines', arguments: { member_id: member.member_id } },
        ...fines.map((fine) => ({ tool: 'pay_fine', arguments: { fine_id: fine.fine_id } })),
      ],
    };
  },
};

const waiveLargest: Move<LibraryState> = {
  name: 'waive one fine and collect the rest',
  plan(setting) {
    const { state, random } = setting;
    for (const member of membersOf(setting)) {
      const fines = openFines(state, member).sort((a, b) => b.amount_cents - a.amount_cents);
      const [largest, second] = fines;
      if (!largest || largest.kind === 'lost' || largest.amount_cents === second?.amount_cents) continue;
      const [reason, words] = random.pick([
        ['illness', 'was ill'],
        ['library_error', 'was the victim of an error of ours'],
        ['goodwill', 'has always been a good member, so as a gesture of goodwill'],
      ] as const);
      const why = reason === 'goodwill' ? `${member.name} ${words}` : `Since ${member.name} ${words},`;
      return {
        text: `${why} waive ${second ? 'the largest open fine' : 'the open fine'}.${second ? ' The others were paid today.' : ''}`,
        records: touch(member),
        calls: [
          findMember(member),
          { tool: 'list_fines', arguments: { member_id: member.member_id } },
          { tool: 'waive_fine', arguments: { fine_id: largest.fine_id, reason } },
          ...fines.slice(1).map((fine) => ({ tool: 'pay_fine', arguments: { fine_id: fine.fine_id } })),
        ],
      };
    }
    return undefined;
  },
};

const reportLost: Move<LibraryState> = {
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

const pickUp: Move<LibraryState> = {
  name: 'pick up a reserved copy',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const hold of random.shuffle(Object.values(state.holds))) {
      const member = state.members[hold.member_id];
      const title = state.titles[hold.title_id];
      if (hold.status !== 'ready' || hold.copy_id === null || !member || !title || !welcome(setting, member)) continue;
      if (openLoans(state, member).length >= Number(policy.max_loans)) continue;
      return {
        text: random.pick([
          `${member.name} has come to pick up the copy of "${title.name}" that we set aside.`,
          `Check the reserved "${title.name}" out to ${member.name}, who is here for it.`,
        ]),
        records: touch(member, title),
        calls: [
          findMember(member),
          { tool: 'list_member_holds', arguments: { member_id: member.member_id } },
          findTitle(title),
          { tool: 'lend_copy', arguments: { copy_id: hold.copy_id, member_id: member.member_id } },
        ],
      };
    }
    return undefined;
  },
};

const clearHoldShelf: Move<LibraryState> = {
  name: 'clear the hold shelf',
  plan({ state, today, random }) {
    const stale = Object.values(state.holds).filter(
      (hold) => hold.status === 'ready' && hold.pickup_until !== null && hold.pickup_until < today,
    );
    if (stale.length === 0) return undefined;
    return {
      text: random.pick([
        'Clear the hold shelf: every reserved copy whose pick-up period is over goes to the next person in line.',
        'Please expire all holds that were not picked up in time.',
      ]),
      records: stale.flatMap((hold) => [`members/${hold.member_id}`, `titles/${hold.title_id}`]),
      calls: [
        { tool: 'list_ready_holds', arguments: {} },
        ...stale.map((hold) => ({ tool: 'expire_hold', arguments: { hold_id: hold.hold_id } })),
      ],
    };
  },
};

const repairs: Move<LibraryState> = {
  name: 'back from repair',
  plan({ state, random }) {
    const copy = random.shuffle(Object.values(state.copies)).find((one) => one.status === 'repair');
    const title = copy && state.titles[copy.title_id];
    if (!copy || !title || copiesOf(state, title).filter((one) => one.status === 'repair').length > 1) return undefined;
    return {
      text: random.pick([
        `The bookbinder has returned our copy of "${title.name}". Put it back into circulation.`,
        `"${title.name}" is repaired; bring that copy back.`,
      ]),
      records: [`titles/${title.title_id}`, ...waiting(state, title).map((hold) => `members/${hold.member_id}`)],
      calls: [
        findTitle(title),
        { tool: 'list_copies', arguments: { title_id: title.title_id } },
        { tool: 'back_from_repair', arguments: { copy_id: copy.copy_id } },
      ],
    };
  },
};

const extendAndLend: Move<LibraryState> = {
  name: 'extend a membership',
  plan(setting) {
    const { state, today, random } = setting;
    const soon = addDays(today, 14);
    const member = membersOf(setting).find(
      (one) => one.expires <= soon && !one.suspended && !openFines(state, one).some((fine) => fine.kind === 'lost'),
    );
    if (!member) return undefined;
    const over = member.expires < today;
    return {
      text: random.pick([
        `The card of ${member.name} ${over ? 'ran out' : 'runs out'} on ${longDate(member.expires)}. Extend the membership by a year.`,
        `${member.name} would like to stay a member for another year; please extend the membership, which ${over ? 'has ended' : 'ends soon'}.`,
      ]),
      records: touch(member),
      calls: [findMember(member), { tool: 'extend_membership', arguments: { member_id: member.member_id } }],
    };
  },
};

const longestOverdue: Move<LibraryState> = {
  name: 'write off what is long overdue',
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

export const moves: readonly Move<LibraryState>[] = [
  lendOrReserve,
  takeBack,
  renewAll,
  leaveQueue,
  payFines,
  lendScanned,
  waiveLargest,
  reportLost,
  pickUp,
  clearHoldShelf,
  repairs,
  extendAndLend,
  longestOverdue,
];
