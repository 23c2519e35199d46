import type { RequestTemplate } from '../../kit/domain.ts';
import { money } from '../../kit/wording.ts';
import type { BankState } from './design.ts';
import { clientOf, lookUp, openAccounts, touch } from './lookups.ts';

const sendHowMuch: RequestTemplate<BankState> = {
  name: 'send an amount not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, policy, random } = setting;
    const [from, to] = openAccounts(setting, 'current').filter((one) => one.status === 'active');
    if (!from || !to) return undefined;
    const amount = random.integer(12, 120) * 250;
    if (from.balance_cents < 2 * amount || 2 * amount > Number(policy.daily_limit_cents)) return undefined;
    const sender = clientOf(state, from);
    const receiver = clientOf(state, to);
    const purpose = random.pick(['Concert tickets', 'Shared dinner', 'Bicycle', 'Birthday present', 'Sofa']);
    return {
      text: random.pick([
        `${sender.name} owes ${receiver.name} some money ("${purpose}"). Please transfer it from one current account to the other.`,
        `Please send money from ${sender.name}'s current account to that of ${receiver.name}, with the purpose "${purpose}".`,
      ]),
      records: touch(sender, receiver),
      calls: [
        ...lookUp(sender),
        ...lookUp(receiver),
        {
          tool: 'transfer',
          arguments: { from_account_id: from.account_id, to_account_id: to.account_id, amount_cents: amount, purpose },
        },
      ],
      user: {
        wants: `${money(amount)} go from ${sender.name}'s current account to the current account of ${receiver.name}, purpose "${purpose}".`,
        facts: [
          {
            kind: 'amount',
            about: 'the amount of money',
            says: random.pick([`${money(amount)}.`, `It is ${money(amount)}.`]),
            question: `How much should I transfer to ${receiver.name}?`,
            before: 5,
            decides: [{ call: 5, argument: 'amount_cents' }],
          },
        ],
      },
    };
  },
};

const overdraftHowMuch: RequestTemplate<BankState> = {
  name: 'set an overdraft not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, policy, random } = setting;
    const most = Number(policy.max_overdraft_cents);
    const amount = Math.min(random.integer(2, 10) * 5000, most);
    const account = openAccounts(setting, 'current').find(
      (one) =>
        one.status === 'active' && one.overdraft_cents !== amount && clientOf(state, one).verified && one.balance_cents >= 0,
    );
    if (!account) return undefined;
    const client = clientOf(state, account);
    return {
      text: random.pick([
        `${client.name} has agreed with us on another overdraft for the current account. Please set it.`,
        `The overdraft on the current account of ${client.name} changes from today.`,
      ]),
      records: touch(client),
      calls: [
        ...lookUp(client),
        { tool: 'set_overdraft', arguments: { account_id: account.account_id, overdraft_cents: amount } },
      ],
      user: {
        wants: `The overdraft on ${client.name}'s current account is ${money(amount)}.`,
        facts: [
          {
            kind: 'amount',
            about: 'the overdraft that was agreed',
            says: random.pick([`We agreed on ${money(amount)}.`, `It should be ${money(amount)}.`]),
            question: `What overdraft should ${client.name} have?`,
            before: 3,
            decides: [{ call: 3, argument: 'overdraft_cents' }],
          },
        ],
      },
    };
  },
};

const freezeWhich: RequestTemplate<BankState> = {
  name: 'freeze one of two accounts',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    const kind = random.pick(['current', 'savings'] as const);
    const other = kind === 'current' ? 'savings' : 'current';
    const account = openAccounts(setting, kind).find(
      (one) =>
        one.status === 'active' &&
        openAccounts(setting, other).some((second) => second.client_id === one.client_id && second.status === 'active'),
    );
    if (!account) return undefined;
    const client = clientOf(state, account);
    return {
      text: random.pick([
        `There is a suspicion of fraud on an account of ${client.name}. Freeze it until we know more.`,
        `${client.name} has reported something odd on an account, so please freeze it for now.`,
      ]),
      records: touch(client),
      calls: [...lookUp(client), { tool: 'set_account_frozen', arguments: { account_id: account.account_id, frozen: true } }],
      user: {
        wants: `The ${kind} account of ${client.name} is frozen; the other one stays usable.`,
        facts: [
          {
            kind: 'record',
            about: 'the account to freeze',
            says: random.pick([`It is the ${kind} account.`, `Only the ${kind} account.`]),
            question: `${client.name} has two accounts with us. Which account should I freeze?`,
            before: 3,
            decides: [{ call: 3, argument: 'account_id' }],
          },
        ],
      },
    };
  },
};

const blockWhy: RequestTemplate<BankState> = {
  name: 'block a card for a reason not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    for (const account of openAccounts(setting, 'current')) {
      const card = Object.values(state.cards).find((one) => one.account_id === account.account_id && one.status !== 'blocked');
      if (!card) continue;
      const client = clientOf(state, account);
      const reason = random.pick(['lost', 'stolen'] as const);
      return {
        text: random.pick([
          `${client.name} does not have the card ending in ${card.last_four} any more. Block it; a new one is not wanted yet.`,
          `Please block the card of ${client.name} that ends in ${card.last_four}, without a replacement.`,
        ]),
        records: touch(client),
        calls: [
          ...lookUp(client),
          { tool: 'list_cards', arguments: { account_id: account.account_id } },
          { tool: 'block_card', arguments: { card_id: card.card_id, reason } },
        ],
        user: {
          wants: `The card of ${client.name} ending in ${card.last_four} is blocked as ${reason}.`,
          facts: [
            {
              kind: 'choice',
              about: 'the reason: what happened',
              says: reason === 'lost' ? 'The card is lost.' : 'The card was stolen.',
              question: `For what reason should I block it: what happened to the card of ${client.name}?`,
              before: 4,
              decides: [{ call: 4, argument: 'reason' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

export const bankOpen: readonly RequestTemplate<BankState>[] = [sendHowMuch, overdraftHowMuch, freezeWhich, blockWhy];
