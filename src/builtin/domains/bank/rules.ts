import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Account, BankState, Card, Entry } from './design.ts';

export class BankRules extends Environment<BankState> {
  protected cardsOf(account_id: string): Card[] {
    const rank = (card: Card) => (card.status === 'blocked' ? 1 : 0);
    const cards = Object.values(this.state.cards).filter((card) => card.account_id === account_id);
    return cards.sort((a, b) => rank(a) - rank(b) || (a.card_id < b.card_id ? -1 : 1));
  }

  /** What a client has sent to accounts of others today. */
  protected sentToday(client_id: string): number {
    return Object.values(this.state.entries)
      .filter((entry) => {
        const from = this.state.accounts[entry.account_id];
        const to = entry.other_account_id === null ? undefined : this.state.accounts[entry.other_account_id];
        return (
          entry.kind === 'transfer_out' &&
          entry.booked === this.today() &&
          from?.client_id === client_id &&
          to?.client_id !== client_id
        );
      })
      .reduce((sum, entry) => sum - entry.amount_cents, 0);
  }

  /** Transfers out of a savings account in this calendar month. */
  protected savingsUsed(account_id: string): number {
    const month = this.today().slice(0, 7);
    return Object.values(this.state.entries).filter(
      (entry) => entry.account_id === account_id && entry.kind === 'transfer_out' && entry.booked.slice(0, 7) === month,
    ).length;
  }

  /** Every change of a balance goes through here, so that it stays the sum of the entries. */
  protected book(
    account: Account,
    kind: Entry['kind'],
    amount_cents: number,
    text: string,
    other_account_id: string | null,
  ): Entry {
    const entry: Entry = {
      entry_id: this.newId('E'),
      account_id: account.account_id,
      kind,
      amount_cents,
      other_account_id,
      card_id: null,
      text,
      booked: this.today(),
      made: this.now(),
    };
    this.state.entries[entry.entry_id] = entry;
    account.balance_cents += amount_cents;
    return entry;
  }
}

export const invariants: Invariants<BankState> = {
  R13: (state) =>
    Object.values(state.accounts).every((account) => {
      const sum = Object.values(state.entries)
        .filter((entry) => entry.account_id === account.account_id)
        .reduce((total, entry) => total + entry.amount_cents, 0);
      return (
        account.balance_cents === sum &&
        sum >= -account.overdraft_cents &&
        (account.kind === 'current' || account.overdraft_cents === 0)
      );
    }),
  R14: (state) =>
    Object.values(state.accounts)
      .filter((account) => account.status === 'closed')
      .every(
        (account) =>
          account.balance_cents === 0 &&
          Object.values(state.cards).every((card) => card.account_id !== account.account_id || card.status === 'blocked') &&
          Object.values(state.standing_orders).every(
            (order) =>
              order.status === 'ended' ||
              (order.from_account_id !== account.account_id && order.to_account_id !== account.account_id),
          ),
      ),
  R15: (state) =>
    Object.values(state.cards).every((card) => (card.block_reason !== null) === (card.status === 'blocked')) &&
    Object.values(state.accounts).every((account) => {
      const cards = Object.values(state.cards).filter((card) => card.account_id === account.account_id);
      return cards.filter((card) => card.status !== 'blocked').length <= 1 && (account.kind === 'current' || cards.length === 0);
    }),
};
