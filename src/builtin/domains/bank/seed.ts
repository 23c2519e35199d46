import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { cities, people } from '../../kit/names.ts';
import { keyBy } from '../../kit/records.ts';
import type { Account, BankState, Card, Client, Dispute, Entry, StandingOrder } from './design.ts';

const merchants = [
  'Corner Bakery',
  'Metro Tickets',
  'Galaxy Cinema',
  'Fresh Basket',
  'Harbour Fuel',
  'Pixel Store',
  'Green Pharmacy',
  'Atlas Books',
  'Sunset Grill',
  'Nordic Sports',
  'Lotus Noodle House',
  'Casa Verde Florist',
  'Anatolia Rugs',
  'Hilltop Hardware',
  'Blue Lagoon Pool',
  'Tandoor Palace',
  'Pedal Point Cycles',
  'Luna Optics',
  'Kiosk at the Station',
  'Marigold Fabrics',
  'Rapid Print Shop',
  'Old Mill Bakery',
  'Sakura Stationery',
  'Baobab Crafts',
  'Seaside Aquarium',
  'Ember Coffee',
  'Polar Ice Rink',
  'Zebra Shoes',
  'Little Owl Toys',
  'Cedar Garden Centre',
  'Alpine Outfitters',
  'Taverna Olympia',
  'Vinyl Corner',
  'Northern Rail',
  'Paws Pet Shop',
  'Cobbler and Key',
  'Maple Dry Cleaning',
  'Sunrise Market',
  'Kite and Compass',
  'Oasis Hammam',
];
const purposes = [
  'Rent',
  'Music lessons',
  'Gym membership',
  'Holiday fund',
  'Allotment fees',
  'Nursery',
  'Swimming club',
  'Car share',
  'Garage',
  'Choir dues',
  'School lunches',
  'Tutoring',
  'Shared internet',
  'Support for grandmother',
  'Football boots fund',
  'Dog walking',
  'Studio rent',
  'Language classes',
  'Newspaper',
  'Bicycle loan',
];

/** A branch of a bank: salaries come in, cards are swiped, some cards are lost and some payments contested. */
export function makeState({ policy, today, random }: Omit<Setting<BankState>, 'state'>): BankState {
  const clients = people(random, 9).map(
    (person, i): Client => ({ client_id: `K-${120 + i * 6}`, name: person.name, city: random.pick(cities), verified: i !== 6 }),
  );
  const accounts: Account[] = [];
  const entries: Entry[] = [];
  const cards: Card[] = [];
  const orders: StandingOrder[] = [];
  const disputes: Dispute[] = [];
  const digits = random.sample(
    Array.from({ length: 300 }, (_, i) => String(1013 + i * 29)),
    30,
  );
  const open = (client: Client, kind: Account['kind'], status: Account['status']): Account => {
    const account: Account = {
      account_id: `AC-${70010 + accounts.length * 37}`,
      client_id: client.client_id,
      kind,
      status,
      balance_cents: 0,
      overdraft_cents: 0,
    };
    accounts.push(account);
    return account;
  };
  const book = (
    account: Account,
    kind: Entry['kind'],
    amount: number,
    text: string,
    age: number,
    other?: Account,
    card?: Card,
  ): Entry => {
    const entry: Entry = {
      entry_id: `E-${6000 + entries.length * 3}`,
      account_id: account.account_id,
      kind,
      amount_cents: amount,
      other_account_id: other?.account_id ?? null,
      card_id: card?.card_id ?? null,
      text,
      booked: addDays(today, -age),
      made: `${addDays(today, -age)}T0${1 + (entries.length % 7)}:${10 + (entries.length % 50)}:00Z`,
    };
    entries.push(entry);
    account.balance_cents += amount;
    return entry;
  };
  const issue = (account: Account, status: Card['status'], reason: Card['block_reason']): Card => {
    const last = digits[cards.length] ?? '9999';
    const card: Card = {
      card_id: `CD-${last}`,
      account_id: account.account_id,
      last_four: last,
      status,
      block_reason: reason,
      weekly_limit_cents: random.integer(2, 12) * 10000,
      online: random.chance(0.8),
    };
    cards.push(card);
    return card;
  };

  for (const [i, client] of clients.entries()) {
    const current = open(client, 'current', i === 7 ? 'frozen' : 'active');
    if (i % 3 === 1) current.overdraft_cents = 20000;
    book(current, 'deposit', random.integer(400, 3500) * 100, 'Opening balance', 200);
    for (const age of [70, 40, 10]) book(current, 'deposit', random.integer(1600, 3900) * 100, 'Salary', age);
    if (i === 3 || i === 5) issue(current, 'blocked', i === 3 ? 'lost' : 'stolen');
    const card = i === 5 ? cards[cards.length - 1] : issue(current, i === 2 || i === 8 ? 'frozen' : 'active', null);
    if (card) {
      const shops = random.sample(merchants, 6);
      for (const [n, shop] of shops.entries())
        book(current, 'card_payment', -random.integer(350, 14500), shop, [120, 33, 17, 8, 4, 2][n] ?? 1, undefined, card);
    }
    if (i === 4) continue;
    const savings = open(client, 'savings', i === 8 ? 'closed' : 'active');
    if (i !== 7) book(savings, 'deposit', random.integer(150, 900) * 1000, 'Opening balance', 190);
    if (i % 2 === 0 && i !== 8) {
      const amount = random.integer(5, 30) * 1000;
      book(savings, 'transfer_out', -amount, 'To current account', 35, current);
      book(current, 'transfer_in', amount, 'From savings', 35, savings);
    }
    if (i === 8) {
      const amount = savings.balance_cents;
      book(savings, 'transfer_out', -amount, 'Closing the account', 60, current);
      book(current, 'transfer_in', amount, 'From closed savings', 60, savings);
    }
    if (i === 5) book(current, 'fee', -500, 'Paper statement', 20);
  }
  // A current account that was given up, so that a card blocked for that reason occurs.
  const gone = clients[4];
  if (gone) {
    const old = open(gone, 'savings', 'closed');
    book(old, 'deposit', 50000, 'Opening balance', 180);
    book(old, 'fee', -50000, 'Paid out in cash', 90);
    const former = open(gone, 'current', 'closed');
    issue(former, 'blocked', 'account_closed');
  }
  const currents = accounts.filter((account) => account.kind === 'current' && account.status !== 'closed');
  const maxOrders = Number(policy.max_standing_orders);
  for (const [i, from] of currents.entries()) {
    const count = i === 0 ? Math.min(3, maxOrders - 1) : i % 3;
    const targets = random.sample(
      currents.filter((account) => account !== from && account.client_id !== from.client_id),
      count,
    );
    const own = random.sample(purposes, count);
    for (const [n, to] of targets.entries()) {
      orders.push({
        standing_order_id: `ST-${300 + orders.length * 4}`,
        from_account_id: from.account_id,
        to_account_id: to.account_id,
        amount_cents: random.integer(2, 60) * 1000 + n * 500,
        day_of_month: random.integer(1, 28),
        purpose: own[n] ?? 'Rent',
        status: n === 1 && i % 2 === 0 ? 'paused' : i === 4 ? 'ended' : 'active',
      });
    }
  }
  const payments = entries.filter((entry) => entry.kind === 'card_payment' && entry.booked >= addDays(today, -40));
  const contested = [3, 7, 16, 21, 27].flatMap((n) => payments[n] ?? []);
  for (const [i, entry] of contested.entries()) {
    const status = (['open', 'open', 'refunded', 'rejected', 'open'] as const)[i] ?? 'open';
    const reason =
      (['not_delivered', 'wrong_amount', 'not_recognised', 'wrong_amount', 'not_delivered'] as const)[i] ?? 'wrong_amount';
    disputes.push({ dispute_id: `DP-${40 + i * 5}`, entry_id: entry.entry_id, reason, status });
    const account = accounts.find((one) => one.account_id === entry.account_id);
    if (status === 'refunded' && account) book(account, 'refund', -entry.amount_cents, entry.text, 1);
  }
  return {
    clients: keyBy(clients, 'client_id'),
    accounts: keyBy(accounts, 'account_id'),
    entries: keyBy(entries, 'entry_id'),
    cards: keyBy(cards, 'card_id'),
    standing_orders: keyBy(orders, 'standing_order_id'),
    disputes: keyBy(disputes, 'dispute_id'),
  };
}
