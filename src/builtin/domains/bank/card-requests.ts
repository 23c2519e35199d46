import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { longDate, money } from '../../kit/wording.ts';
import type { Account, Card, Client } from './design.ts';
import { call, type Desk, holdings, request } from './desk.ts';

interface CardOf {
  readonly card: Card;
  readonly account: Account;
  readonly client: Client;
}

/** Cards of accounts that are not closed. */
function cards(desk: Desk): CardOf[] {
  return holdings(desk).flatMap(({ account, client }) =>
    where(desk.state.cards, (card) => card.account_id === account.account_id).map((card) => ({ card, account, client })),
  );
}

/** A card is found by the digits that everybody says. */
const byDigits = (card: Card) => showing(call('find_cards', { last_four: card.last_four }), card);

const lostCard = request({
  name: 'block and replace a card',
  kind: 'compensating',
  cases: (desk) =>
    cards(desk).map((item) => ({
      ...item,
      reason: desk.random.pick(['lost', 'stolen'] as const),
      isReplaced: desk.random.chance(0.7),
    })),
  ask({ card, account: { account_id, status, balance_cents }, client, reason, isReplaced }, { policy }) {
    if (isReplaced && (status !== 'active' || balance_cents < policy.replacement_fee_cents)) return undefined;
    const how = reason === 'lost' ? 'has lost' : 'has been robbed of';
    const end = isReplaced ? ' and issue a replacement.' : '; a new one is not wanted yet.';
    return {
      says: [`${client.name} ${how} the card ending in ${card.last_four}. Block it as ${reason}${end}`],
      sees: [card],
      does: [call('block_card', { card_id: card.card_id, reason })],
      afterwards: isReplaced ? [call('replace_card', { account_id })] : [],
    };
  },
  withheld: {
    name: 'block a card for a reason not said',
    isOpen: ({ isReplaced }) => !isReplaced,
    says: ({ card, client }) => [
      `${client.name} does not have the card ending in ${card.last_four} any more. Block it; a new one is not wanted yet.`,
      `Please block the card of ${client.name} that ends in ${card.last_four}, without a replacement.`,
    ],
    wants: ({ card, client, reason }) => `The card of ${client.name} ending in ${card.last_four} is blocked as ${reason}.`,
    facts: ({ client, reason }) => [
      {
        kind: 'choice',
        about: 'the reason: what happened',
        says: [reason === 'lost' ? 'The card is lost.' : 'The card was stolen.'],
        question: `For what reason should I block it: what happened to the card of ${client.name}?`,
        decides: ['reason'],
      },
    ],
  },
});

const replaceMissing = request({
  name: 'replace a blocked card',
  cases: (desk) => holdings(desk, 'current'),
  ask: ({ client, account }) => ({
    says: [
      `The card of ${client.name} was blocked some time ago. Please issue a new one for the current account.`,
      `${client.name} has no working card any more and would like a replacement.`,
    ],
    sees: [account, call('list_cards', { account_id: account.account_id })],
    does: [call('replace_card', { account_id: account.account_id })],
  }),
});

const freezeCard = request({
  name: 'freeze or unfreeze a card',
  cases: (desk) => pairs(cards(desk), ['freeze_card', 'unfreeze_card'] as const),
  ask: ([{ card, client }, tool]) => ({
    says:
      tool === 'unfreeze_card'
        ? [
            `${client.name} has found the card ending in ${card.last_four} again, so make it usable.`,
            `The frozen card ending in ${card.last_four} can be activated again, ${client.name} says.`,
          ]
        : [
            `${client.name} cannot find the card ending in ${card.last_four} just now. Freeze it for the time being.`,
            `Please freeze ${client.name}'s card ending in ${card.last_four} until further notice.`,
          ],
    sees: [byDigits(card)],
    does: [call(tool, { card_id: card.card_id })],
  }),
  refusals: [
    {
      because: 'R5 the card is not frozen',
      says: ([{ card, client }]) =>
        card.status === 'blocked'
          ? [
              `${client.name} has found the card ending in ${card.last_four} in an old coat. Make it usable again.`,
              `The card of ${client.name} with the last digits ${card.last_four} has turned up, so lift the block on it.`,
            ]
          : undefined,
      shows: ([{ card }]) => [[card, 'status']],
    },
    {
      because: 'R5 the card is not active',
      kind: 'already-done',
      says: ([{ card, client }]) =>
        card.status === 'frozen'
          ? [
              `${client.name} cannot find the card ending in ${card.last_four}; make sure that it is frozen.`,
              `See to it that the card of ${client.name} with the last digits ${card.last_four} is frozen.`,
            ]
          : undefined,
      shows: ([{ card }]) => [[card, 'status']],
    },
  ],
});

const dispute = request({
  name: 'dispute a payment',
  cases: (desk) =>
    pairs(
      where(desk.state.entries, (entry) =>
        desk.accepts(call('open_dispute', { entry_id: entry.entry_id, reason: 'wrong_amount' })),
      ),
      ['not_recognised', 'not_delivered', 'wrong_amount'] as const,
    ),
  ask([entry, reason], { state }) {
    const { account_id, entry_id, card_id } = entry;
    const account = at(state.accounts, account_id);
    const { name } = at(state.clients, account.client_id);
    const card = at(state.cards, card_id);
    const paid = `the payment of ${money(-entry.amount_cents)} to ${entry.text} on ${longDate(entry.booked)}`;
    const isFrozen = reason === 'not_recognised' && card.status === 'active';
    const open = call('open_dispute', { entry_id, reason });
    return {
      says: [
        {
          not_recognised: `${name} does not recognise ${paid}. ${isFrozen ? 'Freeze the card it was made with and open a dispute.' : 'Open a dispute for that reason.'}`,
          not_delivered: `${name} never received the goods for ${paid}. Dispute it.`,
          wrong_amount: `${name} says that the amount is wrong for ${paid}. Please open a dispute because of the wrong amount.`,
        }[reason],
      ],
      sees: [account, showing(call('list_entries', { account_id, kind: 'card_payment' }), entry, card)],
      ...(isFrozen ? { does: [call('freeze_card', { card_id: card.card_id })], afterwards: [open] } : { does: [open] }),
    };
  },
});

const settle = request({
  name: 'settle a dispute',
  kind: 'compensating',
  cases: ({ state }) => pairs(all(state.disputes), ['refunded', 'rejected'] as const),
  ask([item, decision], { state }) {
    const entry = at(state.entries, item.entry_id);
    const { name } = at(state.clients, at(state.accounts, entry.account_id).client_id);
    const about = `the payment of ${money(-entry.amount_cents)} to ${entry.text}`;
    return {
      says: [
        decision === 'refunded'
          ? `${entry.text} has admitted the mistake: settle the dispute of ${name} about ${about} with a refund.`
          : `We checked the dispute of ${name} about ${about}, and it is not justified. Reject it.`,
      ],
      sees: [item, entry],
      does: [call('settle_dispute', { dispute_id: item.dispute_id, decision })],
    };
  },
});

const newStandingOrder = request({
  name: 'set up a standing order',
  cases: (desk) => pairs(holdings(desk, 'current'), holdings(desk, 'current')),
  ask([payer, receiver], { random }) {
    if (payer.client === receiver.client) return undefined;
    const amount_cents = random.integer(4, 70) * 1000;
    const day_of_month = random.pick([1, 5, 10, 15, 20, 25, 28]);
    const purpose = random.pick(['Rent for the garage', 'Piano lessons', 'Childcare', 'Storage room']);
    const { account_id } = payer.account;
    return {
      says: [
        `${payer.client.name} will pay ${receiver.client.name} ${money(amount_cents)} every month on day ${day_of_month} for "${purpose}". Set up the standing order between their current accounts.`,
        `Set up a monthly standing order of ${money(amount_cents)} from ${payer.client.name}'s current account to that of ${receiver.client.name}, on day ${day_of_month} of the month, purpose "${purpose}".`,
      ],
      sees: [payer.account, receiver.account, call('list_standing_orders', { account_id })],
      does: [
        call('create_standing_order', {
          from_account_id: account_id,
          to_account_id: receiver.account.account_id,
          amount_cents,
          day_of_month,
          purpose,
        }),
      ],
    };
  },
});

const changeStandingOrders = request({
  name: 'change standing orders',
  kind: 'bulk',
  cases: (desk) => pairs(holdings(desk, 'current'), ['pause', 'end', 'raise'] as const),
  ask([{ account, client }, kind], { state, random }) {
    const orders = where(
      state.standing_orders,
      (order) => order.from_account_id === account.account_id && order.status !== 'ended',
    ).sort((left, right) => right.amount_cents - left.amount_cents);
    const active = orders.filter((order) => order.status === 'active');
    const [largest, second] = orders;
    if (!largest || largest.amount_cents === second?.amount_cents) return undefined;
    if ((kind === 'pause' && active.length === 0) || (kind === 'end' && !second)) return undefined;
    const amount_cents = largest.amount_cents + random.integer(1, 8) * 500;
    const size = second ? 'the largest standing order that is still running or paused' : 'the standing order';
    const { standing_order_id } = largest;
    return {
      says: [
        {
          pause: `${client.name} is short of money this month: pause every active standing order from the current account.`,
          end: `Of the standing orders that ${client.name} pays and has not ended, end the one with the largest amount.`,
          raise: `Raise ${size} on ${client.name}'s current account from ${money(largest.amount_cents)} to ${money(amount_cents)}.`,
        }[kind],
      ],
      does: {
        pause: active.map((order) =>
          call('change_standing_order', { standing_order_id: order.standing_order_id, status: 'paused' }),
        ),
        end: [call('change_standing_order', { standing_order_id, status: 'ended' })],
        raise: [call('change_standing_order', { standing_order_id, amount_cents })],
      }[kind],
      touches: orders.map((order) => at(state.accounts, order.to_account_id)),
    };
  },
});

const cardLimit = request({
  name: 'change a card limit',
  cases: cards,
  ask({ card, client }, { random }) {
    const isDoubled = random.chance(0.4);
    const limit = isDoubled ? card.weekly_limit_cents * 2 : random.integer(2, 15) * 10000 + 5000;
    return {
      says: [
        isDoubled
          ? `${client.name} is going on a trip: double the weekly limit of the card ending in ${card.last_four}.`
          : `Set the weekly limit of ${client.name}'s card ending in ${card.last_four} to ${money(limit)}.`,
      ],
      sees: [byDigits(card)],
      does: [call('set_card_limit', { card_id: card.card_id, weekly_limit_cents: limit })],
    };
  },
});

export const cardRequests = [
  lostCard,
  dispute,
  freezeCard,
  settle,
  newStandingOrder,
  changeStandingOrders,
  replaceMissing,
  cardLimit,
];
