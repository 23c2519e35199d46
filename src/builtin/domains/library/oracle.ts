import { addDays, daysBetween } from '../../../base/days.ts';
import { type Change, change, create } from '../../../domain/contract/form.ts';
import { all, contains, firstOf, inOrderOf, type Moment, noSuch, type Oracles } from '../../kit/oracle.ts';
import type { Copy, Fine, Hold, LibraryState, Loan, Member } from './state.ts';

type Desk = Moment<LibraryState>;

const openLoans = (state: LibraryState): Loan[] => all(state.loans).filter((loan) => loan.ended === null);
const isActive = (hold: Hold): boolean => ['waiting', 'ready'].includes(hold.status);

function queueOf(state: LibraryState, title: string): Hold[] {
  const waiting = all(state.holds).filter((hold) => hold.title_id === title && hold.status === 'waiting');
  return inOrderOf(
    waiting,
    (hold) => hold.placed,
    (hold) => hold.hold_id,
  );
}

/** Rules R1 and R3: what bars a member from borrowing, renewing and placing holds. */
function barred({ state, policy, today }: Desk, member: Member | undefined): boolean {
  if (!member) return true;
  const owed = all(state.fines).filter((fine) => fine.member_id === member.member_id && fine.status === 'open');
  const sum = owed.reduce((total, fine) => total + fine.amount_cents, 0);
  return member.suspended || member.expires < today || sum >= Number(policy.fine_limit_cents);
}

/** A copy that comes free goes to whoever has waited longest, else to the shelf. `without` is a hold that is just ended. */
function freed({ state, policy, today }: Desk, copy: Copy, without?: string): Change[] {
  const next = queueOf(state, copy.title_id).find((hold) => hold.hold_id !== without);
  if (!next) return [change('copies', copy.copy_id, { status: 'shelf' })];
  const until = addDays(today, Number(policy.pickup_days));
  return [
    change('copies', copy.copy_id, { status: 'set_aside' }),
    change('holds', next.hold_id, { status: 'ready', copy_id: copy.copy_id, pickup_until: until }),
  ];
}

function ended(desk: Desk, hold_id: string, status: Hold['status']): Change[] {
  const hold = desk.state.holds[hold_id];
  const copy = hold?.copy_id ? desk.state.copies[hold.copy_id] : undefined;
  return [change('holds', hold_id, { status, copy_id: null, pickup_until: null }), ...(copy ? freed(desk, copy, hold_id) : [])];
}

function fine(loan: Loan, kind: Fine['kind'], amount_cents: number): Change {
  const { member_id, loan_id } = loan;
  return create('fines', { member_id, loan_id, kind, amount_cents, status: 'open', waive_reason: null });
}

/** The fines for a copy that comes back late or damaged. */
function finesOnReturn(
  { state, policy, today }: Desk,
  loan: Loan,
  damaged: boolean,
): { kind: 'late' | 'damage'; amount: number }[] {
  const late = Math.max(0, daysBetween(loan.due, today));
  const price = state.titles[state.copies[loan.copy_id]?.title_id ?? '']?.price_cents ?? 0;
  return [
    ...(late > 0 ? [{ kind: 'late' as const, amount: Math.min(late * Number(policy.daily_fine_cents), price) }] : []),
    ...(damaged ? [{ kind: 'damage' as const, amount: Number(policy.damage_fee_cents) }] : []),
  ];
}

const lentOut = (state: LibraryState, copy_id: string): Loan | undefined =>
  openLoans(state).find((loan) => loan.copy_id === copy_id);

/** What the lending desk promises. */
export const libraryExpectations: Oracles<LibraryState> = {
  find_members: {
    refusal: ({ state }, { text }: { text: string }) =>
      firstOf([!all(state.members).some((member) => contains(member.name, text)), 'nobody is called that']),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.members).filter((member) => contains(member.name, text)),
        (member) => member.name,
      ),
  },
  search_titles: {
    refusal: (desk, args: TitleSearch) => firstOf([titlesFor(desk, args).length === 0, 'no title matches']),
    answer: (desk, args: TitleSearch) => inOrderOf(titlesFor(desk, args), (title) => title.name),
  },
  list_copies: {
    refusal: ({ state }, { title_id }: { title_id: string }) => firstOf(noSuch(state.titles[title_id], 'title')),
    answer: ({ state }, { title_id }: { title_id: string }) =>
      inOrderOf(
        all(state.copies).filter((copy) => copy.title_id === title_id),
        (copy) => copy.copy_id,
      ),
  },
  get_copy: {
    refusal: ({ state }, { copy_id }: { copy_id: string }) => firstOf(noSuch(state.copies[copy_id], 'copy')),
    answer: ({ state }, { copy_id }: { copy_id: string }) => state.copies[copy_id] ?? null,
  },
  list_loans: {
    refusal: ({ state }, { member_id }: { member_id: string }) => firstOf(noSuch(state.members[member_id], 'member')),
    answer: ({ state }, { member_id }: { member_id: string }) =>
      inOrderOf(
        openLoans(state).filter((loan) => loan.member_id === member_id),
        (loan) => loan.due,
        (loan) => loan.loan_id,
      ),
  },
  list_overdue_loans: {
    refusal: (desk, { days }: { days: number }) => firstOf([overdue(desk, days).length === 0, 'nothing is overdue by that much']),
    answer: (desk, { days }: { days: number }) =>
      inOrderOf(
        overdue(desk, days),
        (loan) => loan.due,
        (loan) => loan.loan_id,
      ),
  },
  list_queue: {
    refusal: ({ state }, { title_id }: { title_id: string }) => firstOf(noSuch(state.titles[title_id], 'title')),
    answer: ({ state }, { title_id }: { title_id: string }) => {
      const ready = all(state.holds).filter((hold) => hold.title_id === title_id && hold.status === 'ready');
      return [...inOrderOf(ready, (hold) => hold.hold_id), ...queueOf(state, title_id)];
    },
  },
  list_member_holds: {
    refusal: ({ state }, { member_id }: { member_id: string }) => firstOf(noSuch(state.members[member_id], 'member')),
    answer: ({ state }, { member_id }: { member_id: string }) =>
      inOrderOf(
        all(state.holds).filter((hold) => hold.member_id === member_id),
        (hold) => hold.placed,
        (hold) => hold.hold_id,
      ),
  },
  list_ready_holds: {
    refusal: () => undefined,
    answer: ({ state }) =>
      inOrderOf(
        all(state.holds).filter((hold) => hold.status === 'ready'),
        (hold) => hold.pickup_until ?? '',
        (hold) => hold.hold_id,
      ),
  },
  list_fines: {
    refusal: ({ state }, { member_id }: { member_id: string }) => firstOf(noSuch(state.members[member_id], 'member')),
    answer: ({ state }, { member_id, open_only }: { member_id: string; open_only: boolean }) =>
      inOrderOf(
        all(state.fines).filter((item) => item.member_id === member_id && (!open_only || item.status === 'open')),
        (item) => -item.amount_cents,
        (item) => item.fine_id,
      ),
  },
  lend_copy: {
    refusal(desk, { copy_id, member_id }: { copy_id: string; member_id: string }) {
      const { state, policy } = desk;
      const [copy, member] = [state.copies[copy_id], state.members[member_id]];
      const title = state.titles[copy?.title_id ?? ''];
      const out = openLoans(state).filter((loan) => loan.member_id === member_id).length;
      const isForMember = all(state.holds).some(
        (hold) => hold.status === 'ready' && hold.copy_id === copy_id && hold.member_id === member_id,
      );
      return firstOf(
        noSuch(copy, 'copy'),
        noSuch(member, 'member'),
        [barred(desk, member), 'R1 or R3: the member is barred'],
        [title?.adults_only === true && member?.level === 'child', 'R5: a title for adults'],
        [out >= Number(policy.max_loans), 'R2: the member has as many copies as allowed'],
        [copy?.status === 'set_aside' && !isForMember, 'R4: set aside for another'],
        [copy?.status !== 'shelf' && copy?.status !== 'set_aside', 'R4: the copy is not on the shelf'],
      );
    },
    changes({ state, policy, today }, { copy_id, member_id }: { copy_id: string; member_id: string }) {
      const hold = all(state.holds).find((item) => item.status === 'ready' && item.copy_id === copy_id);
      const due = addDays(today, Number(policy.loan_days));
      return [
        create('loans', { copy_id, member_id, due, renewals: 0, ended: null }),
        change('copies', copy_id, { status: 'lent' }),
        ...(hold ? [change('holds', hold.hold_id, { status: 'fulfilled', copy_id: null, pickup_until: null })] : []),
      ];
    },
  },
  return_copy: {
    refusal: ({ state }, { copy_id }: { copy_id: string }) =>
      firstOf(noSuch(state.copies[copy_id], 'copy'), [!lentOut(state, copy_id), 'the copy is not lent out']),
    changes(desk, { copy_id, damaged }: { copy_id: string; damaged: boolean }) {
      const [copy, loan] = [desk.state.copies[copy_id], lentOut(desk.state, copy_id)];
      if (!copy || !loan) return [];
      return [
        change('loans', loan.loan_id, { ended: desk.today }),
        ...finesOnReturn(desk, loan, damaged).map(({ kind, amount }) => fine(loan, kind, amount)),
        ...(damaged ? [change('copies', copy_id, { status: 'repair' })] : freed(desk, copy)),
      ];
    },
    answer({ state, today }, { copy_id }: { copy_id: string }, after) {
      const loan = lentOut(state, copy_id);
      const made = (kind: Fine['kind']): string | null =>
        all(after.fines).find((item) => !state.fines[item.fine_id] && item.loan_id === loan?.loan_id && item.kind === kind)
          ?.fine_id ?? null;
      return {
        loan_id: loan?.loan_id ?? '',
        days_late: Math.max(0, daysBetween(loan?.due ?? today, today)),
        late_fine_id: made('late'),
        damage_fine_id: made('damage'),
        copy_status: after.copies[copy_id]?.status ?? '',
      };
    },
  },
  renew_loan: {
    refusal(desk, { loan_id }: { loan_id: string }) {
      const { state, policy, today } = desk;
      const loan = state.loans[loan_id];
      const title = state.copies[loan?.copy_id ?? '']?.title_id ?? '';
      return firstOf(
        [loan?.ended !== null, 'there is no such open loan'],
        [barred(desk, state.members[loan?.member_id ?? '']), 'R1 or R3: the member is barred'],
        [(loan?.due ?? '') < today, 'R6: the loan is overdue'],
        [(loan?.renewals ?? 0) >= Number(policy.max_renewals), 'R6: renewed as often as allowed'],
        [queueOf(state, title).length > 0, 'R6: somebody waits for the title'],
        [(loan?.due ?? '') >= addDays(today, Number(policy.loan_days)), 'it would not become longer'],
      );
    },
    changes: ({ state, policy, today }, { loan_id }: { loan_id: string }) => [
      change('loans', loan_id, {
        due: addDays(today, Number(policy.loan_days)),
        renewals: (state.loans[loan_id]?.renewals ?? 0) + 1,
      }),
    ],
  },
  report_lost: {
    refusal: ({ state }, { loan_id }: { loan_id: string }) =>
      firstOf([state.loans[loan_id]?.ended !== null, 'there is no such open loan']),
    changes({ state, today }, { loan_id }: { loan_id: string }) {
      const loan = state.loans[loan_id];
      const copy = state.copies[loan?.copy_id ?? ''];
      if (!loan || !copy) return [];
      return [
        change('loans', loan_id, { ended: today }),
        change('copies', copy.copy_id, { status: 'lost' }),
        fine(loan, 'lost', state.titles[copy.title_id]?.price_cents ?? 0),
      ];
    },
  },
  place_hold: {
    refusal(desk, { title_id, member_id }: { title_id: string; member_id: string }) {
      const { state } = desk;
      const [title, member] = [state.titles[title_id], state.members[member_id]];
      const copies = all(state.copies).filter((copy) => copy.title_id === title_id);
      const own = openLoans(state).filter((loan) => loan.member_id === member_id);
      const holds = all(state.holds).filter((hold) => hold.title_id === title_id && hold.member_id === member_id);
      return firstOf(
        noSuch(title, 'title'),
        noSuch(member, 'member'),
        [barred(desk, member), 'R1 or R3: the member is barred'],
        [title?.adults_only === true && member?.level === 'child', 'R5: a title for adults'],
        [copies.some((copy) => copy.status === 'shelf'), 'R7: a copy stands on the shelf'],
        [own.some((loan) => copies.some((copy) => copy.copy_id === loan.copy_id)), 'R7: the member has the title'],
        [holds.some(isActive), 'R7: the member has a hold on it'],
      );
    },
    changes: (_desk, { title_id, member_id }: { title_id: string; member_id: string }) => [
      create('holds', { title_id, member_id, status: 'waiting', copy_id: null, pickup_until: null }),
    ],
  },
  cancel_hold: {
    refusal({ state }, { hold_id }: { hold_id: string }) {
      const hold = state.holds[hold_id];
      return firstOf(noSuch(hold, 'hold'), [hold !== undefined && !isActive(hold), 'R8: the hold is over']);
    },
    changes: (desk, { hold_id }: { hold_id: string }) => ended(desk, hold_id, 'cancelled'),
  },
  expire_hold: {
    refusal({ state, today }, { hold_id }: { hold_id: string }) {
      const hold = state.holds[hold_id];
      return firstOf(
        noSuch(hold, 'hold'),
        [hold?.status !== 'ready', 'R8: the hold is not ready'],
        [(hold?.pickup_until ?? '') >= today, 'R8: it can still be picked up'],
      );
    },
    changes: (desk, { hold_id }: { hold_id: string }) => ended(desk, hold_id, 'expired'),
  },
  pay_fine: {
    refusal: ({ state }, { fine_id }: { fine_id: string }) =>
      firstOf(noSuch(state.fines[fine_id], 'fine'), [state.fines[fine_id]?.status !== 'open', 'R9: the fine is settled']),
    changes: (_desk, { fine_id }: { fine_id: string }) => [change('fines', fine_id, { status: 'paid' })],
  },
  waive_fine: {
    refusal: ({ state }, { fine_id }: { fine_id: string }) =>
      firstOf(
        noSuch(state.fines[fine_id], 'fine'),
        [state.fines[fine_id]?.status !== 'open', 'R9: the fine is settled'],
        [state.fines[fine_id]?.kind === 'lost', 'R9: fines for lost copies are never waived'],
      ),
    changes: (_desk, { fine_id, reason }: { fine_id: string; reason: string }) => [
      change('fines', fine_id, { status: 'waived', waive_reason: reason }),
    ],
  },
  extend_membership: {
    refusal({ state, today }, { member_id }: { member_id: string }) {
      const member = state.members[member_id];
      const owesLost = all(state.fines).some(
        (item) => item.member_id === member_id && item.status === 'open' && item.kind === 'lost',
      );
      return firstOf(
        noSuch(member, 'member'),
        [(member?.expires ?? '') > addDays(today, 365), 'it already runs for more than a year'],
        [owesLost, 'R14: a lost copy is unpaid'],
      );
    },
    changes({ state, today }, { member_id }: { member_id: string }) {
      const [start = today] = [state.members[member_id]?.expires ?? today, today].sort().reverse();
      return [change('members', member_id, { expires: addDays(start, 365) })];
    },
  },
  send_to_repair: {
    refusal: ({ state }, { copy_id }: { copy_id: string }) =>
      firstOf(noSuch(state.copies[copy_id], 'copy'), [
        state.copies[copy_id]?.status !== 'shelf',
        'R10: the copy is not on the shelf',
      ]),
    changes: (_desk, { copy_id }: { copy_id: string }) => [change('copies', copy_id, { status: 'repair' })],
  },
  back_from_repair: {
    refusal: ({ state }, { copy_id }: { copy_id: string }) =>
      firstOf(noSuch(state.copies[copy_id], 'copy'), [state.copies[copy_id]?.status !== 'repair', 'the copy is not in repair']),
    changes(desk, { copy_id }: { copy_id: string }) {
      const copy = desk.state.copies[copy_id];
      return copy ? freed(desk, copy) : [];
    },
  },
};

interface TitleSearch {
  readonly text: string;
  readonly genre?: string;
}

function titlesFor({ state }: Desk, { text, genre }: TitleSearch): LibraryState['titles'][string][] {
  return all(state.titles).filter(
    (title) => (contains(title.name, text) || contains(title.author, text)) && (genre === undefined || title.genre === genre),
  );
}

function overdue({ state, today }: Desk, days: number): Loan[] {
  return openLoans(state).filter((loan) => daysBetween(loan.due, today) >= days);
}
