import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Copy, Fine, Hold, Loan, Member, Title } from './design.ts';
import { LibraryRules } from './rules.ts';

export class LibraryReads extends LibraryRules {
  /**
   * Members whose name contains a text, by name.
   * @effect read
   * @param text  Part of a name.
   */
  find_members({ text }: { text: string }): Result<Member[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.members).filter((member) => member.name.toLowerCase().includes(wanted));
    if (found.length === 0) return fail(`No member is called "${text}".`);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Titles by part of the name or the author, in alphabetical order.
   * @effect read
   * @param text  Part of the title or of the author's name.
   * @param genre  Only this genre.
   */
  search_titles({ text = '', genre }: { text?: string; genre: Title['genre'] | undefined }): Result<Title[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.titles).filter(
      (title) =>
        (title.name.toLowerCase().includes(wanted) || title.author.toLowerCase().includes(wanted)) &&
        (genre === undefined || title.genre === genre),
    );
    if (found.length === 0) return fail('No title matches.');
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * All copies of a title and where they are.
   * @effect read
   * @param title_id  The work.
   */
  list_copies({ title_id }: { title_id: Ref<Title> }): Result<Copy[]> {
    if (!this.state.titles[title_id]) return fail(`No title ${title_id}.`);
    return ok(this.copiesOf(title_id));
  }

  /**
   * One copy by its barcode.
   * @effect read
   * @param copy_id  The barcode.
   */
  get_copy({ copy_id }: { copy_id: Ref<Copy> }): Result<Copy> {
    const copy = this.state.copies[copy_id];
    if (!copy) return fail(`No copy has the barcode ${copy_id}.`);
    return ok(copy);
  }

  /**
   * Open loans of a member, the one that is due first at the top.
   * @effect read
   * @param member_id  Who has the copies.
   */
  list_loans({ member_id }: { member_id: Ref<Member> }): Result<Loan[]> {
    if (!this.state.members[member_id]) return fail(`No member ${member_id}.`);
    return ok(this.openLoans(member_id));
  }

  /**
   * Open loans of all members that are overdue by at least this many days, the longest overdue first.
   * @effect read
   * @param days  Days overdue.
   */
  list_overdue_loans({ days = 1 }: { days?: Integer<1, 3650> }): Result<Loan[]> {
    const limit = this.today(-days);
    const found = Object.values(this.state.loans).filter((loan) => loan.ended === null && loan.due <= limit);
    if (found.length === 0) return fail(`No loan is overdue by ${days} days or more.`);
    return ok(found.sort((a, b) => (a.due === b.due ? (a.loan_id < b.loan_id ? -1 : 1) : a.due < b.due ? -1 : 1)));
  }

  /**
   * Active holds on a title: ready ones first, then those that wait, the longest waiting first.
   * @effect read
   * @param title_id  The work.
   */
  list_queue({ title_id }: { title_id: Ref<Title> }): Result<Hold[]> {
    if (!this.state.titles[title_id]) return fail(`No title ${title_id}.`);
    const ready = Object.values(this.state.holds).filter((hold) => hold.title_id === title_id && hold.status === 'ready');
    return ok([...ready.sort((a, b) => (a.hold_id < b.hold_id ? -1 : 1)), ...this.waiting(title_id)]);
  }

  /**
   * All holds of a member, the oldest first.
   * @effect read
   * @param member_id  Who waits.
   */
  list_member_holds({ member_id }: { member_id: Ref<Member> }): Result<Hold[]> {
    if (!this.state.members[member_id]) return fail(`No member ${member_id}.`);
    const found = Object.values(this.state.holds).filter((hold) => hold.member_id === member_id);
    return ok(this.inOrder(found));
  }

  /**
   * Holds for which a copy is set aside, by last pick-up day.
   * @effect read
   */
  list_ready_holds(): Result<Hold[]> {
    const until = (hold: Hold) => hold.pickup_until ?? '';
    const ready = Object.values(this.state.holds).filter((hold) => hold.status === 'ready');
    return ok(ready.sort((a, b) => (until(a) === until(b) ? (a.hold_id < b.hold_id ? -1 : 1) : until(a) < until(b) ? -1 : 1)));
  }

  /**
   * Fines of a member, the largest first.
   * @effect read
   * @param member_id  Who owes.
   * @param open_only  Only fines that are not settled.
   */
  list_fines({ member_id, open_only = true }: { member_id: Ref<Member>; open_only?: boolean }): Result<Fine[]> {
    if (!this.state.members[member_id]) return fail(`No member ${member_id}.`);
    const found = Object.values(this.state.fines).filter(
      (fine) => fine.member_id === member_id && (!open_only || fine.status === 'open'),
    );
    return ok(found.sort((a, b) => b.amount_cents - a.amount_cents || (a.fine_id < b.fine_id ? -1 : 1)));
  }
}
