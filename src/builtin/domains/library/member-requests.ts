import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate } from '../../kit/wording.ts';
import { copiesOf, findMember, findTitle, membersOf, openFines, openLoans, touch, waiting, welcome } from './lookups.ts';
import type { LibraryState } from './state.ts';

const leaveQueue: RequestTemplate<LibraryState> = {
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

const payFines: RequestTemplate<LibraryState> = {
  name: 'pay all fines',
  kind: 'bulk',
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

const waiveLargest: RequestTemplate<LibraryState> = {
  name: 'waive one fine and collect the rest',
  kind: 'compensating',
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

const pickUp: RequestTemplate<LibraryState> = {
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

const clearHoldShelf: RequestTemplate<LibraryState> = {
  name: 'clear the hold shelf',
  kind: 'bulk',
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

const repairs: RequestTemplate<LibraryState> = {
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

const extendAndLend: RequestTemplate<LibraryState> = {
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

export const memberMoves: readonly RequestTemplate<LibraryState>[] = [
  leaveQueue,
  payFines,
  waiveLargest,
  pickUp,
  clearHoldShelf,
  repairs,
  extendAndLend,
];
