import { at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import {
  type Copy,
  design,
  type Fine,
  type LibraryPolicy,
  type LibraryState,
  type Loan,
  type Member,
  type Title,
} from './design.ts';
import type { LendingLibrary } from './writes.ts';

export type Desk = Scene<LibraryState, LibraryPolicy>;

export const call = callsOf<LendingLibrary>();

/** How a record is found by whoever knows it by name. */
const finders: Finders<LibraryState> = {
  members: (member) => [call('find_members', { text: member.name })],
  titles: (title) => [call('search_titles', { text: title.name })],
  copies: ({ title_id }, { titles }) => [at(titles, title_id), call('list_copies', { title_id })],
  loans: ({ member_id }, { members }) => [at(members, member_id), call('list_loans', { member_id })],
  fines: ({ member_id, status }, { members }) => [
    at(members, member_id),
    call('list_fines', status === 'open' ? { member_id } : { member_id, open_only: false }),
  ],
  holds: ({ title_id, member_id, status }, { titles, members }) =>
    status === 'waiting' || status === 'ready'
      ? [at(titles, title_id), call('list_queue', { title_id })]
      : [at(members, member_id), call('list_member_holds', { member_id })],
};

export const request = requestsOf<LibraryState, LibraryPolicy>(design, contract, finders);

export interface Borrowing {
  readonly loan: Loan;
  readonly copy: Copy;
  readonly title: Title;
  readonly member: Member;
}

/** Open loans with all that belongs to them. */
export function borrowings({ state }: Desk): Borrowing[] {
  return where(state.loans, (loan) => loan.ended === null).map((loan) => {
    const copy = at(state.copies, loan.copy_id);
    return { loan, copy, title: at(state.titles, copy.title_id), member: at(state.members, loan.member_id) };
  });
}

export function copiesOf({ state }: Desk, { title_id }: Title): Copy[] {
  return where(state.copies, (copy) => copy.title_id === title_id);
}

export function onShelf(desk: Desk, title: Title): Copy[] {
  return copiesOf(desk, title).filter((copy) => copy.status === 'shelf');
}

/** The largest first. */
export function openFines({ state }: Desk, { member_id }: Member): Fine[] {
  return where(state.fines, (fine) => fine.member_id === member_id && fine.status === 'open').sort(
    (left, right) => right.amount_cents - left.amount_cents,
  );
}
