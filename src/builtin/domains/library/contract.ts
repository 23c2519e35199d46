import { addDays, daysBetween } from '../../../base/days.ts';
import { type Change, change, create, desc, inOrder, must, type Reason, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, found, least, made, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Copy, Fine, Hold, LibraryPolicy, LibraryState, Loan, Member, Title } from './design.ts';
import type { LendingLibrary } from './writes.ts';

type Desk = World<LibraryState, LibraryPolicy>;

const isOut = (loan: Loan): boolean => loan.ended === null;
const isActive = (hold: Hold): boolean => hold.status === 'waiting' || hold.status === 'ready';

export function queueOf({ state }: Pick<Desk, 'state'>, title_id: string): Hold[] {
  return where(state.holds, (hold) => hold.title_id === title_id && hold.status === 'waiting');
}

function copiesOf({ state }: Desk, title_id: string): Copy[] {
  return where(state.copies, (copy) => copy.title_id === title_id);
}

function loansOf({ state }: Desk, member_id: string): Loan[] {
  return where(state.loans, (loan) => loan.member_id === member_id && isOut(loan));
}

/** Rules R1 and R3: what bars a member from borrowing, renewing and placing holds. */
function bars({ state, policy, today }: Desk, member: Member): Reason[] {
  const owed = where(state.fines, (fine) => fine.member_id === member.member_id && fine.status === 'open');
  return [
    must('R1 the member is suspended', () => member.suspended),
    must('R1 the membership has run out', () => member.expires < today),
    must('R3 the member owes too much', () => sum(owed, (fine) => fine.amount_cents) >= policy.fine_limit_cents),
  ];
}

function forAdults(title: Title, member: Member): Reason {
  return must('R5 a title for adults', () => title.adults_only && member.level === 'child');
}

/** A copy that comes free goes to whoever has waited longest, else to the shelf. `without` is a hold that is just ended. */
function freed(desk: Desk, copy: Copy, without?: string): Change[] {
  const waiting = queueOf(desk, copy.title_id).filter((hold) => hold.hold_id !== without);
  const next = least(waiting, (hold) => `${hold.placed} ${hold.hold_id}`);
  if (!next) return [change('copies', copy.copy_id, { status: 'shelf' })];
  const pickup_until = addDays(desk.today, desk.policy.pickup_days);
  return [
    change('copies', copy.copy_id, { status: 'set_aside' }),
    change('holds', next.hold_id, { status: 'ready', copy_id: copy.copy_id, pickup_until }),
  ];
}

function closed(desk: Desk, hold_id: string, status: Hold['status']): Change[] {
  const { copy_id } = at(desk.state.holds, hold_id);
  const rest = copy_id === null ? [] : freed(desk, at(desk.state.copies, copy_id), hold_id);
  return [change('holds', hold_id, { status, copy_id: null, pickup_until: null }), ...rest];
}

function fine({ member_id, loan_id }: Loan, kind: Fine['kind'], amount_cents: number): Change {
  return create('fines', { member_id, loan_id, kind, amount_cents, status: 'open', waive_reason: null });
}

function lateDays({ today }: Desk, loan: Loan): number {
  return Math.max(0, daysBetween(loan.due, today));
}

const settled = ({ state }: Desk, fine_id: string): Reason =>
  must('R9 the fine is settled', () => at(state.fines, fine_id).status !== 'open');

/** What the lending desk promises. */
export const contract: ContractOf<LibraryState, LibraryPolicy, LendingLibrary> = {
  find_members: found('nobody is called that', ({ state }, { text }) =>
    inOrder(
      where(state.members, (member) => contains(member.name, text)),
      'name',
    ),
  ),
  search_titles: found('no title matches', ({ state }, { text, genre }) =>
    inOrder(
      where(
        state.titles,
        (title) => (contains(title.name, text) || contains(title.author, text)) && (genre === undefined || title.genre === genre),
      ),
      'name',
    ),
  ),
  list_copies: { answer: (desk, { title_id }) => inOrder(copiesOf(desk, title_id), 'copy_id') },
  get_copy: { answer: ({ state }, { copy_id }) => at(state.copies, copy_id) },
  list_loans: { answer: (desk, { member_id }) => inOrder(loansOf(desk, member_id), 'due', 'loan_id') },
  list_overdue_loans: found('nothing is overdue by that much', ({ state, today }, { days }) =>
    inOrder(
      where(state.loans, (loan) => isOut(loan) && daysBetween(loan.due, today) >= days),
      'due',
      'loan_id',
    ),
  ),
  list_queue: {
    answer: ({ state }, { title_id }) =>
      inOrder(
        where(state.holds, (hold) => hold.title_id === title_id && isActive(hold)),
        'status',
        (hold) => (hold.status === 'ready' ? '' : hold.placed),
        'hold_id',
      ),
  },
  list_member_holds: {
    answer: ({ state }, { member_id }) =>
      inOrder(
        where(state.holds, (hold) => hold.member_id === member_id),
        'placed',
        'hold_id',
      ),
  },
  list_ready_holds: {
    answer: ({ state }) =>
      inOrder(
        where(state.holds, (hold) => hold.status === 'ready'),
        'pickup_until',
        'hold_id',
      ),
  },
  list_fines: {
    answer: ({ state }, { member_id, open_only }) =>
      inOrder(
        where(state.fines, (item) => item.member_id === member_id && (!open_only || item.status === 'open')),
        desc('amount_cents'),
        'fine_id',
      ),
  },
  lend_copy: {
    refuse(desk, { copy_id, member_id }) {
      const { state, policy } = desk;
      const [copy, member] = [at(state.copies, copy_id), at(state.members, member_id)];
      const ready = where(state.holds, (hold) => hold.status === 'ready' && hold.copy_id === copy_id);
      return [
        ...bars(desk, member),
        forAdults(at(state.titles, copy.title_id), member),
        must('R2 as many copies as allowed', () => loansOf(desk, member_id).length >= policy.max_loans),
        must(
          'R4 set aside for another',
          () => copy.status === 'set_aside' && ready.every((hold) => hold.member_id !== member_id),
        ),
        must('R4 not on the shelf', () => copy.status !== 'shelf' && copy.status !== 'set_aside'),
      ];
    },
    changes: ({ state, policy, today }, { copy_id, member_id }) => [
      create('loans', { copy_id, member_id, due: addDays(today, policy.loan_days), renewals: 0, ended: null }),
      change('copies', copy_id, { status: 'lent' }),
      ...where(state.holds, (hold) => hold.status === 'ready' && hold.copy_id === copy_id).map((hold) =>
        change('holds', hold.hold_id, { status: 'fulfilled', copy_id: null, pickup_until: null }),
      ),
    ],
  },
  return_copy: {
    refuse: ({ state }, { copy_id }) => [
      must('the copy is not lent out', () => !all(state.loans).some((loan) => loan.copy_id === copy_id && isOut(loan))),
    ],
    changes(desk, { copy_id, damaged }) {
      const { state, policy, today } = desk;
      const copy = at(state.copies, copy_id);
      const late = (loan: Loan): number =>
        Math.min(lateDays(desk, loan) * policy.daily_fine_cents, at(state.titles, copy.title_id).price_cents);
      return where(state.loans, (loan) => loan.copy_id === copy_id && isOut(loan)).flatMap((loan) => [
        change('loans', loan.loan_id, { ended: today }),
        ...(late(loan) > 0 ? [fine(loan, 'late', late(loan))] : []),
        ...(damaged ? [fine(loan, 'damage', policy.damage_fee_cents)] : []),
        ...(damaged ? [change('copies', copy_id, { status: 'repair' })] : freed(desk, copy)),
      ]);
    },
    answer(desk, { copy_id }, after) {
      const [loan] = where(desk.state.loans, (item) => item.copy_id === copy_id && isOut(item));
      const fineFor = (kind: Fine['kind']): string | null =>
        made(desk.state.fines, after.fines).find((item) => item.kind === kind)?.fine_id ?? null;
      return {
        loan_id: loan?.loan_id ?? null,
        days_late: loan ? lateDays(desk, loan) : null,
        late_fine_id: fineFor('late'),
        damage_fine_id: fineFor('damage'),
        copy_status: at(after.copies, copy_id).status,
      };
    },
  },
  renew_loan: {
    refuse(desk, { loan_id }) {
      const { state, policy, today } = desk;
      const loan = at(state.loans, loan_id);
      return [
        must('the loan is over', () => !isOut(loan)),
        ...bars(desk, at(state.members, loan.member_id)),
        must('R6 overdue', () => loan.due < today),
        must('R6 renewed as often as allowed', () => loan.renewals >= policy.max_renewals),
        must('R6 somebody waits for the title', () => queueOf(desk, at(state.copies, loan.copy_id).title_id).length > 0),
        must('it would not become longer', () => loan.due >= addDays(today, policy.loan_days)),
      ];
    },
    changes: ({ state, policy, today }, { loan_id }) => [
      change('loans', loan_id, { due: addDays(today, policy.loan_days), renewals: at(state.loans, loan_id).renewals + 1 }),
    ],
  },
  report_lost: {
    refuse: ({ state }, { loan_id }) => [must('the loan is over', () => !isOut(at(state.loans, loan_id)))],
    changes({ state, today }, { loan_id }) {
      const loan = at(state.loans, loan_id);
      return [
        change('loans', loan_id, { ended: today }),
        change('copies', loan.copy_id, { status: 'lost' }),
        fine(loan, 'lost', at(state.titles, at(state.copies, loan.copy_id).title_id).price_cents),
      ];
    },
  },
  place_hold: {
    refuse(desk, { title_id, member_id }) {
      const { state } = desk;
      const member = at(state.members, member_id);
      return [
        ...bars(desk, member),
        forAdults(at(state.titles, title_id), member),
        must('R7 a copy stands on the shelf', () => copiesOf(desk, title_id).some((copy) => copy.status === 'shelf')),
        must('R7 the member has the title', () =>
          loansOf(desk, member_id).some((loan) => at(state.copies, loan.copy_id).title_id === title_id),
        ),
        must('R7 the member has a hold on it', () =>
          all(state.holds).some((hold) => hold.title_id === title_id && hold.member_id === member_id && isActive(hold)),
        ),
      ];
    },
    changes: (_desk, { title_id, member_id }) => [
      create('holds', { title_id, member_id, status: 'waiting', copy_id: null, pickup_until: null }),
    ],
  },
  cancel_hold: {
    refuse: ({ state }, { hold_id }) => [must('R8 the hold is over', () => !isActive(at(state.holds, hold_id)))],
    changes: (desk, { hold_id }) => closed(desk, hold_id, 'cancelled'),
  },
  expire_hold: {
    refuse: ({ state, today }, { hold_id }) => [
      must('R8 the hold is not ready', () => at(state.holds, hold_id).status !== 'ready'),
      must('R8 it can still be picked up', () => (at(state.holds, hold_id).pickup_until ?? '') >= today),
    ],
    changes: (desk, { hold_id }) => closed(desk, hold_id, 'expired'),
  },
  pay_fine: {
    refuse: (desk, { fine_id }) => [settled(desk, fine_id)],
    changes: (_desk, { fine_id }) => [change('fines', fine_id, { status: 'paid' })],
  },
  waive_fine: {
    refuse: (desk, { fine_id }) => [
      settled(desk, fine_id),
      must('R9 fines for lost copies are never waived', () => at(desk.state.fines, fine_id).kind === 'lost'),
    ],
    changes: (_desk, { fine_id, reason }) => [change('fines', fine_id, { status: 'waived', waive_reason: reason })],
  },
  extend_membership: {
    refuse: ({ state, today }, { member_id }) => [
      must('it runs for more than a year', () => at(state.members, member_id).expires > addDays(today, 365)),
      must('R14 a lost copy is unpaid', () =>
        all(state.fines).some((item) => item.member_id === member_id && item.status === 'open' && item.kind === 'lost'),
      ),
    ],
    changes({ state, today }, { member_id }) {
      const { expires } = at(state.members, member_id);
      return [change('members', member_id, { expires: addDays(expires < today ? today : expires, 365) })];
    },
  },
  send_to_repair: {
    refuse: ({ state }, { copy_id }) => [must('R10 not on the shelf', () => at(state.copies, copy_id).status !== 'shelf')],
    changes: (_desk, { copy_id }) => [change('copies', copy_id, { status: 'repair' })],
  },
  back_from_repair: {
    refuse: ({ state }, { copy_id }) => [must('not in repair', () => at(state.copies, copy_id).status !== 'repair')],
    changes: (desk, { copy_id }) => freed(desk, at(desk.state.copies, copy_id)),
  },
};
