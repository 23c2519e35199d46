import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Copy, Fine, Hold, LibraryPolicy, Loan, Member, Title } from './design.ts';
import { LibraryReads } from './reads.ts';

declare const POLICY: LibraryPolicy;

export class LendingLibrary extends LibraryReads {
  /**
   * Lend a copy to a member for {loan_days} days.
   * @effect write  @rules R1 R2 R3 R4 R5
   * @param copy_id  The barcode.
   * @param member_id  Who takes it.
   */
  lend_copy({ copy_id, member_id }: { copy_id: Ref<Copy>; member_id: Ref<Member> }): Result<Loan> {
    const copy = this.state.copies[copy_id];
    if (!copy) return fail(`No copy has the barcode ${copy_id}.`);
    const title = this.state.titles[copy.title_id];
    if (!title) return fail(`No title ${copy.title_id}.`);
    const member = this.state.members[member_id];
    if (!member) return fail(`No member ${member_id}.`);
    const barred = this.barred(member);
    if (barred) return fail(barred); // R1 R3
    if (title.adults_only && member.level === 'child') return fail(`${title.name} is not lent to children.`); // R5
    const open = this.openLoans(member_id).length;
    if (open >= POLICY.max_loans) return fail(`${member.name} already has ${open} of ${POLICY.max_loans} copies out.`); // R2
    const hold = Object.values(this.state.holds).find((item) => item.status === 'ready' && item.copy_id === copy_id);
    if (hold && hold.member_id !== member_id) return fail(`Copy ${copy_id} is set aside for somebody else.`); // R4
    if (copy.status !== 'shelf' && !hold) return fail(`Copy ${copy_id} is not on the shelf: ${copy.status}.`); // R4

    const loan: Loan = {
      loan_id: this.newId('LN'),
      copy_id,
      member_id,
      due: this.today(POLICY.loan_days),
      renewals: 0,
      ended: null,
    };
    this.state.loans[loan.loan_id] = loan;
    copy.status = 'lent';
    if (hold) this.close(hold, 'fulfilled');
    return ok(loan);
  }

  /**
   * Take back a copy. A late one costs {daily_fine_cents} cents a day, at most its price; a damaged one costs
   * {damage_fee_cents} cents and goes to repair. Otherwise it is set aside for whoever waits longest, or goes to the
   * shelf.
   * @effect write
   * @param copy_id  The barcode.
   * @param damaged  Whether it came back damaged.
   */
  return_copy({ copy_id, damaged = false }: { copy_id: Ref<Copy>; damaged?: boolean }): Result<{
    loan_id: Ref<Loan>;
    days_late: Integer;
    late_fine_id: Ref<Fine> | null;
    damage_fine_id: Ref<Fine> | null;
    copy_status: string;
  }> {
    const copy = this.state.copies[copy_id];
    if (!copy) return fail(`No copy has the barcode ${copy_id}.`);
    const title = this.state.titles[copy.title_id];
    if (!title) return fail(`No title ${copy.title_id}.`);
    const loan = Object.values(this.state.loans).find((item) => item.copy_id === copy_id && item.ended === null);
    if (!loan) return fail(`Copy ${copy_id} is not lent out.`);

    loan.ended = this.today();
    const days_late = Math.max(0, this.daysBetween(loan.due, this.today()));
    const late =
      days_late > 0 ? this.charge(loan, 'late', Math.min(days_late * POLICY.daily_fine_cents, title.price_cents)) : null;
    const damage = damaged ? this.charge(loan, 'damage', POLICY.damage_fee_cents) : null;
    if (damaged) copy.status = 'repair';
    else this.release(copy);
    return ok({ loan_id: loan.loan_id, days_late, late_fine_id: late, damage_fine_id: damage, copy_status: copy.status });
  }

  /**
   * Renew an open loan: it is then due {loan_days} days from today.
   * @effect write  @rules R1 R3 R6
   * @param loan_id  The loan.
   */
  renew_loan({ loan_id }: { loan_id: Ref<Loan> }): Result<Loan> {
    const loan = this.state.loans[loan_id];
    if (!loan || loan.ended !== null) return fail(`No open loan ${loan_id}.`);
    const member = this.state.members[loan.member_id];
    const copy = this.state.copies[loan.copy_id];
    if (!member || !copy) return fail(`Loan ${loan_id} is incomplete.`);
    const barred = this.barred(member);
    if (barred) return fail(barred); // R1 R3
    if (loan.due < this.today()) return fail(`The loan was due on ${loan.due}.`); // R6
    if (loan.renewals >= POLICY.max_renewals) return fail(`The loan was renewed ${loan.renewals} times already.`); // R6
    if (this.waiting(copy.title_id).length > 0) return fail('Somebody is waiting for this title.'); // R6
    if (loan.due >= this.today(POLICY.loan_days)) return fail(`The loan already runs until ${loan.due}.`);

    loan.due = this.today(POLICY.loan_days);
    loan.renewals += 1;
    return ok(loan);
  }

  /**
   * End an open loan because the copy is lost; the member owes its price. Returns that fine.
   * @effect write
   * @param loan_id  The loan.
   */
  report_lost({ loan_id }: { loan_id: Ref<Loan> }): Result<Fine> {
    const loan = this.state.loans[loan_id];
    if (!loan || loan.ended !== null) return fail(`No open loan ${loan_id}.`);
    const copy = this.state.copies[loan.copy_id];
    const title = copy && this.state.titles[copy.title_id];
    if (!copy || !title) return fail(`Loan ${loan_id} is incomplete.`);

    loan.ended = this.today();
    copy.status = 'lost';
    const fine = this.state.fines[this.charge(loan, 'lost', title.price_cents)];
    return fine ? ok(fine) : fail('The fine could not be written.');
  }

  /**
   * Put a member at the end of the queue for a title.
   * @effect write  @rules R1 R3 R5 R7
   * @param title_id  The work.
   * @param member_id  Who wants it.
   */
  place_hold({ title_id, member_id }: { title_id: Ref<Title>; member_id: Ref<Member> }): Result<Hold> {
    const title = this.state.titles[title_id];
    if (!title) return fail(`No title ${title_id}.`);
    const member = this.state.members[member_id];
    if (!member) return fail(`No member ${member_id}.`);
    const barred = this.barred(member);
    if (barred) return fail(barred); // R1 R3
    if (title.adults_only && member.level === 'child') return fail(`${title.name} is not lent to children.`); // R5
    const copies = this.copiesOf(title_id);
    if (copies.some((copy) => copy.status === 'shelf')) return fail(`A copy of ${title.name} stands on the shelf.`); // R7
    if (this.openLoans(member_id).some((loan) => copies.some((copy) => copy.copy_id === loan.copy_id)))
      return fail(`${member.name} has ${title.name} at home.`); // R7
    const active = Object.values(this.state.holds).some(
      (hold) =>
        hold.member_id === member_id && hold.title_id === title_id && (hold.status === 'waiting' || hold.status === 'ready'),
    );
    if (active) return fail(`${member.name} already has a hold on ${title.name}.`); // R7

    const hold: Hold = {
      hold_id: this.newId('H'),
      title_id,
      member_id,
      placed: this.now(),
      status: 'waiting',
      copy_id: null,
      pickup_until: null,
    };
    this.state.holds[hold.hold_id] = hold;
    return ok(hold);
  }

  /**
   * Take a member out of the queue. A copy that was set aside goes to the next in the queue or to the shelf.
   * @effect write  @rules R8
   * @param hold_id  The hold.
   */
  cancel_hold({ hold_id }: { hold_id: Ref<Hold> }): Result<Hold> {
    const hold = this.state.holds[hold_id];
    if (!hold) return fail(`No hold ${hold_id}.`);
    if (hold.status !== 'waiting' && hold.status !== 'ready') return fail(`Hold ${hold_id} is already ${hold.status}.`); // R8

    const copy = hold.copy_id === null ? undefined : this.state.copies[hold.copy_id];
    this.close(hold, 'cancelled');
    if (copy) this.release(copy);
    return ok(hold);
  }

  /**
   * End a ready hold that was not picked up in time. The copy goes to the next in the queue or to the shelf.
   * @effect write  @rules R8
   * @param hold_id  The hold.
   */
  expire_hold({ hold_id }: { hold_id: Ref<Hold> }): Result<Hold> {
    const hold = this.state.holds[hold_id];
    if (!hold) return fail(`No hold ${hold_id}.`);
    if (hold.status !== 'ready' || hold.pickup_until === null) return fail(`Hold ${hold_id} is ${hold.status}, not ready.`); // R8
    if (hold.pickup_until >= this.today()) return fail(`The copy can be picked up until ${hold.pickup_until}.`); // R8

    const copy = hold.copy_id === null ? undefined : this.state.copies[hold.copy_id];
    this.close(hold, 'expired');
    if (copy) this.release(copy);
    return ok(hold);
  }

  /**
   * Note that an open fine was paid in full.
   * @effect write  @rules R9
   * @param fine_id  The fine.
   */
  pay_fine({ fine_id }: { fine_id: Ref<Fine> }): Result<Fine> {
    const fine = this.state.fines[fine_id];
    if (!fine) return fail(`No fine ${fine_id}.`);
    if (fine.status !== 'open') return fail(`Fine ${fine_id} is already ${fine.status}.`); // R9

    fine.status = 'paid';
    return ok(fine);
  }

  /**
   * Let a member off an open fine.
   * @effect write  @rules R9
   * @param fine_id  The fine.
   * @param reason  Why.
   */
  waive_fine({ fine_id, reason }: { fine_id: Ref<Fine>; reason: Fine['waive_reason'] }): Result<Fine> {
    const fine = this.state.fines[fine_id];
    if (!fine) return fail(`No fine ${fine_id}.`);
    if (fine.status !== 'open') return fail(`Fine ${fine_id} is already ${fine.status}.`); // R9
    if (fine.kind === 'lost') return fail('A lost copy has to be paid for.'); // R9

    fine.status = 'waived';
    fine.waive_reason = reason;
    return ok(fine);
  }

  /**
   * Extend a membership by a year, from today or from its last day, whichever is later.
   * @effect write  @rules R14
   * @param member_id  The member.
   */
  extend_membership({ member_id }: { member_id: Ref<Member> }): Result<Member> {
    const member = this.state.members[member_id];
    if (!member) return fail(`No member ${member_id}.`);
    if (member.expires > this.today(365)) return fail(`The membership already runs until ${member.expires}.`);
    const unpaid = Object.values(this.state.fines).some(
      (fine) => fine.member_id === member_id && fine.status === 'open' && fine.kind === 'lost',
    );
    if (unpaid) return fail(`${member.name} still owes for a lost copy.`); // R14

    member.expires = this.addDays(member.expires < this.today() ? this.today() : member.expires, 365);
    return ok(member);
  }

  /**
   * Take a copy off the shelf for repair.
   * @effect write  @rules R10
   * @param copy_id  The barcode.
   */
  send_to_repair({ copy_id }: { copy_id: Ref<Copy> }): Result<Copy> {
    const copy = this.state.copies[copy_id];
    if (!copy) return fail(`No copy has the barcode ${copy_id}.`);
    if (copy.status !== 'shelf') return fail(`Copy ${copy_id} is not on the shelf: ${copy.status}.`); // R10

    copy.status = 'repair';
    return ok(copy);
  }

  /**
   * Bring a repaired copy back; it is set aside for whoever waits longest, or goes to the shelf.
   * @effect write
   * @param copy_id  The barcode.
   */
  back_from_repair({ copy_id }: { copy_id: Ref<Copy> }): Result<Copy> {
    const copy = this.state.copies[copy_id];
    if (!copy) return fail(`No copy has the barcode ${copy_id}.`);
    if (copy.status !== 'repair') return fail(`Copy ${copy_id} is not in repair: ${copy.status}.`);

    this.release(copy);
    return ok(copy);
  }
}
