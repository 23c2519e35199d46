import { at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import { type Account, type BankPolicy, type BankState, type Client, design } from './design.ts';
import type { RetailBank } from './writes.ts';

export type Desk = Scene<BankState, BankPolicy>;

export const call = callsOf<RetailBank>();

/** How a record is found by whoever knows the client by name. */
const finders: Finders<BankState> = {
  clients: ({ name }) => [call('find_clients', { text: name })],
  accounts: ({ client_id }, { clients }) => [at(clients, client_id), call('list_accounts', { client_id })],
  cards: ({ account_id }, { accounts }) => [at(accounts, account_id), call('list_cards', { account_id })],
  entries: ({ account_id, kind }, { accounts }) => [at(accounts, account_id), call('list_entries', { account_id, kind })],
  standing_orders: ({ from_account_id: account_id }, { accounts }) => [
    at(accounts, account_id),
    call('list_standing_orders', { account_id }),
  ],
  disputes({ entry_id }, { entries, accounts }) {
    const { account_id } = at(entries, entry_id);
    return [at(accounts, account_id), call('list_disputes', { account_id })];
  },
};

export const request = requestsOf<BankState, BankPolicy>(design, contract, finders);

export interface Holding {
  readonly client: Client;
  readonly account: Account;
}

/** Accounts that are not closed, with those who have them. Nobody has two of a kind. */
export function holdings({ state }: Desk, kind?: Account['kind']): Holding[] {
  return where(state.accounts, (one) => one.status !== 'closed' && (kind === undefined || one.kind === kind)).map((account) => ({
    account,
    client: at(state.clients, account.client_id),
  }));
}

/** The other account of a client that is not closed. */
export function otherAccount(desk: Desk, { account, client }: Holding): Account | undefined {
  return holdings(desk).find((other) => other.client === client && other.account !== account)?.account;
}
