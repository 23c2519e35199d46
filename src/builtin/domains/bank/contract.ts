import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create, may, must, type Reason } from '../../../domain/contract/form.ts';
import { all, at, lookUp, made, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Account, BankPolicy, BankState, Entry } from './design.ts';
import { type Bank, cardsOf, readContract, sentToday } from './read-contract.ts';
import type { RetailBank } from './writes.ts';

/** What can leave an account: rule R2. */
const atHand = (account: Account): number => account.balance_cents + account.overdraft_cents;

function withdrawalsThisMonth({ state, today }: Bank, account_id: string): number {
  const month = today.slice(0, 7);
  return where(
    state.entries,
    (entry) => entry.account_id === account_id && entry.kind === 'transfer_out' && entry.booked.startsWith(month),
  ).length;
}

type Booking = Pick<Entry, 'kind' | 'amount_cents' | 'text' | 'other_account_id'>;

/** Money booked on an account: the entry, and the balance that goes with it. */
function booked({ state, today }: Bank, account_id: string, booking: Booking): Change[] {
  const balance_cents = at(state.accounts, account_id).balance_cents + booking.amount_cents;
  return [
    create('entries', { account_id, ...booking, card_id: null, booked: today }),
    change('accounts', account_id, { balance_cents }),
  ];
}

function notActive({ state }: Bank, account_id: string): Reason {
  return must('R1 the account is not active', () => at(state.accounts, account_id).status !== 'active');
}

function otherClosed({ state }: Bank, account_id: string): Reason {
  return must('R1 the other account is closed', () => at(state.accounts, account_id).status === 'closed');
}

function unverified({ state }: Bank, client_id: string): Reason {
  return must('R11 the identity is not verified', () => !at(state.clients, client_id).verified);
}

/** What the client service promises. */
export const contract: ContractOf<BankState, BankPolicy, RetailBank> = {
  ...readContract,
  transfer: {
    refuse(bank, { from_account_id, to_account_id, amount_cents }) {
      const { state, policy } = bank;
      const [from, to] = [at(state.accounts, from_account_id), at(state.accounts, to_account_id)];
      const isOwn = from.client_id === to.client_id;
      const isSavings = from.kind === 'savings';
      return [
        must('both accounts are the same', () => from === to),
        notActive(bank, from_account_id),
        otherClosed(bank, to_account_id),
        must('R2 more than there is', () => atHand(from) < amount_cents),
        must('R4 savings go to the same client', () => isSavings && !isOwn),
        must(
          'R4 as many withdrawals as allowed',
          () => isSavings && withdrawalsThisMonth(bank, from_account_id) >= policy.savings_withdrawals,
        ),
        must(
          'R3 beyond the daily limit',
          () => !isOwn && sentToday(bank, from.client_id) + amount_cents > policy.daily_limit_cents,
        ),
      ];
    },
    changes: (bank, { from_account_id, to_account_id, amount_cents, purpose: text }) => [
      ...booked(bank, from_account_id, {
        kind: 'transfer_out',
        amount_cents: -amount_cents,
        text,
        other_account_id: to_account_id,
      }),
      ...booked(bank, to_account_id, { kind: 'transfer_in', amount_cents, text, other_account_id: from_account_id }),
    ],
    answer: ({ state }, { from_account_id }, after) =>
      made(state.entries, after.entries).find((entry) => entry.account_id === from_account_id) ?? null,
  },
  open_account: {
    refuse: (bank, { client_id, kind }) => [
      unverified(bank, client_id),
      must('R11 there is one of this kind', () =>
        all(bank.state.accounts).some(
          (account) => account.client_id === client_id && account.kind === kind && account.status !== 'closed',
        ),
      ),
    ],
    changes: (_bank, { client_id, kind }) => [
      create('accounts', { client_id, kind, status: 'active', balance_cents: 0, overdraft_cents: 0 }),
    ],
  },
  close_account: {
    refuse({ state }, { account_id }) {
      const account = at(state.accounts, account_id);
      return [
        must('it is closed already', () => account.status === 'closed'),
        must('R10 the balance is not zero', () => account.balance_cents !== 0),
        must('R10 a standing order belongs to it', () =>
          all(state.standing_orders).some(
            (order) => order.status !== 'ended' && [order.from_account_id, order.to_account_id].includes(account_id),
          ),
        ),
        must('R10 an open dispute belongs to it', () =>
          all(state.disputes).some(
            (dispute) => dispute.status === 'open' && at(state.entries, dispute.entry_id).account_id === account_id,
          ),
        ),
      ];
    },
    changes: (bank, { account_id }) => [
      change('accounts', account_id, { status: 'closed', overdraft_cents: 0 }),
      ...cardsOf(bank, account_id)
        .filter((card) => card.status !== 'blocked')
        .map((card) => change('cards', card.card_id, { status: 'blocked', block_reason: 'account_closed' })),
    ],
  },
  set_account_frozen: {
    refuse({ state }, { account_id, frozen }) {
      const { status } = at(state.accounts, account_id);
      return [
        must('R1 the account is closed', () => status === 'closed'),
        must('it is like that already', () => status === (frozen ? 'frozen' : 'active')),
      ];
    },
    changes: (_bank, { account_id, frozen }) => [change('accounts', account_id, { status: frozen ? 'frozen' : 'active' })],
  },
  set_overdraft: {
    refuse(bank, { account_id, overdraft_cents }) {
      const account = at(bank.state.accounts, account_id);
      return [
        notActive(bank, account_id),
        must('R12 only current accounts have one', () => account.kind !== 'current'),
        unverified(bank, account.client_id),
        must('R12 too much', () => overdraft_cents > bank.policy.max_overdraft_cents),
        must('R12 less than is used', () => account.balance_cents + overdraft_cents < 0),
        must('it is like that already', () => account.overdraft_cents === overdraft_cents),
      ];
    },
    changes: (_bank, { account_id, overdraft_cents }) => [change('accounts', account_id, { overdraft_cents })],
  },
  freeze_card: {
    refuse: ({ state }, { card_id }) => [must('R5 the card is not active', () => at(state.cards, card_id).status !== 'active')],
    changes: (_bank, { card_id }) => [change('cards', card_id, { status: 'frozen' })],
  },
  unfreeze_card: {
    refuse: ({ state }, { card_id }) => [must('R5 the card is not frozen', () => at(state.cards, card_id).status !== 'frozen')],
    changes: (_bank, { card_id }) => [change('cards', card_id, { status: 'active' })],
  },
  block_card: {
    refuse: ({ state }, { card_id }) => [must('R5 the card is blocked', () => at(state.cards, card_id).status === 'blocked')],
    changes: (_bank, { card_id, reason }) => [change('cards', card_id, { status: 'blocked', block_reason: reason })],
  },
  replace_card: {
    refuse(bank, { account_id }) {
      const cards = cardsOf(bank, account_id);
      return [
        notActive(bank, account_id),
        must('R6 it never had a card', () => cards.length === 0),
        must('R6 a card can be used', () => cards.some((card) => card.status !== 'blocked')),
        must('R2 the fee cannot be paid', () => atHand(at(bank.state.accounts, account_id)) < bank.policy.replacement_fee_cents),
      ];
    },
    changes: (bank, { account_id }) => [
      ...booked(bank, account_id, {
        kind: 'fee',
        amount_cents: -bank.policy.replacement_fee_cents,
        text: 'Replacement card',
        other_account_id: null,
      }),
      create('cards', {
        account_id,
        status: 'active',
        block_reason: null,
        weekly_limit_cents: Math.max(...cardsOf(bank, account_id).map((card) => card.weekly_limit_cents)),
        online: true,
      }),
    ],
  },
  set_card_limit: {
    refuse: ({ state }, { card_id, weekly_limit_cents }) => [
      must('R5 the card is blocked', () => at(state.cards, card_id).status === 'blocked'),
      must('it is like that already', () => at(state.cards, card_id).weekly_limit_cents === weekly_limit_cents),
    ],
    changes: (_bank, { card_id, weekly_limit_cents }) => [change('cards', card_id, { weekly_limit_cents })],
  },
  create_standing_order: {
    refuse(bank, { from_account_id, to_account_id }) {
      const { state, policy } = bank;
      const from = at(state.accounts, from_account_id);
      const running = where(
        state.standing_orders,
        (order) => order.from_account_id === from_account_id && order.status !== 'ended',
      );
      return [
        must('R9 not a current account', () => from.kind !== 'current'),
        must('R9 not an active account', () => from.status !== 'active'),
        otherClosed(bank, to_account_id),
        must('R9 both accounts are the same', () => from_account_id === to_account_id),
        must('R9 as many as allowed', () => running.length >= policy.max_standing_orders),
      ];
    },
    changes: (_bank, args) => [create('standing_orders', { ...args, status: 'active' })],
  },
  change_standing_order: {
    refuse({ state }, { standing_order_id, amount_cents, status }) {
      const order = at(state.standing_orders, standing_order_id);
      return [
        must('R9 it is ended', () => order.status === 'ended'),
        must(
          'it is like that already',
          () => [undefined, order.amount_cents].includes(amount_cents) && [undefined, order.status].includes(status),
        ),
      ];
    },
    changes: (_bank, { standing_order_id, amount_cents, status }) => [
      change('standing_orders', standing_order_id, {
        ...(amount_cents === undefined ? {} : { amount_cents }),
        ...(status === undefined ? {} : { status }),
      }),
    ],
  },
  open_dispute: {
    refuse({ state, policy, today }, { entry_id, reason }) {
      const entry = at(state.entries, entry_id);
      return [
        must('R7 not a card payment', () => entry.kind !== 'card_payment'),
        may('R7 its card is not known', () => lookUp(state.cards, entry.card_id) === undefined),
        must('R7 too long ago', () => daysBetween(entry.booked, today) > policy.dispute_days),
        must('R7 disputed before', () => all(state.disputes).some((dispute) => dispute.entry_id === entry_id)),
        must(
          'R7 the card is in use',
          () => reason === 'not_recognised' && lookUp(state.cards, entry.card_id)?.status === 'active',
        ),
      ];
    },
    changes: (_bank, { entry_id, reason }) => [create('disputes', { entry_id, reason, status: 'open' })],
  },
  settle_dispute: {
    refuse({ state }, { dispute_id, decision }) {
      const dispute = at(state.disputes, dispute_id);
      const { account_id } = at(state.entries, dispute.entry_id);
      return [
        must('R8 it is settled', () => dispute.status !== 'open'),
        must('R1 the account is closed', () => decision === 'refunded' && at(state.accounts, account_id).status === 'closed'),
      ];
    },
    changes(bank, { dispute_id, decision }) {
      const { account_id, amount_cents, text } = at(bank.state.entries, at(bank.state.disputes, dispute_id).entry_id);
      const refund: Booking = { kind: 'refund', amount_cents: -amount_cents, text, other_account_id: null };
      return [
        change('disputes', dispute_id, { status: decision }),
        ...(decision === 'refunded' ? booked(bank, account_id, refund) : []),
      ];
    },
  },
};
