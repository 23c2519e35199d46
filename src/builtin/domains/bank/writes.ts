import { fail, type Integer, ok, type Ref, type Result, type Text } from '../../kit/environment.ts';
import { BankAccountWrites } from './account-writes.ts';
import type { Account, BankPolicy, Card, Dispute, Entry, StandingOrder } from './design.ts';

declare const POLICY: BankPolicy;

export class RetailBank extends BankAccountWrites {
  /**
   * Freeze an active card for the time being.
   * @effect write  @rules R5
   * @param card_id  The card.
   */
  freeze_card({ card_id }: { card_id: Ref<Card> }): Result<Card> {
    const card = this.state.cards[card_id];
    if (!card) return fail(`No card ${card_id}.`);
    if (card.status !== 'active') return fail(`The card ending in ${card.last_four} is ${card.status}.`); // R5

    card.status = 'frozen';
    return ok(card);
  }

  /**
   * Make a frozen card active again.
   * @effect write  @rules R5
   * @param card_id  The card.
   */
  unfreeze_card({ card_id }: { card_id: Ref<Card> }): Result<Card> {
    const card = this.state.cards[card_id];
    if (!card) return fail(`No card ${card_id}.`);
    if (card.status !== 'frozen') return fail(`The card ending in ${card.last_four} is ${card.status}.`); // R5

    card.status = 'active';
    return ok(card);
  }

  /**
   * Block a lost or stolen card for good.
   * @effect write  @rules R5
   * @param card_id  The card.
   * @param reason  Why.
   */
  block_card({ card_id, reason }: { card_id: Ref<Card>; reason: 'lost' | 'stolen' }): Result<Card> {
    const card = this.state.cards[card_id];
    if (!card) return fail(`No card ${card_id}.`);
    if (card.status === 'blocked') return fail(`The card ending in ${card.last_four} is blocked already.`); // R5

    card.status = 'blocked';
    card.block_reason = reason;
    return ok(card);
  }

  /**
   * Issue a new card for an account whose card was blocked, with the same limit; {replacement_fee_cents} cents are
   * charged.
   * @effect write  @rules R1 R2 R6
   * @param account_id  Account number.
   */
  replace_card({ account_id }: { account_id: Ref<Account> }): Result<Card> {
    const account = this.state.accounts[account_id];
    if (!account) return fail(`No account ${account_id}.`);
    if (account.status !== 'active') return fail(`Account ${account_id} is ${account.status}.`); // R1
    const cards = this.cardsOf(account_id);
    const old = cards[cards.length - 1];
    if (!old) return fail(`Account ${account_id} never had a card.`); // R6
    if (cards.some((card) => card.status !== 'blocked')) return fail(`Account ${account_id} has a card that can be used.`); // R6
    if (account.balance_cents + account.overdraft_cents < POLICY.replacement_fee_cents)
      return fail(`Account ${account_id} cannot pay the fee of ${POLICY.replacement_fee_cents} cents.`); // R2

    this.book(account, 'fee', -POLICY.replacement_fee_cents, 'Replacement card', null);
    const card_id = this.newId('CD');
    const card: Card = {
      card_id,
      account_id,
      last_four: card_id.slice(-4),
      status: 'active',
      block_reason: null,
      weekly_limit_cents: Math.max(...cards.map((item) => item.weekly_limit_cents)),
      online: true,
    };
    this.state.cards[card_id] = card;
    return ok(card);
  }

  /**
   * Change the weekly limit of a card that is not blocked.
   * @effect write  @rules R5
   * @param card_id  The card.
   * @param weekly_limit_cents  Most that can be paid with it in a week.
   */
  set_card_limit({ card_id, weekly_limit_cents }: { card_id: Ref<Card>; weekly_limit_cents: Integer<0, 1000000> }): Result<Card> {
    const card = this.state.cards[card_id];
    if (!card) return fail(`No card ${card_id}.`);
    if (card.status === 'blocked') return fail(`The card ending in ${card.last_four} is blocked.`); // R5
    if (card.weekly_limit_cents === weekly_limit_cents)
      return fail(`The limit of the card ending in ${card.last_four} is that already.`);

    card.weekly_limit_cents = weekly_limit_cents;
    return ok(card);
  }

  /**
   * Set up a transfer that is made every month.
   * @effect write  @rules R1 R9
   * @param from_account_id  The current account it is paid from.
   * @param to_account_id  Who gets it.
   * @param amount_cents  How much.
   * @param day_of_month  On which day.
   * @param purpose  What it is for.
   */
  create_standing_order({
    from_account_id,
    to_account_id,
    amount_cents,
    day_of_month,
    purpose,
  }: {
    from_account_id: Ref<Account>;
    to_account_id: Ref<Account>;
    amount_cents: Integer<1, 100000000>;
    day_of_month: Integer<1, 28>;
    purpose: Text<'\\S'>;
  }): Result<StandingOrder> {
    const from = this.state.accounts[from_account_id];
    if (!from) return fail(`No account ${from_account_id}.`);
    const to = this.state.accounts[to_account_id];
    if (!to) return fail(`No account ${to_account_id}.`);
    if (from.kind !== 'current' || from.status !== 'active')
      return fail(`Account ${from_account_id} is not an active current account.`); // R9
    if (to.status === 'closed') return fail(`Account ${to_account_id} is closed.`); // R1
    if (from_account_id === to_account_id) return fail('Both accounts are the same.'); // R9
    const running = Object.values(this.state.standing_orders).filter(
      (order) => order.from_account_id === from_account_id && order.status !== 'ended',
    ).length;
    if (running >= POLICY.max_standing_orders) return fail(`Account ${from_account_id} already has ${running} standing orders.`); // R9

    const order: StandingOrder = {
      standing_order_id: this.newId('ST'),
      from_account_id,
      to_account_id,
      amount_cents,
      day_of_month,
      purpose,
      status: 'active',
    };
    this.state.standing_orders[order.standing_order_id] = order;
    return ok(order);
  }

  /**
   * Change the amount of a standing order that is not ended, or pause, resume or end it.
   * @effect write  @rules R9
   * @param standing_order_id  The standing order.
   * @param amount_cents  The amount from now on.
   * @param status  The status from now on.
   */
  change_standing_order({
    standing_order_id,
    amount_cents,
    status,
  }: {
    standing_order_id: Ref<StandingOrder>;
    amount_cents: Integer<1, 100000000> | undefined;
    status: StandingOrder['status'] | undefined;
  }): Result<StandingOrder> {
    const order = this.state.standing_orders[standing_order_id];
    if (!order) return fail(`No standing order ${standing_order_id}.`);
    if (order.status === 'ended') return fail(`Standing order ${standing_order_id} is ended.`); // R9
    const amount = amount_cents ?? order.amount_cents;
    const next = status ?? order.status;
    if (amount === order.amount_cents && next === order.status)
      return fail(`Standing order ${standing_order_id} is like that already.`);

    order.amount_cents = amount;
    order.status = next;
    return ok(order);
  }

  /**
   * Contest a card payment for the client.
   * @effect write  @rules R7
   * @param entry_id  The card payment.
   * @param reason  Why.
   */
  open_dispute({ entry_id, reason }: { entry_id: Ref<Entry>; reason: Dispute['reason'] }): Result<Dispute> {
    const entry = this.state.entries[entry_id];
    if (!entry) return fail(`No entry ${entry_id}.`);
    const card = entry.card_id === null ? undefined : this.state.cards[entry.card_id];
    if (entry.kind !== 'card_payment' || !card) return fail(`Entry ${entry_id} is not a card payment.`); // R7
    if (this.daysBetween(entry.booked, this.today()) > POLICY.dispute_days)
      return fail(`The payment is older than ${POLICY.dispute_days} days.`); // R7
    if (Object.values(this.state.disputes).some((dispute) => dispute.entry_id === entry_id))
      return fail(`Entry ${entry_id} was disputed before.`); // R7
    if (reason === 'not_recognised' && card.status === 'active')
      return fail(`Freeze or block the card ending in ${card.last_four} first.`); // R7

    const dispute: Dispute = { dispute_id: this.newId('DP'), entry_id, reason, status: 'open' };
    this.state.disputes[dispute.dispute_id] = dispute;
    return ok(dispute);
  }

  /**
   * Decide an open dispute; a refund is booked on the account at once.
   * @effect write  @rules R1 R8
   * @param dispute_id  The dispute.
   * @param decision  Whether the client gets the money back.
   */
  settle_dispute({ dispute_id, decision }: { dispute_id: Ref<Dispute>; decision: 'refunded' | 'rejected' }): Result<Dispute> {
    const dispute = this.state.disputes[dispute_id];
    if (!dispute) return fail(`No dispute ${dispute_id}.`);
    if (dispute.status !== 'open') return fail(`Dispute ${dispute_id} is ${dispute.status} already.`); // R8
    const entry = this.state.entries[dispute.entry_id];
    const account = entry && this.state.accounts[entry.account_id];
    if (!entry || !account) return fail(`Dispute ${dispute_id} is incomplete.`);
    if (decision === 'refunded' && account.status === 'closed') return fail(`Account ${account.account_id} is closed.`); // R1

    dispute.status = decision;
    if (decision === 'refunded') this.book(account, 'refund', -entry.amount_cents, entry.text, null);
    return ok(dispute);
  }
}
