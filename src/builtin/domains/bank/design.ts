import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  moment,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Client service of a retail bank. */
export const design = {
  slug: 'bank',
  name: 'RetailBank',
  title: 'Bank',
  domain: 'banking',
  summary: 'Client service of a retail bank',
  introduction:
    'The client service of a retail bank keeps clients, their current and savings accounts with every booked entry, payment cards, standing orders and disputes. Clerks move money within limits, freeze and replace cards, set up standing orders, and handle disputed card payments. Every balance is the sum of its entries, and money leaves an account only as far as its overdraft allows.',
  usefulness: 9,
  modelability: 9,
  terms:
    'bank, transfer money, account balance, savings account, current account, card stolen, freeze my card, debit card, standing order, overdraft, dispute a charge, wire, close my account, spending limit',
  policy: {
    daily_limit_cents: constant([200000, 100000, 150000], 'Most that a client can send to accounts of others in a day.'),
    savings_withdrawals: constant([3, 2, 4], 'Transfers out of a savings account in a calendar month.'),
    replacement_fee_cents: constant([1000, 1500, 800], 'Fee for a replaced card.'),
    dispute_days: constant([60, 90, 45], 'Days in which a card payment can be disputed.'),
    max_standing_orders: constant([3, 4], 'Standing orders of one account that are not ended.'),
    max_overdraft_cents: constant([100000, 50000], 'Largest overdraft of a current account.'),
  },
  entities: {
    Client: entity('clients', 'Someone who banks here.', {
      client_id: key('Key.'),
      name: text('Full name.'),
      city: text('Where the client lives.'),
      verified: flag('Whether the identity was checked.'),
    }),
    Account: entity('accounts', 'An account of one client.', {
      account_id: key('Account number.'),
      client_id: ref('Client', 'Whose it is.'),
      kind: choice(['current', 'savings'], 'Cards and standing orders belong to current accounts.'),
      status: choice(['active', 'frozen', 'closed'], 'A frozen account can receive money, but not send any.'),
      balance_cents: whole('Sum of the entries.'),
      overdraft_cents: whole('How far the balance may go below zero.', { minimum: 0 }),
    }),
    Entry: entity('entries', 'Money booked on an account.', {
      entry_id: key('Key.'),
      account_id: ref('Account', 'The account.'),
      kind: choice(['deposit', 'transfer_in', 'transfer_out', 'card_payment', 'fee', 'refund'], 'What it is.'),
      amount_cents: whole('Positive in, negative out.'),
      other_account_id: orNull(ref('Account', 'The other side of a transfer.')),
      card_id: orNull(ref('Card', 'The card of a card payment.')),
      text: text('Merchant or purpose.', { policy: 'semantic' }),
      booked: day('Day it was booked.'),
      made: moment('Moment it was booked.', { policy: 'exempt' }),
    }),
    Card: entity('cards', 'A payment card of a current account.', {
      card_id: key('Key.'),
      account_id: ref('Account', 'The account it pays from.'),
      last_four: text('Last four digits of its number.', { policy: 'exempt' }),
      status: choice(['active', 'frozen', 'blocked'], 'Frozen cards can be used again, blocked ones never.'),
      block_reason: orNull(choice(['lost', 'stolen', 'account_closed'], 'Why it was blocked.')),
      weekly_limit_cents: whole('Most that can be paid with it in a week.', { minimum: 0 }),
      online: flag('Whether it pays on the internet.'),
    }),
    StandingOrder: entity('standing_orders', 'A transfer that is made every month.', {
      standing_order_id: key('Key.'),
      from_account_id: ref('Account', 'The current account it is paid from.'),
      to_account_id: ref('Account', 'Who gets it.'),
      amount_cents: whole('How much.', { minimum: 1 }),
      day_of_month: whole('On which day.', { minimum: 1, maximum: 28 }),
      purpose: text('What it is for.', { policy: 'semantic' }),
      status: choice(['active', 'paused', 'ended'], 'Whether it is carried out.'),
    }),
    Dispute: entity('disputes', 'A card payment that a client contests.', {
      dispute_id: key('Key.'),
      entry_id: ref('Entry', 'The card payment.', { unique: true }),
      reason: choice(['not_recognised', 'not_delivered', 'wrong_amount'], 'Why.'),
      status: choice(['open', 'refunded', 'rejected'], 'How it ended.'),
    }),
  },
  rules: {
    R1: guard('Money leaves only active accounts, and a closed account receives none.'),
    R2: guard('No transfer or fee takes a balance below the overdraft.'),
    R3: guard('A client sends at most {daily_limit_cents} cents a day to accounts of others.'),
    R4: guard(
      'Money from a savings account goes only to an account of the same client, at most {savings_withdrawals} times in a calendar month.',
    ),
    R5: guard('Only active cards are frozen, only frozen ones are made active again, and a blocked card stays blocked.'),
    R6: guard('A card is replaced only when the account has a blocked card and none that can be used.'),
    R7: guard(
      'Only card payments of the last {dispute_days} days are disputed, each once, and unrecognised ones only after the card was frozen or blocked.',
    ),
    R8: guard('A dispute is settled once.'),
    R9: guard(
      'Standing orders run from active current accounts to another account, at most {max_standing_orders} per account; an ended one never changes again.',
    ),
    R10: guard(
      'An account is closed only when its balance is zero and no standing order that is not ended and no open dispute belongs to it.',
    ),
    R11: guard('Only verified clients open accounts, one of each kind at a time, or get an overdraft.'),
    R12: guard('Only current accounts have overdrafts, of at most {max_overdraft_cents} cents and never less than what is used.'),
    R13: invariant(
      'The balance of every account is the sum of its entries and not below its overdraft, and savings accounts have no overdraft.',
    ),
    R14: invariant('Closed accounts are empty, without usable cards and without standing orders that are not ended.'),
    R15: invariant(
      'An account has at most one card that is not blocked, blocked cards have a reason, and savings accounts have no cards.',
    ),
  },
} satisfies Design;

export type BankPolicy = PolicyOf<typeof design.policy>;
export type BankState = StateOf<typeof design.entities>;
export type Client = RecordOf<typeof design.entities.Client>;
export type Account = RecordOf<typeof design.entities.Account>;
export type Entry = RecordOf<typeof design.entities.Entry>;
export type Card = RecordOf<typeof design.entities.Card>;
export type StandingOrder = RecordOf<typeof design.entities.StandingOrder>;
export type Dispute = RecordOf<typeof design.entities.Dispute>;
