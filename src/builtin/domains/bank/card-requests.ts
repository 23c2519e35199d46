import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate, money } from '../../kit/wording.ts';
import type { Account, BankState, Card, Entry, StandingOrder } from './design.ts';
import { type BankSetting, clientOf, lookUp, openAccounts, touch } from './lookups.ts';

function cardsOf(state: BankState, account: Account): Card[] {
  return Object.values(state.cards).filter((card) => card.account_id === account.account_id);
}

function running(state: BankState, account: Account): StandingOrder[] {
  return Object.values(state.standing_orders).filter(
    (order) => order.from_account_id === account.account_id && order.status !== 'ended',
  );
}

const lostCard: RequestTemplate<BankState> = {
  name: 'block and replace a card',
  kind: 'compensating',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const account of openAccounts(setting, 'current')) {
      const card = cardsOf(state, account).find((one) => one.status !== 'blocked');
      if (!card || account.status !== 'active' || account.balance_cents < Number(policy.replacement_fee_cents)) continue;
      const client = clientOf(state, account);
      const reason = random.pick(['lost', 'stolen'] as const);
      const how = reason === 'lost' ? 'has lost' : 'has been robbed of';
      const replace = random.chance(0.7);
      return {
        text: `${client.name} ${how} the card ending in ${card.last_four}. Block it as ${reason}${replace ? ' and issue a replacement.' : '; a new one is not wanted yet.'}`,
        records: touch(client),
        calls: [
          ...lookUp(client),
          { tool: 'list_cards', arguments: { account_id: account.account_id } },
          { tool: 'block_card', arguments: { card_id: card.card_id, reason } },
          ...(replace ? [{ tool: 'replace_card', arguments: { account_id: account.account_id } }] : []),
        ],
      };
    }
    return undefined;
  },
};

const replaceMissing: RequestTemplate<BankState> = {
  name: 'replace a blocked card',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const account of openAccounts(setting, 'current')) {
      const cards = cardsOf(state, account);
      const able = account.status === 'active' && account.balance_cents >= Number(policy.replacement_fee_cents);
      if (!able || cards.length === 0 || cards.some((card) => card.status !== 'blocked')) continue;
      const client = clientOf(state, account);
      return {
        text: random.pick([
          `The card of ${client.name} was blocked some time ago. Please issue a new one for the current account.`,
          `${client.name} has no working card any more and would like a replacement.`,
        ]),
        records: touch(client),
        calls: [
          ...lookUp(client),
          { tool: 'list_cards', arguments: { account_id: account.account_id } },
          { tool: 'replace_card', arguments: { account_id: account.account_id } },
        ],
      };
    }
    return undefined;
  },
};

const freezeCard: RequestTemplate<BankState> = {
  name: 'freeze or unfreeze a card',
  plan({ state, random }) {
    const card = random.shuffle(Object.values(state.cards)).find((one) => one.status !== 'blocked');
    const account = card && state.accounts[card.account_id];
    if (!card || !account) return undefined;
    const client = clientOf(state, account);
    const frozen = card.status === 'frozen';
    return {
      text: frozen
        ? random.pick([
            `${client.name} has found the card ending in ${card.last_four} again, so make it usable.`,
            `The frozen card ending in ${card.last_four} can be activated again, ${client.name} says.`,
          ])
        : random.pick([
            `${client.name} cannot find the card ending in ${card.last_four} just now. Freeze it for the time being.`,
            `Please freeze ${client.name}'s card ending in ${card.last_four} until further notice.`,
          ]),
      records: touch(client),
      calls: [
        { tool: 'find_cards', arguments: { last_four: card.last_four } },
        { tool: frozen ? 'unfreeze_card' : 'freeze_card', arguments: { card_id: card.card_id } },
      ],
    };
  },
};

/** Card payments that can still be contested and that date and merchant single out. */
function disputable({ state, policy, today, random }: BankSetting): { entry: Entry; account: Account; card: Card }[] {
  const earliest = addDays(today, -Math.min(40, Number(policy.dispute_days)));
  const disputed = new Set(Object.values(state.disputes).map((dispute) => dispute.entry_id));
  return random.shuffle(Object.values(state.entries)).flatMap((entry) => {
    const account = state.accounts[entry.account_id];
    const card = entry.card_id === null ? undefined : state.cards[entry.card_id];
    const fits = entry.kind === 'card_payment' && entry.booked >= earliest && !disputed.has(entry.entry_id);
    return fits && account && card ? [{ entry, account, card }] : [];
  });
}

const dispute: RequestTemplate<BankState> = {
  name: 'dispute a payment',
  plan(setting) {
    const { state, random } = setting;
    const found = disputable(setting)[0];
    if (!found) return undefined;
    const { entry, account, card } = found;
    const client = clientOf(state, account);
    const reason = random.pick(['not_recognised', 'not_delivered', 'wrong_amount'] as const);
    const paid = `the payment of ${money(-entry.amount_cents)} to ${entry.text} on ${longDate(entry.booked)}`;
    const freezes = reason === 'not_recognised' && card.status === 'active';
    const words = {
      not_recognised: `${client.name} does not recognise ${paid}. ${card.status === 'active' ? 'Freeze the card it was made with and open a dispute.' : 'Open a dispute for that reason.'}`,
      not_delivered: `${client.name} never received the goods for ${paid}. Dispute it.`,
      wrong_amount: `${client.name} says that the amount is wrong for ${paid}. Please open a dispute because of the wrong amount.`,
    }[reason];
    return {
      text: words,
      records: touch(client),
      calls: [
        ...lookUp(client),
        { tool: 'list_entries', arguments: { account_id: account.account_id, kind: 'card_payment' } },
        ...(freezes ? [{ tool: 'freeze_card', arguments: { card_id: card.card_id } }] : []),
        { tool: 'open_dispute', arguments: { entry_id: entry.entry_id, reason } },
      ],
    };
  },
};

const settle: RequestTemplate<BankState> = {
  name: 'settle a dispute',
  kind: 'compensating',
  plan(setting) {
    const { state, random } = setting;
    for (const item of random.shuffle(Object.values(state.disputes).filter((one) => one.status === 'open'))) {
      const entry = state.entries[item.entry_id];
      const account = entry && state.accounts[entry.account_id];
      if (!entry || !account || account.status === 'closed') continue;
      const client = clientOf(state, account);
      const refund = random.chance(0.6);
      const about = `the payment of ${money(-entry.amount_cents)} to ${entry.text}`;
      return {
        text: refund
          ? `${entry.text} has admitted the mistake: settle the dispute of ${client.name} about ${about} with a refund.`
          : `We checked the dispute of ${client.name} about ${about}, and it is not justified. Reject it.`,
        records: touch(client),
        calls: [
          ...lookUp(client),
          { tool: 'list_disputes', arguments: { account_id: account.account_id } },
          { tool: 'list_entries', arguments: { account_id: account.account_id, kind: 'card_payment' } },
          { tool: 'settle_dispute', arguments: { dispute_id: item.dispute_id, decision: refund ? 'refunded' : 'rejected' } },
        ],
      };
    }
    return undefined;
  },
};

const newStandingOrder: RequestTemplate<BankState> = {
  name: 'set up a standing order',
  plan(setting) {
    const { state, policy, random } = setting;
    const from = openAccounts(setting, 'current').find(
      (one) => one.status === 'active' && running(state, one).length < Number(policy.max_standing_orders),
    );
    const to = openAccounts(setting, 'current').find((one) => one.client_id !== from?.client_id);
    if (!from || !to) return undefined;
    const payer = clientOf(state, from);
    const receiver = clientOf(state, to);
    const amount = random.integer(4, 70) * 1000;
    const day = random.pick([1, 5, 10, 15, 20, 25, 28]);
    const purpose = random.pick(['Rent for the garage', 'Piano lessons', 'Childcare', 'Storage room']);
    return {
      text: random.pick([
        `${payer.name} will pay ${receiver.name} ${money(amount)} every month on day ${day} for "${purpose}". Set up the standing order between their current accounts.`,
        `Set up a monthly standing order of ${money(amount)} from ${payer.name}'s current account to that of ${receiver.name}, on day ${day} of the month, purpose "${purpose}".`,
      ]),
      records: touch(payer, receiver),
      calls: [
        ...lookUp(payer),
        ...lookUp(receiver),
        { tool: 'list_standing_orders', arguments: { account_id: from.account_id } },
        {
          tool: 'create_standing_order',
          arguments: {
            from_account_id: from.account_id,
            to_account_id: to.account_id,
            amount_cents: amount,
            day_of_month: day,
            purpose,
          },
        },
      ],
    };
  },
};

const changeStandingOrders: RequestTemplate<BankState> = {
  name: 'change standing orders',
  kind: 'bulk',
  plan(setting) {
    const { state, random } = setting;
    for (const account of openAccounts(setting, 'current')) {
      const orders = running(state, account).sort((a, b) => b.amount_cents - a.amount_cents);
      const [largest, second] = orders;
      if (!largest || largest.amount_cents === second?.amount_cents) continue;
      const client = clientOf(state, account);
      const active = orders.filter((order) => order.status === 'active');
      const amount = largest.amount_cents + random.integer(1, 8) * 500;
      const kinds = [
        ...(active.length > 0 ? (['pause'] as const) : []),
        ...(orders.length > 1 ? (['end'] as const) : []),
        'raise' as const,
      ];
      const kind = random.pick(kinds);
      const changes =
        kind === 'pause'
          ? active.map((order) => ({ standing_order_id: order.standing_order_id, status: 'paused' }))
          : [
              kind === 'end'
                ? { standing_order_id: largest.standing_order_id, status: 'ended' }
                : { standing_order_id: largest.standing_order_id, amount_cents: amount },
            ];
      const size = orders.length > 1 ? 'the largest standing order that is still running or paused' : 'the standing order';
      const words = {
        pause: `${client.name} is short of money this month: pause every active standing order from the current account.`,
        end: `Of the standing orders that ${client.name} pays and has not ended, end the one with the largest amount.`,
        raise: `Raise ${size} on ${client.name}'s current account from ${money(largest.amount_cents)} to ${money(amount)}.`,
      }[kind];
      const others = orders.flatMap((order) => state.accounts[order.to_account_id] ?? []).map((to) => clientOf(state, to));
      return {
        text: words,
        records: touch(client, ...others),
        calls: [
          ...lookUp(client),
          { tool: 'list_standing_orders', arguments: { account_id: account.account_id } },
          ...changes.map((change) => ({ tool: 'change_standing_order', arguments: change })),
        ],
      };
    }
    return undefined;
  },
};

const cardLimit: RequestTemplate<BankState> = {
  name: 'change a card limit',
  plan({ state, random }) {
    const card = random.shuffle(Object.values(state.cards)).find((one) => one.status !== 'blocked');
    const account = card && state.accounts[card.account_id];
    if (!card || !account) return undefined;
    const client = clientOf(state, account);
    const twice = random.chance(0.4);
    const limit = twice ? card.weekly_limit_cents * 2 : random.integer(2, 15) * 10000 + 5000;
    return {
      text: twice
        ? `${client.name} is going on a trip: double the weekly limit of the card ending in ${card.last_four}.`
        : `Set the weekly limit of ${client.name}'s card ending in ${card.last_four} to ${money(limit)}.`,
      records: touch(client),
      calls: [
        { tool: 'find_cards', arguments: { last_four: card.last_four } },
        { tool: 'set_card_limit', arguments: { card_id: card.card_id, weekly_limit_cents: limit } },
      ],
    };
  },
};

export const cardMoves: readonly RequestTemplate<BankState>[] = [
  lostCard,
  dispute,
  freezeCard,
  settle,
  newStandingOrder,
  changeStandingOrders,
  replaceMissing,
  cardLimit,
];
