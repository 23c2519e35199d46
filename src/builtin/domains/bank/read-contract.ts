import { inOrder, type World } from '../../../domain/contract/form.ts';
import { at, contains, found, lookUp, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { BankPolicy, BankState, Card } from './design.ts';
import type { BankReads } from './reads.ts';

export type Bank = World<BankState, BankPolicy>;

export function cardsOf({ state }: Bank, account_id: string): Card[] {
  return where(state.cards, (card) => card.account_id === account_id);
}

/** Rule R3: what a client has sent to accounts of others today. */
export function sentToday({ state, today }: Bank, client_id: string): number {
  const sent = where(
    state.entries,
    (entry) =>
      entry.kind === 'transfer_out' &&
      entry.booked === today &&
      at(state.accounts, entry.account_id).client_id === client_id &&
      lookUp(state.accounts, entry.other_account_id)?.client_id !== client_id,
  );
  return sum(sent, (entry) => -entry.amount_cents);
}

/** What looking things up promises. */
export const readContract: ContractOf<BankState, BankPolicy, BankReads> = {
  find_clients: found('nobody is called that', ({ state }, { text }) =>
    inOrder(
      where(state.clients, (client) => contains(client.name, text)),
      'name',
    ),
  ),
  list_accounts: {
    answer: ({ state }, { client_id }) =>
      inOrder(
        where(state.accounts, (account) => account.client_id === client_id),
        'kind',
        'account_id',
      ),
  },
  get_account: { answer: ({ state }, { account_id }) => at(state.accounts, account_id) },
  list_entries: {
    answer: ({ state }, { account_id, kind, since }) =>
      inOrder(
        where(
          state.entries,
          (entry) =>
            entry.account_id === account_id &&
            (kind === undefined || entry.kind === kind) &&
            (since === undefined || entry.booked >= since),
        ),
        (entry) => -Date.parse(entry.made),
        'entry_id',
      ),
  },
  list_cards: {
    answer: (bank, { account_id }) =>
      inOrder(cardsOf(bank, account_id), (card) => (card.status === 'blocked' ? 1 : 0), 'card_id'),
  },
  find_cards: found('no card ends like that', ({ state }, { last_four }) =>
    inOrder(
      where(state.cards, (card) => card.last_four === last_four),
      'card_id',
    ),
  ),
  list_standing_orders: {
    answer: ({ state }, { account_id }) =>
      inOrder(
        where(state.standing_orders, (order) => order.from_account_id === account_id),
        'amount_cents',
        'standing_order_id',
      ),
  },
  list_disputes: {
    answer: ({ state }, { account_id }) =>
      inOrder(
        where(state.disputes, (dispute) => at(state.entries, dispute.entry_id).account_id === account_id),
        'dispute_id',
      ),
  },
  get_allowance: {
    answer(bank, { client_id }) {
      const sent_cents = sentToday(bank, client_id);
      return { sent_cents, left_cents: Math.max(0, bank.policy.daily_limit_cents - sent_cents) };
    },
  },
};
