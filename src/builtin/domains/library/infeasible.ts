import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import { findMember, findTitle, touch, waiting } from './lookups.ts';
import type { Copy, LibraryState, Loan, Member, Title } from './state.ts';

/** Open loans with all that belongs to them, in random order. */
function openLoansOf({ state, random }: Setting<LibraryState>): { loan: Loan; copy: Copy; title: Title; member: Member }[] {
  return random.shuffle(Object.values(state.loans)).flatMap((loan) => {
    const copy = state.copies[loan.copy_id];
    const title = copy && state.titles[copy.title_id];
    const member = state.members[loan.member_id];
    return loan.ended === null && copy && title && member ? [{ loan, copy, title, member }] : [];
  });
}

const renewOverdue: RequestTemplate<LibraryState> = {
  name: 'renew what cannot be renewed',
  kind: 'infeasible',
  plan(setting) {
    const { state, today, policy, random } = setting;
    const isSpent = (loan: Loan): boolean => loan.due < today || loan.renewals >= Number(policy.max_renewals);
    // For one reason only: whoever has seen one of two need not look for the other.
    const found = openLoansOf(setting).find(({ loan, title }) => isSpent(loan) !== waiting(state, title).length > 0);
    if (!found) return undefined;
    const { loan, copy, title, member } = found;
    const [hold] = waiting(state, title);
    return {
      text: random.pick([
        `${member.name} needs more time for "${title.name}" and would like to keep it for another period. Renew it, please.`,
        `Renew "${title.name}" for ${member.name}.`,
      ]),
      records: touch(member, title),
      calls: [
        findMember(member),
        { tool: 'list_loans', arguments: { member_id: member.member_id } },
        { tool: 'get_copy', arguments: { copy_id: copy.copy_id } },
        findTitle(title),
        ...(hold ? [{ tool: 'list_queue', arguments: { title_id: title.title_id } }] : []),
      ],
      refused: [{ tool: 'renew_loan', arguments: { loan_id: loan.loan_id } }],
      evidence: [
        hold
          ? { collection: 'holds', key: hold.hold_id, attributes: ['status'] }
          : { collection: 'loans', key: loan.loan_id, attributes: ['due', 'renewals'] },
      ],
    };
  },
};

const adultsOnly: RequestTemplate<LibraryState> = {
  name: 'lend a title for adults to a child',
  kind: 'infeasible',
  plan({ state, random }) {
    const member = random.shuffle(Object.values(state.members)).find((one) => one.level === 'child');
    for (const title of random.shuffle(Object.values(state.titles).filter((one) => one.adults_only))) {
      const copies = Object.values(state.copies).filter((copy) => copy.title_id === title.title_id && copy.status === 'shelf');
      const [copy] = copies;
      if (!member || !copy || copies.length > 1) continue;
      return {
        text: random.pick([
          `${member.name} is at the counter and wants to borrow "${title.name}". Check it out.`,
          `Lend "${title.name}" to ${member.name}, please.`,
        ]),
        records: touch(member, title),
        calls: [findMember(member), findTitle(title), { tool: 'list_copies', arguments: { title_id: title.title_id } }],
        refused: [{ tool: 'lend_copy', arguments: { copy_id: copy.copy_id, member_id: member.member_id } }],
        evidence: [
          { collection: 'members', key: member.member_id, attributes: ['level'] },
          { collection: 'titles', key: title.title_id, attributes: ['adults_only'] },
        ],
      };
    }
    return undefined;
  },
};

const waiveLost: RequestTemplate<LibraryState> = {
  name: 'waive the fine for a lost copy',
  kind: 'infeasible',
  plan({ state, random }) {
    const open = Object.values(state.fines).filter((fine) => fine.status === 'open');
    const fine = random
      .shuffle(open)
      .find((one) => one.kind === 'lost' && open.filter((other) => other.member_id === one.member_id).length === 1);
    const member = fine && state.members[fine.member_id];
    if (!fine || !member) return undefined;
    return {
      text: random.pick([
        `${member.name} was ill for weeks, so waive the open fine.`,
        `Please drop the open fine of ${member.name}, who was ill.`,
      ]),
      records: touch(member),
      calls: [findMember(member), { tool: 'list_fines', arguments: { member_id: member.member_id } }],
      refused: [{ tool: 'waive_fine', arguments: { fine_id: fine.fine_id, reason: 'illness' } }],
      evidence: [{ collection: 'fines', key: fine.fine_id, attributes: ['kind', 'status'] }],
    };
  },
};

const leftAlready: RequestTemplate<LibraryState> = {
  name: 'leave a queue that was left',
  kind: 'already-done',
  plan({ state, random }) {
    for (const hold of random.shuffle(Object.values(state.holds))) {
      const [member, title] = [state.members[hold.member_id], state.titles[hold.title_id]];
      const own = Object.values(state.holds).filter((one) => one.member_id === hold.member_id && one.title_id === hold.title_id);
      if (hold.status !== 'cancelled' || own.length > 1 || !member || !title) continue;
      return {
        text: random.pick([
          `${member.name} no longer wants to wait for "${title.name}"; make sure that the reservation is cancelled, and tell me on which day it was made.`,
          `The reservation of "${title.name}" for ${member.name} is not needed. See that it is off the list, and let me know since when it had been on it.`,
        ]),
        records: touch(member, title),
        calls: [findMember(member), findTitle(title), { tool: 'list_member_holds', arguments: { member_id: member.member_id } }],
        refused: [{ tool: 'cancel_hold', arguments: { hold_id: hold.hold_id } }],
        // The queue shows only who is still in it: when the reservation was made stands in the hold alone.
        evidence: [{ collection: 'holds', key: hold.hold_id, attributes: ['status'] }],
      };
    }
    return undefined;
  },
};

const paidAlready: RequestTemplate<LibraryState> = {
  name: 'pay a fine that is paid',
  kind: 'already-done',
  plan({ state, random }) {
    const all = Object.values(state.fines);
    const fine = random
      .shuffle(all)
      .find((one) => one.status === 'paid' && all.filter((other) => other.member_id === one.member_id).length === 1);
    const member = fine && state.members[fine.member_id];
    if (!fine || !member) return undefined;
    const what = { late: 'for bringing a book back late', damage: 'for a damaged book', lost: 'for a lost book' }[fine.kind];
    return {
      text: `${member.name} has paid the fine ${what}. See that it is down as paid, and tell me how much it was.`,
      records: touch(member),
      calls: [findMember(member), { tool: 'list_fines', arguments: { member_id: member.member_id, open_only: false } }],
      refused: [{ tool: 'pay_fine', arguments: { fine_id: fine.fine_id } }],
      evidence: [{ collection: 'fines', key: fine.fine_id, attributes: ['status'] }],
    };
  },
};

export const libraryInVain: readonly RequestTemplate<LibraryState>[] = [
  renewOverdue,
  leftAlready,
  adultsOnly,
  waiveLost,
  paidAlready,
];
