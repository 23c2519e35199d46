import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Account, BankPolicy, Card, Client, Dispute, Entry, StandingOrder } from './design.ts';
import { BankRules } from './rules.ts';

declare const POLICY: BankPolicy;

export class BankReads extends BankRules {
  /**
   * Clients whose name contains a text, by name.
   * @effect read
   * @param text  Part of a name.
   */
  find_clients({ text }: { text: string }): Result<Client[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.clients).filter((client) => client.name.toLowerCase().includes(wanted));
    if (found.length === 0) return fail(`No client is called "${text}".`);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * All accounts of a client, current ones first.
   * @effect read
   * @param client_id  The client.
   */
  list_accounts({ client_id }: { client_id: Ref<Client> }): Result<Account[]> {
    if (!this.state.clients[client_id]) return fail(`No client ${client_id}.`);
    const found = Object.values(this.state.accounts).filter((account) => account.client_id === client_id);
    return ok(found.sort((a, b) => (a.kind === b.kind ? (a.account_id < b.account_id ? -1 : 1) : a.kind < b.kind ? -1 : 1)));
  }

  /**
   * One account by its number.
   * @effect read
   * @param account_id  Account number.
   */
  get_account({ account_id }: { account_id: Ref<Account> }): Result<Account> {
    const account = this.state.accounts[account_id];
    if (!account) return fail(`No account ${account_id}.`);
    return ok(account);
  }

  /**
   * Entries of an account, the latest first.
   * @effect read
   * @param account_id  Account number.
   * @param kind  Only these.
   * @param since  Only those booked on this day or later.
   */
  list_entries({
    account_id,
    kind,
    since,
  }: {
    account_id: Ref<Account>;
    kind: Entry['kind'] | undefined;
    since: Day | undefined;
  }): Result<Entry[]> {
    if (!this.state.accounts[account_id]) return fail(`No account ${account_id}.`);
    const found = Object.values(this.state.entries).filter(
      (entry) =>
        entry.account_id === account_id &&
        (kind === undefined || entry.kind === kind) &&
        (since === undefined || entry.booked >= since),
    );
    return ok(found.sort((a, b) => (a.made === b.made ? (a.entry_id < b.entry_id ? -1 : 1) : a.made > b.made ? -1 : 1)));
  }

  /**
   * Cards of an account, blocked ones last.
   * @effect read
   * @param account_id  Account number.
   */
  list_cards({ account_id }: { account_id: Ref<Account> }): Result<Card[]> {
    if (!this.state.accounts[account_id]) return fail(`No account ${account_id}.`);
    return ok(this.cardsOf(account_id));
  }

  /**
   * Cards by the last four digits of their number.
   * @effect read
   * @param last_four  Four digits, e.g. "4821".
   */
  find_cards({ last_four }: { last_four: string }): Result<Card[]> {
    const found = Object.values(this.state.cards).filter((card) => card.last_four === last_four);
    if (found.length === 0) return fail(`No card ends in ${last_four}.`);
    return ok(found.sort((a, b) => (a.card_id < b.card_id ? -1 : 1)));
  }

  /**
   * Standing orders that are paid from an account, by amount.
   * @effect read
   * @param account_id  Account number.
   */
  list_standing_orders({ account_id }: { account_id: Ref<Account> }): Result<StandingOrder[]> {
    if (!this.state.accounts[account_id]) return fail(`No account ${account_id}.`);
    const found = Object.values(this.state.standing_orders).filter((order) => order.from_account_id === account_id);
    return ok(found.sort((a, b) => a.amount_cents - b.amount_cents || (a.standing_order_id < b.standing_order_id ? -1 : 1)));
  }

  /**
   * Disputes about card payments of an account.
   * @effect read
   * @param account_id  Account number.
   */
  list_disputes({ account_id }: { account_id: Ref<Account> }): Result<Dispute[]> {
    if (!this.state.accounts[account_id]) return fail(`No account ${account_id}.`);
    const found = Object.values(this.state.disputes).filter(
      (dispute) => this.state.entries[dispute.entry_id]?.account_id === account_id,
    );
    return ok(found.sort((a, b) => (a.dispute_id < b.dispute_id ? -1 : 1)));
  }

  /**
   * What a client can still send to others today, in cents.
   * @effect read
   * @param client_id  The client.
   */
  get_allowance({ client_id }: { client_id: Ref<Client> }): Result<{ sent_cents: Integer; left_cents: Integer }> {
    if (!this.state.clients[client_id]) return fail(`No client ${client_id}.`);
    const sent = this.sentToday(client_id);
    return ok({ sent_cents: sent, left_cents: Math.max(0, POLICY.daily_limit_cents - sent) });
  }
}
