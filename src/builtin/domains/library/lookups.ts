import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import type { Copy, Fine, Hold, LibraryState, Loan, Member, Title } from './state.ts';

export type LibrarySetting = Setting<LibraryState>;

export function membersOf({ state, random }: LibrarySetting): Member[] {
  return random.shuffle(Object.values(state.members));
}

export function copiesOf(state: LibraryState, title: Title): Copy[] {
  return Object.values(state.copies).filter((copy) => copy.title_id === title.title_id);
}

export function openLoans(state: LibraryState, member: Member): Loan[] {
  return Object.values(state.loans).filter((loan) => loan.member_id === member.member_id && loan.ended === null);
}

export function openFines(state: LibraryState, member: Member): Fine[] {
  return Object.values(state.fines).filter((fine) => fine.member_id === member.member_id && fine.status === 'open');
}

export function waiting(state: LibraryState, title: Title): Hold[] {
  return Object.values(state.holds).filter((hold) => hold.title_id === title.title_id && hold.status === 'waiting');
}

/** Whether a member may borrow, renew and reserve at all. */
export function welcome({ state, policy, today }: LibrarySetting, member: Member): boolean {
  const owed = openFines(state, member).reduce((sum, fine) => sum + fine.amount_cents, 0);
  return !member.suspended && member.expires >= today && owed < Number(policy.fine_limit_cents);
}

export function findMember(member: Member): PlannedToolCall {
  return { tool: 'find_members', arguments: { text: member.name } };
}

export function findTitle(title: Title): PlannedToolCall {
  return { tool: 'search_titles', arguments: { text: title.name } };
}

export function touch(member: Member, ...titles: readonly Title[]): string[] {
  return [`members/${member.member_id}`, ...titles.map((title) => `titles/${title.title_id}`)];
}
