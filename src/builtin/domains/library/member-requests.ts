import { addDays } from '../../../base/days.ts';
import { all, at, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import type { AskedValue } from '../../kit/request-form.ts';
import { longDate } from '../../kit/wording.ts';
import { queueOf } from './contract.ts';
import type { Fine, Hold, Member, Title } from './design.ts';
import { call, copiesOf, type Desk, openFines, request } from './desk.ts';

interface Reservation {
  readonly hold: Hold;
  readonly member: Member;
  readonly title: Title;
}

function reservations({ state }: Desk): Reservation[] {
  return all(state.holds).map((hold) => ({
    hold,
    member: at(state.members, hold.member_id),
    title: at(state.titles, hold.title_id),
  }));
}

const leaveQueue = request({
  name: 'leave the queue',
  cases: reservations,
  ask: ({ hold, member, title }) => ({
    says: [
      `${member.name} no longer needs "${title.name}"; cancel the hold on it.`,
      `Take ${member.name} off the list for "${title.name}".`,
      `${member.name} bought a copy of "${title.name}" and can be removed from its waiting list.`,
    ],
    sees: [member, title],
    does: [call('cancel_hold', { hold_id: hold.hold_id })],
  }),
  refusals: [
    {
      because: 'R8 the hold is over',
      kind: 'already-done',
      says({ hold, member, title }, { state }) {
        const own = where(state.holds, (one) => one.member_id === hold.member_id && one.title_id === hold.title_id);
        if (hold.status !== 'cancelled' || own.length > 1) return undefined;
        // The queue shows only who is still in it: when the reservation was made stands in the hold alone.
        return [
          `${member.name} no longer wants to wait for "${title.name}"; make sure that the reservation is cancelled, and tell me on which day it was made.`,
          `The reservation of "${title.name}" for ${member.name} is not needed. See that it is off the list, and let me know since when it had been on it.`,
        ];
      },
      tells: ({ hold }) => [
        {
          about: 'the day on which the reservation was made',
          type: 'date',
          record: hold,
          attribute: 'placed',
          answer: 'The reservation had been made on {}.',
        },
      ],
      shows: ({ hold }) => [[hold, 'status']],
    },
  ],
});

const pickUp = request({
  name: 'pick up a reserved copy',
  cases: reservations,
  ask({ hold, member, title }, { state }) {
    if (hold.status !== 'ready' || hold.copy_id === null) return undefined;
    const { member_id } = member;
    return {
      says: [
        `${member.name} has come to pick up the copy of "${title.name}" that we set aside.`,
        `Check the reserved "${title.name}" out to ${member.name}, who is here for it.`,
      ],
      sees: [member, showing(call('list_member_holds', { member_id }), hold, at(state.copies, hold.copy_id)), title],
      does: [call('lend_copy', { copy_id: hold.copy_id, member_id })],
    };
  },
});

const clearHoldShelf = request({
  name: 'clear the hold shelf',
  kind: 'bulk',
  cases: (desk) => {
    const stale = reservations(desk).filter(({ hold }) => hold.status === 'ready' && (hold.pickup_until ?? '') < desk.today);
    return stale.length > 0 ? [stale.map(({ hold }) => hold)] : [];
  },
  ask: (stale) => ({
    says: [
      'Clear the hold shelf: every reserved copy whose pick-up period is over goes to the next person in line.',
      'Please expire all holds that were not picked up in time.',
    ],
    sees: [showing(call('list_ready_holds', {}), ...stale)],
    does: stale.map((hold) => call('expire_hold', { hold_id: hold.hold_id })),
  }),
});

const payFines = request({
  name: 'pay all fines',
  kind: 'bulk',
  cases: ({ state }) => all(state.members),
  ask(member, desk) {
    const fines = openFines(desk, member);
    if (fines.length === 0) return undefined;
    return {
      says: [
        `${member.name} is paying off everything that is owed. Mark ${fines.length === 1 ? 'the open fine' : 'all open fines'} as paid.`,
        `All open fines of ${member.name} were just paid in cash; please record that.`,
      ],
      does: fines.map(({ fine_id }) => call('pay_fine', { fine_id })),
    };
  },
});

const kinds: Readonly<Record<Fine['kind'], string>> = {
  late: 'for bringing a book back late',
  damage: 'for a damaged book',
  lost: 'for a lost book',
};

const payFine = request({
  name: 'pay a fine',
  cases: ({ state }) => all(state.fines),
  ask(fine, { state }) {
    if (where(state.fines, (other) => other.member_id === fine.member_id).length > 1) return undefined;
    const { name } = at(state.members, fine.member_id);
    return {
      says: [`${name} has paid the fine ${kinds[fine.kind]}. See that it is down as paid, and tell me how much it was.`],
      does: [call('pay_fine', { fine_id: fine.fine_id })],
      tells: [sizeOf(fine)],
    };
  },
  refusals: [
    {
      because: 'R9 the fine is settled',
      kind: 'already-done',
      says: paidBefore,
      tells: (fine) => [sizeOf(fine)],
      shows: (fine) => [[fine, 'status']],
    },
  ],
});

function sizeOf(fine: Fine): AskedValue {
  return { about: 'how much the fine was', type: 'amount', record: fine, attribute: 'amount_cents', answer: 'The fine was {}.' };
}

function paidBefore(fine: Fine, { state }: Desk): readonly string[] | undefined {
  const { name } = at(state.members, fine.member_id);
  return fine.status === 'paid'
    ? [`${name} has paid the fine ${kinds[fine.kind]}. See that it is down as paid, and tell me how much it was.`]
    : undefined;
}

const reasons = [
  { reason: 'illness', because: 'was ill', says: 'Because of an illness.' },
  { reason: 'library_error', because: 'was the victim of an error of ours', says: 'It was an error of the library.' },
  {
    reason: 'goodwill',
    because: 'has always been a good member and deserves a gesture of goodwill',
    says: 'As a gesture of goodwill.',
  },
] as const;

/** Members with one open fine that is larger than all others, and a reason for letting them off. */
function largestFines(desk: Desk) {
  return all(desk.state.members).flatMap((member) => {
    const [fine, ...rest] = openFines(desk, member);
    if (!fine || fine.amount_cents === rest[0]?.amount_cents) return [];
    return [
      { member, fine, rest, which: rest.length > 0 ? 'the largest open fine' : 'the open fine', why: desk.random.pick(reasons) },
    ];
  });
}

const waive = request({
  name: 'waive a fine',
  cases: largestFines,
  ask: ({ member, fine, which, why }) => ({
    says: [`Since ${member.name} ${why.because}, waive ${which}.`, `${member.name} ${why.because}, so please drop ${which}.`],
    does: [call('waive_fine', { fine_id: fine.fine_id, reason: why.reason })],
  }),
  refusals: [{ because: 'R9 fines for lost copies', shows: ({ fine }) => [[fine, 'kind', 'status']] }],
  withheld: {
    name: 'waive a fine for a reason not said',
    says: ({ member, which }) => [
      `${member.name} does not have to pay ${which}. Please waive it.`,
      `We have decided to waive ${which} of ${member.name}.`,
    ],
    wants: ({ member, which, why }) => `For ${member.name}, ${which} is waived, with the right reason. ${why.says}`,
    facts: ({ member, why }) => [
      {
        kind: 'choice',
        about: 'the reason for which it is waived',
        says: [why.says],
        question: `What is the reason for waiving the fine of ${member.name}?`,
        decides: ['reason'],
      },
    ],
  },
});

const waiveAndCollect = request({
  name: 'waive one fine and collect the rest',
  kind: 'compensating',
  cases: (desk) => largestFines(desk).filter(({ rest }) => rest.length > 0),
  ask: ({ member, fine, rest, why }) => ({
    says: [`Since ${member.name} ${why.because}, waive the largest open fine. The others were paid today.`],
    does: [
      call('waive_fine', { fine_id: fine.fine_id, reason: why.reason }),
      ...rest.map(({ fine_id }) => call('pay_fine', { fine_id })),
    ],
  }),
});

const backFromRepair = request({
  name: 'back from repair',
  cases: ({ state }) => where(state.copies, (copy) => copy.status === 'repair'),
  ask(copy, desk) {
    const title = at(desk.state.titles, copy.title_id);
    if (copiesOf(desk, title).filter((one) => one.status === 'repair').length > 1) return undefined;
    return {
      says: [
        `The bookbinder has returned our copy of "${title.name}". Put it back into circulation.`,
        `"${title.name}" is repaired; bring that copy back.`,
      ],
      does: [call('back_from_repair', { copy_id: copy.copy_id })],
      touches: queueOf(desk, title.title_id),
    };
  },
});

const extend = request({
  name: 'extend a membership',
  cases: ({ state, today }) => where(state.members, (one) => one.expires <= addDays(today, 14) && !one.suspended),
  ask(member, { today }) {
    const over = member.expires < today;
    return {
      says: [
        `The card of ${member.name} ${over ? 'ran out' : 'runs out'} on ${longDate(member.expires)}. Extend the membership by a year.`,
        `${member.name} would like to stay a member for another year; please extend the membership, which ${over ? 'has ended' : 'ends soon'}.`,
      ],
      does: [call('extend_membership', { member_id: member.member_id })],
    };
  },
});

export const memberRequests = [
  leaveQueue,
  payFines,
  waiveAndCollect,
  pickUp,
  clearHoldShelf,
  backFromRepair,
  extend,
  waive,
  payFine,
];
