import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Copy, Fine, Hold, LibraryPolicy, LibraryState, Loan, Member } from './design.ts';

declare const POLICY: LibraryPolicy;

export class LibraryRules extends Environment<LibraryState> {
  protected copiesOf(title_id: string): Copy[] {
    const copies = Object.values(this.state.copies).filter((copy) => copy.title_id === title_id);
    return copies.sort((a, b) => (a.copy_id < b.copy_id ? -1 : 1));
  }

  protected openLoans(member_id: string): Loan[] {
    const open = Object.values(this.state.loans).filter((loan) => loan.member_id === member_id && loan.ended === null);
    return open.sort((a, b) => (a.due === b.due ? (a.loan_id < b.loan_id ? -1 : 1) : a.due < b.due ? -1 : 1));
  }

  /** Holds by the moment they were placed. */
  protected inOrder(holds: Hold[]): Hold[] {
    return holds.sort((a, b) => (a.placed === b.placed ? (a.hold_id < b.hold_id ? -1 : 1) : a.placed < b.placed ? -1 : 1));
  }

  protected waiting(title_id: string): Hold[] {
    return this.inOrder(
      Object.values(this.state.holds).filter((hold) => hold.title_id === title_id && hold.status === 'waiting'),
    );
  }

  /** Why a member can neither borrow nor renew nor place holds; undefined when nothing is in the way. */
  protected barred(member: Member): string | undefined {
    if (member.suspended) return `${member.name} is suspended.`; // R1
    if (member.expires < this.today()) return `The membership of ${member.name} ran out on ${member.expires}.`; // R1
    const owed = Object.values(this.state.fines)
      .filter((fine) => fine.member_id === member.member_id && fine.status === 'open')
      .reduce((sum, fine) => sum + fine.amount_cents, 0);
    if (owed >= POLICY.fine_limit_cents) return `${member.name} owes ${owed} cents in fines.`; // R3
    return undefined;
  }

  /** A copy that comes free: set aside for whoever waits longest, or back to the shelf. */
  protected release(copy: Copy): void {
    const next = this.waiting(copy.title_id)[0];
    copy.status = next ? 'set_aside' : 'shelf';
    if (!next) return;
    next.status = 'ready';
    next.copy_id = copy.copy_id;
    next.pickup_until = this.today(POLICY.pickup_days);
  }

  protected close(hold: Hold, status: 'fulfilled' | 'cancelled' | 'expired'): void {
    hold.status = status;
    hold.copy_id = null;
    hold.pickup_until = null;
  }

  protected charge(loan: Loan, kind: Fine['kind'], amount_cents: number): string {
    const fine_id = this.newId('F');
    this.state.fines[fine_id] = {
      fine_id,
      member_id: loan.member_id,
      loan_id: loan.loan_id,
      kind,
      amount_cents,
      status: 'open',
      waive_reason: null,
    };
    return fine_id;
  }
}

export const invariants: Invariants<LibraryState> = {
  R11: (state) =>
    Object.values(state.copies).every(
      (copy) =>
        (copy.status === 'lent' ? 1 : 0) ===
        Object.values(state.loans).filter((loan) => loan.copy_id === copy.copy_id && loan.ended === null).length,
    ),
  R12: (state) =>
    Object.values(state.copies).every((copy) => {
      const ready = Object.values(state.holds).filter((hold) => hold.copy_id === copy.copy_id);
      return (
        ready.length === (copy.status === 'set_aside' ? 1 : 0) &&
        ready.every((hold) => hold.status === 'ready' && hold.title_id === copy.title_id && hold.pickup_until !== null)
      );
    }),
  R13: (state) => {
    const active = Object.values(state.holds).filter((hold) => hold.status === 'waiting' || hold.status === 'ready');
    const pairs = new Set(active.map((hold) => `${hold.member_id} ${hold.title_id}`));
    const shelved = new Set(
      Object.values(state.copies)
        .filter((copy) => copy.status === 'shelf')
        .map((copy) => copy.title_id),
    );
    return pairs.size === active.length && active.every((hold) => hold.status === 'ready' || !shelved.has(hold.title_id));
  },
};
