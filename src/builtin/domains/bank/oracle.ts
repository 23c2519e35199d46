import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create } from '../../../domain/contract/form.ts';
import { all, contains, firstOf, inOrderOf, type Moment, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import type { BankState } from './state.ts';

type Account = BankState['accounts'][string];
type Card = BankState['cards'][string];
type Bank = Moment<BankState>;
type OfAccount = { readonly account_id: string };
type OfCard = { readonly card_id: string };
type OfClient = { readonly client_id: string };

const noAccount = ({ state }: Bank, account_id: string): Reason => [!state.accounts[account_id], 'there is no such account'];
const noCard = ({ state }: Bank, { card_id }: OfCard): Reason => [!state.cards[card_id], 'there is no such card'];
const noClient = ({ state }: Bank, { client_id }: OfClient): Reason => [!state.clients[client_id], 'there is no such client'];

/** What can leave an account: rule R2. */
const atHand = (account: Account | undefined): number => (account?.balance_cents ?? 0) + (account?.overdraft_cents ?? 0);

function cardsOf(state: BankState, account_id: string): Card[] {
  return all(state.cards).filter((card) => card.account_id === account_id);
}

/** Rule R3: what a client has sent to accounts of others today. */
function sentToday({ state, today }: Bank, client_id: string): number {
  return all(state.entries)
    .filter((entry) => entry.kind === 'transfer_out' && entry.booked === today)
    .filter((entry) => state.accounts[entry.account_id]?.client_id === client_id)
    .filter((entry) => state.accounts[entry.other_account_id ?? '']?.client_id !== client_id)
    .reduce((sum, entry) => sum - entry.amount_cents, 0);
}

function withdrawalsThisMonth({ state, today }: Bank, account_id: string): number {
  const month = today.slice(0, 7);
  return all(state.entries).filter(
    (entry) => entry.account_id === account_id && entry.kind === 'transfer_out' && entry.booked.startsWith(month),
  ).length;
}

interface Booking {
  readonly kind: BankState['entries'][string]['kind'];
  readonly amount_cents: number;
  readonly text: string;
  readonly other_account_id: string | null;
}

/** Money booked on an account: the entry, and the balance that goes with it. */
function booked({ state, today }: Bank, account_id: string, booking: Booking): Change[] {
  const balance_cents = (state.accounts[account_id]?.balance_cents ?? 0) + booking.amount_cents;
  return [
    create('entries', { account_id, ...booking, card_id: null, booked: today }),
    change('accounts', account_id, { balance_cents }),
  ];
}

interface Transfer {
  readonly from_account_id: string;
  readonly to_account_id: string;
  readonly amount_cents: number;
  readonly purpose: string;
}

interface EntrySearch extends OfAccount {
  readonly kind?: string;
  readonly since?: string;
}

const listOf = (items: readonly Card[]): Card[] =>
  inOrderOf(
    items,
    (card) => (card.status === 'blocked' ? 1 : 0),
    (card) => card.card_id,
  );

/** What the client service promises. */
export const bankExpectations: Oracles<BankState> = {
  find_clients: {
    refusal: ({ state }, { text }: { text: string }) =>
      firstOf([!all(state.clients).some((client) => contains(client.name, text)), 'nobody is called that']),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.clients).filter((client) => contains(client.name, text)),
        (client) => client.name,
      ),
  },
  list_accounts: {
    refusal: (bank, args: OfClient) => firstOf(noClient(bank, args)),
    answer: ({ state }, { client_id }: OfClient) =>
      inOrderOf(
        all(state.accounts).filter((account) => account.client_id === client_id),
        (account) => account.kind,
        (account) => account.account_id,
      ),
  },
  get_account: {
    refusal: (bank, { account_id }: OfAccount) => firstOf(noAccount(bank, account_id)),
    answer: ({ state }, { account_id }: OfAccount) => state.accounts[account_id] ?? null,
  },
  list_entries: {
    refusal: (bank, { account_id }: EntrySearch) => firstOf(noAccount(bank, account_id)),
    answer: ({ state }, { account_id, kind, since }: EntrySearch) => {
      const found = all(state.entries)
        .filter((entry) => entry.account_id === account_id)
        .filter((entry) => (kind === undefined || entry.kind === kind) && (since === undefined || entry.booked >= since));
      return inOrderOf(
        found,
        (entry) => -Date.parse(entry.made),
        (entry) => entry.entry_id,
      );
    },
  },
  list_cards: {
    refusal: (bank, { account_id }: OfAccount) => firstOf(noAccount(bank, account_id)),
    answer: ({ state }, { account_id }: OfAccount) => listOf(cardsOf(state, account_id)),
  },
  find_cards: {
    refusal: ({ state }, { last_four }: { last_four: string }) =>
      firstOf([!all(state.cards).some((card) => card.last_four === last_four), 'no card ends like that']),
    answer: ({ state }, { last_four }: { last_four: string }) =>
      inOrderOf(
        all(state.cards).filter((card) => card.last_four === last_four),
        (card) => card.card_id,
      ),
  },
  list_standing_orders: {
    refusal: (bank, { account_id }: OfAccount) => firstOf(noAccount(bank, account_id)),
    answer: ({ state }, { account_id }: OfAccount) =>
      inOrderOf(
        all(state.standing_orders).filter((order) => order.from_account_id === account_id),
        (order) => order.amount_cents,
        (order) => order.standing_order_id,
      ),
  },
  list_disputes: {
    refusal: (bank, { account_id }: OfAccount) => firstOf(noAccount(bank, account_id)),
    answer: ({ state }, { account_id }: OfAccount) =>
      inOrderOf(
        all(state.disputes).filter((dispute) => state.entries[dispute.entry_id]?.account_id === account_id),
        (dispute) => dispute.dispute_id,
      ),
  },
  get_allowance: {
    refusal: (bank, args: OfClient) => firstOf(noClient(bank, args)),
    answer: (bank, { client_id }: OfClient) => {
      const sent = sentToday(bank, client_id);
      return { sent_cents: sent, left_cents: Math.max(0, Number(bank.policy.daily_limit_cents) - sent) };
    },
  },
  transfer: {
    refusal(bank, { from_account_id, to_account_id, amount_cents }: Transfer) {
      const { state, policy } = bank;
      const [from, to] = [state.accounts[from_account_id], state.accounts[to_account_id]];
      const isOwn = from?.client_id === to?.client_id;
      const isSavings = from?.kind === 'savings';
      return firstOf(
        noAccount(bank, from_account_id),
        noAccount(bank, to_account_id),
        [from_account_id === to_account_id, 'both accounts are the same'],
        [from?.status !== 'active', 'R1: the account is not active'],
        [to?.status === 'closed', 'R1: the other account is closed'],
        [atHand(from) < amount_cents, 'R2: more than there is'],
        [isSavings && !isOwn, 'R4: savings go to the same client'],
        [
          isSavings && withdrawalsThisMonth(bank, from_account_id) >= Number(policy.savings_withdrawals),
          'R4: as many withdrawals as allowed',
        ],
        [
          !isOwn && sentToday(bank, from?.client_id ?? '') + amount_cents > Number(policy.daily_limit_cents),
          'R3: beyond the daily limit',
        ],
      );
    },
    changes: (bank, { from_account_id, to_account_id, amount_cents, purpose }: Transfer) => [
      ...booked(bank, from_account_id, {
        kind: 'transfer_out',
        amount_cents: -amount_cents,
        text: purpose,
        other_account_id: to_account_id,
      }),
      ...booked(bank, to_account_id, { kind: 'transfer_in', amount_cents, text: purpose, other_account_id: from_account_id }),
    ],
    answer: ({ state }, { from_account_id }: Transfer, after) =>
      all(after.entries).find((entry) => !state.entries[entry.entry_id] && entry.account_id === from_account_id) ?? null,
  },
  open_account: {
    refusal(bank, { client_id, kind }: OfClient & { kind: string }) {
      const own = all(bank.state.accounts).filter((account) => account.client_id === client_id && account.kind === kind);
      return firstOf(
        noClient(bank, { client_id }),
        [bank.state.clients[client_id]?.verified === false, 'R11: the identity is not verified'],
        [own.some((account) => account.status !== 'closed'), 'R11: there is one of this kind'],
      );
    },
    changes: (_bank, { client_id, kind }: OfClient & { kind: string }) => [
      create('accounts', { client_id, kind, status: 'active', balance_cents: 0, overdraft_cents: 0 }),
    ],
  },
  close_account: {
    refusal(bank, { account_id }: OfAccount) {
      const { state } = bank;
      const orders = all(state.standing_orders).filter((order) => order.status !== 'ended');
      const disputes = all(state.disputes).filter((dispute) => dispute.status === 'open');
      return firstOf(
        noAccount(bank, account_id),
        [state.accounts[account_id]?.status === 'closed', 'it is closed already'],
        [state.accounts[account_id]?.balance_cents !== 0, 'R10: the balance is not zero'],
        [
          orders.some((order) => [order.from_account_id, order.to_account_id].includes(account_id)),
          'R10: a standing order belongs to it',
        ],
        [
          disputes.some((dispute) => state.entries[dispute.entry_id]?.account_id === account_id),
          'R10: an open dispute belongs to it',
        ],
      );
    },
    changes: ({ state }, { account_id }: OfAccount) => [
      change('accounts', account_id, { status: 'closed', overdraft_cents: 0 }),
      ...cardsOf(state, account_id)
        .filter((card) => card.status !== 'blocked')
        .map((card) => change('cards', card.card_id, { status: 'blocked', block_reason: 'account_closed' })),
    ],
  },
  set_account_frozen: {
    refusal(bank, { account_id, frozen }: OfAccount & { frozen: boolean }) {
      const status = bank.state.accounts[account_id]?.status;
      return firstOf(
        noAccount(bank, account_id),
        [status === 'closed', 'R1: the account is closed'],
        [status === (frozen ? 'frozen' : 'active'), 'it is like that already'],
      );
    },
    changes: (_bank, { account_id, frozen }: OfAccount & { frozen: boolean }) => [
      change('accounts', account_id, { status: frozen ? 'frozen' : 'active' }),
    ],
  },
  set_overdraft: {
    refusal(bank, { account_id, overdraft_cents }: OfAccount & { overdraft_cents: number }) {
      const account = bank.state.accounts[account_id];
      return firstOf(
        noAccount(bank, account_id),
        [account?.status !== 'active', 'R1: the account is not active'],
        [account?.kind !== 'current', 'R12: only current accounts have one'],
        [bank.state.clients[account?.client_id ?? '']?.verified !== true, 'R11: the identity is not verified'],
        [overdraft_cents > Number(bank.policy.max_overdraft_cents), 'R12: too much'],
        [(account?.balance_cents ?? 0) + overdraft_cents < 0, 'R12: less than is used'],
        [account?.overdraft_cents === overdraft_cents, 'it is like that already'],
      );
    },
    changes: (_bank, { account_id, overdraft_cents }: OfAccount & { overdraft_cents: number }) => [
      change('accounts', account_id, { overdraft_cents }),
    ],
  },
  freeze_card: {
    refusal: (bank, args: OfCard) =>
      firstOf(noCard(bank, args), [bank.state.cards[args.card_id]?.status !== 'active', 'R5: the card is not active']),
    changes: (_bank, { card_id }: OfCard) => [change('cards', card_id, { status: 'frozen' })],
  },
  unfreeze_card: {
    refusal: (bank, args: OfCard) =>
      firstOf(noCard(bank, args), [bank.state.cards[args.card_id]?.status !== 'frozen', 'R5: the card is not frozen']),
    changes: (_bank, { card_id }: OfCard) => [change('cards', card_id, { status: 'active' })],
  },
  block_card: {
    refusal: (bank, args: OfCard) =>
      firstOf(noCard(bank, args), [bank.state.cards[args.card_id]?.status === 'blocked', 'R5: the card is blocked']),
    changes: (_bank, { card_id, reason }: OfCard & { reason: string }) => [
      change('cards', card_id, { status: 'blocked', block_reason: reason }),
    ],
  },
  replace_card: {
    refusal(bank, { account_id }: OfAccount) {
      const account = bank.state.accounts[account_id];
      const cards = cardsOf(bank.state, account_id);
      return firstOf(
        noAccount(bank, account_id),
        [account?.status !== 'active', 'R1: the account is not active'],
        [cards.length === 0, 'R6: it never had a card'],
        [cards.some((card) => card.status !== 'blocked'), 'R6: a card can be used'],
        [atHand(account) < Number(bank.policy.replacement_fee_cents), 'R2: the fee cannot be paid'],
      );
    },
    changes: (bank, { account_id }: OfAccount) => [
      ...booked(bank, account_id, {
        kind: 'fee',
        amount_cents: -Number(bank.policy.replacement_fee_cents),
        text: 'Replacement card',
        other_account_id: null,
      }),
      create('cards', {
        account_id,
        status: 'active',
        block_reason: null,
        weekly_limit_cents: Math.max(...cardsOf(bank.state, account_id).map((card) => card.weekly_limit_cents)),
        online: true,
      }),
    ],
  },
  set_card_limit: {
    refusal(bank, { card_id, weekly_limit_cents }: OfCard & { weekly_limit_cents: number }) {
      const card = bank.state.cards[card_id];
      return firstOf(
        noCard(bank, { card_id }),
        [card?.status === 'blocked', 'R5: the card is blocked'],
        [card?.weekly_limit_cents === weekly_limit_cents, 'it is like that already'],
      );
    },
    changes: (_bank, { card_id, weekly_limit_cents }: OfCard & { weekly_limit_cents: number }) => [
      change('cards', card_id, { weekly_limit_cents }),
    ],
  },
  create_standing_order: {
    refusal(bank, { from_account_id, to_account_id }: Transfer) {
      const [from, to] = [bank.state.accounts[from_account_id], bank.state.accounts[to_account_id]];
      const running = all(bank.state.standing_orders).filter(
        (order) => order.from_account_id === from_account_id && order.status !== 'ended',
      );
      return firstOf(
        noAccount(bank, from_account_id),
        noAccount(bank, to_account_id),
        [from?.kind !== 'current' || from.status !== 'active', 'R9: not an active current account'],
        [to?.status === 'closed', 'R1: the other account is closed'],
        [from_account_id === to_account_id, 'R9: both accounts are the same'],
        [running.length >= Number(bank.policy.max_standing_orders), 'R9: as many as allowed'],
      );
    },
    changes: (_bank, args: Transfer & { day_of_month: number }) => [create('standing_orders', { ...args, status: 'active' })],
  },
  change_standing_order: {
    refusal({ state }, { standing_order_id, amount_cents, status }: StandingOrderChange) {
      const order = state.standing_orders[standing_order_id];
      const isSame =
        [undefined, order?.amount_cents].includes(amount_cents) && (status === undefined || status === order?.status);
      return firstOf(
        noSuch(order, 'standing order'),
        [order?.status === 'ended', 'R9: it is ended'],
        [isSame, 'it is like that already'],
      );
    },
    changes: (_bank, { standing_order_id, amount_cents, status }: StandingOrderChange) => [
      change('standing_orders', standing_order_id, {
        ...(amount_cents === undefined ? {} : { amount_cents }),
        ...(status === undefined ? {} : { status }),
      }),
    ],
  },
  open_dispute: {
    refusal({ state, policy, today }, { entry_id, reason }: { entry_id: string; reason: string }) {
      const entry = state.entries[entry_id];
      return firstOf(
        noSuch(entry, 'entry'),
        [entry?.kind !== 'card_payment', 'R7: not a card payment'],
        [daysBetween(entry?.booked ?? today, today) > Number(policy.dispute_days), 'R7: too long ago'],
        [all(state.disputes).some((dispute) => dispute.entry_id === entry_id), 'R7: disputed before'],
        [reason === 'not_recognised' && state.cards[entry?.card_id ?? '']?.status === 'active', 'R7: the card is in use'],
      );
    },
    changes: (_bank, { entry_id, reason }: { entry_id: string; reason: string }) => [
      create('disputes', { entry_id, reason, status: 'open' }),
    ],
  },
  settle_dispute: {
    refusal({ state }, { dispute_id, decision }: Settlement) {
      const dispute = state.disputes[dispute_id];
      const account = state.accounts[state.entries[dispute?.entry_id ?? '']?.account_id ?? ''];
      return firstOf(
        noSuch(dispute, 'dispute'),
        [dispute?.status !== 'open', 'R8: it is settled'],
        [decision === 'refunded' && account?.status === 'closed', 'R1: the account is closed'],
      );
    },
    changes(bank, { dispute_id, decision }: Settlement) {
      const entry = bank.state.entries[bank.state.disputes[dispute_id]?.entry_id ?? ''];
      const refund =
        entry && decision === 'refunded'
          ? booked(bank, entry.account_id, {
              kind: 'refund',
              amount_cents: -entry.amount_cents,
              text: entry.text,
              other_account_id: null,
            })
          : [];
      return [change('disputes', dispute_id, { status: decision }), ...refund];
    },
  },
};

interface StandingOrderChange {
  readonly standing_order_id: string;
  readonly amount_cents?: number;
  readonly status?: string;
}

interface Settlement {
  readonly dispute_id: string;
  readonly decision: string;
}
