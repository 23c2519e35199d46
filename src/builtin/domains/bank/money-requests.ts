import { pairs } from '../../../domain/contract/reading.ts';
import { answer } from '../../kit/request.ts';
import { money } from '../../kit/wording.ts';
import { call, holdings, otherAccount, request } from './desk.ts';

const moveSavings = request({
  name: 'move money between own accounts',
  cases: (desk) => holdings(desk),
  ask({ client, account: from }, desk) {
    const to = otherAccount(desk, { client, account: from });
    if (!to) return undefined;
    const amount_cents = desk.random.integer(3, 40) * 1000;
    const purpose = desk.random.pick(['Car repair', 'Holiday', 'New laptop', 'Dentist']);
    const amount = money(amount_cents);
    return {
      says: [
        `${client.name} wants to move ${amount} from the ${from.kind} account to the ${to.kind} account; the purpose is "${purpose}".`,
        `Transfer ${amount} from ${client.name}'s ${from.kind} account to the ${to.kind} account, with the purpose "${purpose}".`,
      ],
      does: [call('transfer', { from_account_id: from.account_id, to_account_id: to.account_id, amount_cents, purpose })],
    };
  },
});

const topUp = request({
  name: 'top up to a level',
  kind: 'conditional',
  cases: (desk) => holdings(desk, 'current'),
  ask({ client, account: { account_id: current, balance_cents } }, desk) {
    const { random } = desk;
    const savings = holdings(desk, 'savings').find((other) => other.client === client)?.account.account_id;
    const level = random.integer(20, 160) * 5000;
    const back = random.integer(4, 20) * 1000;
    if (savings === undefined || balance_cents === level) return undefined;
    const purpose = random.pick(['Balance', 'Between my accounts', 'Monthly reserve', 'Rounding off']);
    const missing = level - balance_cents;
    return {
      says: [
        `If the current account of ${client.name} holds less than ${money(level)}, fill it up to exactly that amount from the savings account. Otherwise put ${money(back)} from it into the savings account. Use "${purpose}" as the purpose.`,
        `${client.name} wants to have at least ${money(level)} on the current account. Should it hold less, transfer just what is missing from savings; if not, move ${money(back)} over to savings instead. The purpose is "${purpose}" either way.`,
        `Look at ${client.name}'s current account. Below ${money(level)} it is to be brought up to ${money(level)}, no more, out of the savings account; at that amount or above it, ${money(back)} go the other way. Purpose: "${purpose}".`,
      ],
      does: [
        missing > 0
          ? call('transfer', { from_account_id: savings, to_account_id: current, amount_cents: missing, purpose })
          : call('transfer', { from_account_id: current, to_account_id: savings, amount_cents: back, purpose }),
      ],
    };
  },
});

const purposes =
  'Concert tickets, Shared dinner, Bicycle, Birthday present, Sofa, Moving van, Wedding gift, Train fare, Camera lens, Piano tuning, Ski trip, Eid presents, Diwali lights, Festival passes, Washing machine, Phone bill, Garden party, Cat sitting'.split(
    ', ',
  );

const sendToOther = request({
  name: 'send money to somebody',
  cases: (desk) =>
    pairs(holdings(desk), holdings(desk, 'current')).map(([from, to]) => ({
      from,
      to,
      amount: desk.random.integer(12, from.account.kind === 'savings' ? 20 : 280) * 250,
      purpose: desk.random.pick(purposes),
    })),
  ask({ from, to, amount: amount_cents, purpose }) {
    if (from.client === to.client) return undefined;
    const [sender, receiver, amount] = [from.client.name, to.client.name, money(amount_cents)];
    const { client_id } = from.client;
    return {
      says:
        from.account.kind === 'current'
          ? [
              `Please send ${amount} from ${sender}'s current account to the current account of ${receiver}, purpose "${purpose}".`,
              `${sender} owes ${receiver} ${amount} ("${purpose}"). Transfer it between their current accounts.`,
            ]
          : [
              `${sender} wants to send ${amount} straight from the savings account to the current account of ${receiver}, with the words "${purpose}". It must come out of savings and nothing else.`,
              `Please pay ${receiver} ${amount} out of the savings of ${sender}, to the current account, as "${purpose}". If savings cannot be used for it, leave it.`,
            ],
      sees: [from.account, to.account, ...(from.account.kind === 'current' ? [call('get_allowance', { client_id })] : [])],
      does: [
        call('transfer', {
          from_account_id: from.account.account_id,
          to_account_id: to.account.account_id,
          amount_cents,
          purpose,
        }),
      ],
    };
  },
  refusals: [{ because: 'R4 savings go to the same client', shows: ({ from }) => [[from.account, 'kind', 'client_id']] }],
  withheld: {
    name: 'send an amount not said',
    says: ({ from, to, purpose }) => [
      `${from.client.name} owes ${to.client.name} some money ("${purpose}"). Please transfer it from one current account to the other.`,
      `Please send money from ${from.client.name}'s current account to that of ${to.client.name}, with the purpose "${purpose}".`,
    ],
    wants: ({ from, to, amount, purpose }) =>
      `${money(amount)} go from ${from.client.name}'s current account to the current account of ${to.client.name}, purpose "${purpose}".`,
    facts: ({ to, amount }) => [
      {
        kind: 'amount',
        about: 'the amount of money',
        says: [`${money(amount)}.`, `It is ${money(amount)}.`],
        question: `How much should I transfer to ${to.client.name}?`,
        decides: ['amount_cents'],
      },
    ],
  },
});

const closeSavings = request({
  name: 'empty and close savings',
  cases: (desk) => holdings(desk, 'savings'),
  ask({ client, account: { account_id, balance_cents } }, desk) {
    const current = holdings(desk, 'current').find((other) => other.client === client)?.account;
    const close = call('close_account', { account_id });
    if (balance_cents === 0)
      return {
        says: [`The savings account of ${client.name} is empty and not needed any more. Please close it.`],
        does: [close],
      };
    if (!current) return undefined;
    return {
      says: [
        `${client.name} does not need the savings account any more. Transfer everything on it to the current account with the purpose "Closing", then close it.`,
        `Close ${client.name}'s savings account; what is left on it goes to the current account first (purpose "Closing").`,
      ],
      does: [
        call('transfer', {
          from_account_id: account_id,
          to_account_id: current.account_id,
          amount_cents: balance_cents,
          purpose: 'Closing',
        }),
      ],
      afterwards: [close],
    };
  },
});

const openSavings = request({
  name: 'open savings with a first deposit',
  cases: (desk) => holdings(desk, 'current'),
  ask({ client, account }, desk) {
    const amount_cents = desk.random.integer(2, 20) * 2500;
    if (account.status !== 'active' || account.balance_cents < amount_cents) return undefined;
    const amount = money(amount_cents);
    const opened = call('open_account', { client_id: client.client_id, kind: 'savings' });
    return {
      says: [
        `${client.name} would like a savings account with a first ${amount} from the current account (purpose "First savings").`,
        `Open a savings account for ${client.name} and put ${amount} from the current account on it, purpose "First savings".`,
      ],
      does: [opened],
      afterwards: [
        call('transfer', {
          from_account_id: account.account_id,
          to_account_id: answer(opened, 'data.account_id'),
          amount_cents,
          purpose: 'First savings',
        }),
      ],
    };
  },
});

const overdraft = request({
  name: 'set an overdraft',
  cases: (desk) =>
    holdings(desk, 'current').map((holding) => ({
      ...holding,
      amount: Math.min(desk.random.integer(2, 10) * 5000, desk.policy.max_overdraft_cents),
    })),
  ask: ({ client, account, amount }) => ({
    says: [
      `${client.name} gets an overdraft of ${money(amount)} on the current account.`,
      `From today the overdraft on ${client.name}'s current account is ${money(amount)}; please set it.`,
    ],
    sees: [account],
    does: [call('set_overdraft', { account_id: account.account_id, overdraft_cents: amount })],
  }),
  refusals: [
    {
      because: 'R11 the identity is not verified',
      says: ({ client, amount }) => [
        `${client.name} is asking for an overdraft of ${money(amount)} on the current account; set it up.`,
        `Give ${client.name} an overdraft of ${money(amount)} on the current account.`,
      ],
      shows: ({ client }) => [[client, 'verified']],
    },
  ],
  withheld: {
    name: 'set an overdraft not said',
    says: ({ client }) => [
      `${client.name} has agreed with us on another overdraft for the current account. Please set it.`,
      `The overdraft on the current account of ${client.name} changes from today.`,
    ],
    wants: ({ client, amount }) => `The overdraft on ${client.name}'s current account is ${money(amount)}.`,
    facts: ({ client, amount }) => [
      {
        kind: 'amount',
        about: 'the overdraft that was agreed',
        says: [`We agreed on ${money(amount)}.`, `It should be ${money(amount)}.`],
        question: `What overdraft should ${client.name} have?`,
        decides: ['overdraft_cents'],
      },
    ],
  },
});

const freezeAccount = request({
  name: 'freeze or release an account',
  cases: (desk) => holdings(desk),
  ask: ({ client, account }) => ({
    says:
      account.status === 'frozen'
        ? [`The review of ${client.name}'s ${account.kind} account is over; it can be used again, so lift the freeze.`]
        : [
            `There is a suspicion of fraud on the ${account.kind} account of ${client.name}. Freeze that account until we know more.`,
          ],
    sees: [account],
    does: [call('set_account_frozen', { account_id: account.account_id, frozen: account.status !== 'frozen' })],
  }),
  withheld: {
    name: 'freeze one of two accounts',
    isOpen: ({ client }, cases) => {
      const own = cases.filter((other) => other.client === client);
      return own.length > 1 && own.every(({ account }) => account.status === 'active');
    },
    says: ({ client }) => [
      `There is a suspicion of fraud on an account of ${client.name}. Freeze it until we know more.`,
      `${client.name} has reported something odd on an account, so please freeze it for now.`,
    ],
    wants: ({ client, account }) => `The ${account.kind} account of ${client.name} is frozen; the other one stays usable.`,
    facts: ({ client, account }) => [
      {
        kind: 'record',
        about: 'the account to freeze',
        says: [`It is the ${account.kind} account.`, `Only the ${account.kind} account.`],
        question: `${client.name} has two accounts with us. Which account should I freeze?`,
        decides: ['account_id'],
      },
    ],
  },
});

export const moneyRequests = [moveSavings, topUp, sendToOther, closeSavings, openSavings, overdraft, freezeAccount];
