import { fail, type Integer, ok, type Ref, type Result, type Text } from '../../kit/environment.ts';
import type { Account, BankPolicy, Client, Entry } from './design.ts';
import { BankReads } from './reads.ts';

declare const POLICY: BankPolicy;

export class BankAccountWrites extends BankReads {
  /**
   * Move money from one account to another at once. Returns the entry on the account it leaves.
   * @effect write  @rules R1 R2 R3 R4
   * @param from_account_id  The account it leaves.
   * @param to_account_id  The account that receives it.
   * @param amount_cents  How much.
   * @param purpose  What it is for.
   */
  transfer({
    from_account_id,
    to_account_id,
    amount_cents,
    purpose,
  }: {
    from_account_id: Ref<Account>;
    to_account_id: Ref<Account>;
    amount_cents: Integer<1, 100000000>;
    purpose: Text<'\\S'>;
  }): Result<Entry> {
    const from = this.state.accounts[from_account_id];
    if (!from) return fail(`No account ${from_account_id}.`);
    const to = this.state.accounts[to_account_id];
    if (!to) return fail(`No account ${to_account_id}.`);
    if (from_account_id === to_account_id) return fail('Both accounts are the same.');
    if (from.status !== 'active') return fail(`Account ${from_account_id} is ${from.status}.`); // R1
    if (to.status === 'closed') return fail(`Account ${to_account_id} is closed.`); // R1
    if (from.balance_cents + from.overdraft_cents < amount_cents)
      return fail(`Account ${from_account_id} has only ${from.balance_cents + from.overdraft_cents} cents at its disposal.`); // R2
    const own = from.client_id === to.client_id;
    if (from.kind === 'savings' && !own) return fail('Savings can only go to an account of the same client.'); // R4
    if (from.kind === 'savings' && this.savingsUsed(from_account_id) >= POLICY.savings_withdrawals)
      return fail(`Account ${from_account_id} had ${POLICY.savings_withdrawals} withdrawals this month.`); // R4
    if (!own && this.sentToday(from.client_id) + amount_cents > POLICY.daily_limit_cents)
      return fail(`That would exceed the daily limit of ${POLICY.daily_limit_cents} cents.`); // R3

    this.book(to, 'transfer_in', amount_cents, purpose, from_account_id);
    return ok(this.book(from, 'transfer_out', -amount_cents, purpose, to_account_id));
  }

  /**
   * Open an empty account for a client.
   * @effect write  @rules R11
   * @param client_id  The client.
   * @param kind  What kind.
   */
  open_account({ client_id, kind }: { client_id: Ref<Client>; kind: Account['kind'] }): Result<Account> {
    const client = this.state.clients[client_id];
    if (!client) return fail(`No client ${client_id}.`);
    if (!client.verified) return fail(`The identity of ${client.name} is not verified.`); // R11
    const same = Object.values(this.state.accounts).some(
      (account) => account.client_id === client_id && account.kind === kind && account.status !== 'closed',
    );
    if (same) return fail(`${client.name} already has a ${kind} account.`); // R11

    const account: Account = {
      account_id: this.newId('AC'),
      client_id,
      kind,
      status: 'active',
      balance_cents: 0,
      overdraft_cents: 0,
    };
    this.state.accounts[account.account_id] = account;
    return ok(account);
  }

  /**
   * Close an empty account for good. Its cards are blocked.
   * @effect write  @rules R10
   * @param account_id  Account number.
   */
  close_account({ account_id }: { account_id: Ref<Account> }): Result<Account> {
    const account = this.state.accounts[account_id];
    if (!account) return fail(`No account ${account_id}.`);
    if (account.status === 'closed') return fail(`Account ${account_id} is closed already.`);
    if (account.balance_cents !== 0) return fail(`Account ${account_id} has a balance of ${account.balance_cents} cents.`); // R10
    const running = Object.values(this.state.standing_orders).some(
      (order) => order.status !== 'ended' && (order.from_account_id === account_id || order.to_account_id === account_id),
    );
    if (running) return fail(`Account ${account_id} still has standing orders.`); // R10
    const disputed = Object.values(this.state.disputes).some(
      (dispute) => dispute.status === 'open' && this.state.entries[dispute.entry_id]?.account_id === account_id,
    );
    if (disputed) return fail(`Account ${account_id} has an open dispute.`); // R10

    account.status = 'closed';
    account.overdraft_cents = 0;
    for (const card of this.cardsOf(account_id)) {
      if (card.status === 'blocked') continue;
      card.status = 'blocked';
      card.block_reason = 'account_closed';
    }
    return ok(account);
  }

  /**
   * Freeze an active account, or make a frozen one active again.
   * @effect write  @rules R1
   * @param account_id  Account number.
   * @param frozen  Whether no money may leave it.
   */
  set_account_frozen({ account_id, frozen }: { account_id: Ref<Account>; frozen: boolean }): Result<Account> {
    const account = this.state.accounts[account_id];
    if (!account) return fail(`No account ${account_id}.`);
    if (account.status === 'closed') return fail(`Account ${account_id} is closed.`); // R1
    if ((account.status === 'frozen') === frozen) return fail(`Account ${account_id} is ${account.status} already.`);

    account.status = frozen ? 'frozen' : 'active';
    return ok(account);
  }

  /**
   * Set how far the balance of a current account may go below zero.
   * @effect write  @rules R1 R11 R12
   * @param account_id  Account number.
   * @param overdraft_cents  The overdraft, at most {max_overdraft_cents}.
   */
  set_overdraft({
    account_id,
    overdraft_cents,
  }: {
    account_id: Ref<Account>;
    overdraft_cents: Integer<0, 100000000>;
  }): Result<Account> {
    const account = this.state.accounts[account_id];
    if (!account) return fail(`No account ${account_id}.`);
    const client = this.state.clients[account.client_id];
    if (!client) return fail(`No client ${account.client_id}.`);
    if (account.status !== 'active') return fail(`Account ${account_id} is ${account.status}.`); // R1
    if (account.kind !== 'current') return fail('Only current accounts have an overdraft.'); // R12
    if (!client.verified) return fail(`The identity of ${client.name} is not verified.`); // R11
    if (overdraft_cents > POLICY.max_overdraft_cents) return fail(`At most ${POLICY.max_overdraft_cents} cents are possible.`); // R12
    if (account.balance_cents < -overdraft_cents)
      return fail(`Account ${account_id} is ${-account.balance_cents} cents below zero.`); // R12
    if (account.overdraft_cents === overdraft_cents) return fail(`The overdraft of ${account_id} is that already.`);

    account.overdraft_cents = overdraft_cents;
    return ok(account);
  }
}
