import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import type { Account, BankState, Client } from './design.ts';

export type BankSetting = Setting<BankState>;

export function clientOf(state: BankState, account: Account): Client {
  const client = state.clients[account.client_id];
  if (!client) throw new Error(`account ${account.account_id} has no client`);
  return client;
}

/** Accounts of a kind that are not closed, in random order. Nobody has two of a kind. */
export function openAccounts({ state, random }: BankSetting, kind: Account['kind']): Account[] {
  return random.shuffle(Object.values(state.accounts).filter((account) => account.kind === kind && account.status !== 'closed'));
}

/** The calls that lead from a name to the accounts of that client. */
export function lookUp(client: Client): PlannedToolCall[] {
  return [
    { tool: 'find_clients', arguments: { text: client.name } },
    { tool: 'list_accounts', arguments: { client_id: client.client_id } },
  ];
}

/** Everything of a client: two requests about one client are not put together. */
export function touch(...clients: readonly Client[]): string[] {
  return clients.map((client) => `clients/${client.client_id}`);
}
