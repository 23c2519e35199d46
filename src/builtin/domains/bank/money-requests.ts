import type { RequestTemplate } from '../../kit/domain.ts';
import { money } from '../../kit/wording.ts';
import type { Account, BankState } from './design.ts';
import { type BankSetting, clientOf, lookUp, openAccounts, touch } from './lookups.ts';

function otherKind(setting: BankSetting, account: Account): Account | undefined {
  return openAccounts(setting, account.kind === 'current' ? 'savings' : 'current').find(
    (one) => one.client_id === account.client_id,
  );
}

function savingsLeft({ state, policy, today }: BankSetting, account: Account): number {
  const used = Object.values(state.entries).filter(
    (entry) =>
      entry.account_id === account.account_id && entry.kind === 'transfer_out' && entry.booked.slice(0, 7) === today.slice(0, 7),
  );
  return Number(policy.savings_withdrawals) - used.length;
}

const moveSavings: RequestTemplate<BankState> = {
  name: 'move money between own accounts',
  plan(setting) {
    const { state, random } = setting;
    const savings = openAccounts(setting, 'savings').find((one) => savingsLeft(setting, one) > 0 && one.status === 'active');
    const current = savings && otherKind(setting, savings);
    if (!savings || !current || current.status !== 'active') return undefined;
    const out = random.chance(0.5);
    const [from, to] = out ? [savings, current] : [current, savings];
    const amount = random.integer(3, 40) * 1000;
    if (from.balance_cents < amount) return undefined;
    const client = clientOf(state, savings);
    const purpose = random.pick(['Car repair', 'Holiday', 'New laptop', 'Dentist']);
    return {
      text: random.pick([
        `${client.name} wants to move ${money(amount)} from the ${from.kind} account to the ${to.kind} account; the purpose is "${purpose}".`,
        `Transfer ${money(amount)} from ${client.name}'s ${from.kind} account to the ${to.kind} account, with the purpose "${purpose}".`,
      ]),
      records: touch(client),
      calls: [
        ...lookUp(client),
        {
          tool: 'transfer',
          arguments: { from_account_id: from.account_id, to_account_id: to.account_id, amount_cents: amount, purpose },
        },
      ],
    };
  },
};

const topUp: RequestTemplate<BankState> = {
  name: 'top up to a level',
  kind: 'conditional',
  plan(setting) {
    const { state, random } = setting;
    for (const current of openAccounts(setting, 'current')) {
      const savings = otherKind(setting, current);
      const level = random.integer(20, 160) * 5000;
      const back = random.integer(4, 20) * 1000;
      if (!savings || current.status !== 'active' || savings.status !== 'active' || current.balance_cents === level) continue;
      const low = current.balance_cents < level;
      const missing = level - current.balance_cents;
      if (low ? savings.balance_cents < missing || savingsLeft(setting, savings) < 1 : current.balance_cents < back) continue;
      const client = clientOf(state, current);
      const purpose = random.pick(['Balance', 'Between my accounts', 'Monthly reserve', 'Rounding off']);
      return {
        text: random.pick([
          `If the current account of ${client.name} holds less than ${money(level)}, fill it up to exactly that amount from the savings account. Otherwise put ${money(back)} from it into the savings account. Use "${purpose}" as the purpose.`,
          `${client.name} wants to have at least ${money(level)} on the current account. Should it hold less, transfer just what is missing from savings; if not, move ${money(back)} over to savings instead. The purpose is "${purpose}" either way.`,
          `Look at ${client.name}'s current account. Below ${money(level)} it is to be brought up to ${money(level)}, no more, out of the savings account; at that amount or above it, ${money(back)} go the other way. Purpose: "${purpose}".`,
        ]),
        records: touch(client),
        calls: [
          ...lookUp(client),
          {
            tool: 'transfer',
            arguments: low
              ? {
                  from_account_id: savings.account_id,
                  to_account_id: current.account_id,
                  amount_cents: missing,
                  purpose,
                }
              : {
                  from_account_id: current.account_id,
                  to_account_id: savings.account_id,
                  amount_cents: back,
                  purpose,
                },
          },
        ],
      };
    }
    return undefined;
  },
};

const sendToOther: RequestTemplate<BankState> = {
  name: 'send money to somebody',
  plan(setting) {
    const { state, policy, random } = setting;
    const [from, to] = openAccounts(setting, 'current').filter((one) => one.status === 'active');
    if (!from || !to) return undefined;
    const amount = random.integer(12, 280) * 250;
    if (from.balance_cents < amount || amount > Number(policy.daily_limit_cents)) return undefined;
    const sender = clientOf(state, from);
    const receiver = clientOf(state, to);
    const purpose = random.pick(
      'Concert tickets, Shared dinner, Bicycle, Birthday present, Sofa, Moving van, Wedding gift, Train fare, Camera lens, Piano tuning, Ski trip, Eid presents, Diwali lights, Festival passes, Washing machine, Phone bill, Garden party, Cat sitting'.split(
        ', ',
      ),
    );
    return {
      text: random.pick([
        `Please send ${money(amount)} from ${sender.name}'s current account to the current account of ${receiver.name}, purpose "${purpose}".`,
        `${sender.name} owes ${receiver.name} ${money(amount)} ("${purpose}"). Transfer it between their current accounts.`,
      ]),
      records: touch(sender, receiver),
      calls: [
        ...lookUp(sender),
        ...lookUp(receiver),
        { tool: 'get_allowance', arguments: { client_id: sender.client_id } },
        {
          tool: 'transfer',
          arguments: { from_account_id: from.account_id, to_account_id: to.account_id, amount_cents: amount, purpose },
        },
      ],
    };
  },
};

const closeSavings: RequestTemplate<BankState> = {
  name: 'empty and close savings',
  plan(setting) {
    const { state } = setting;
    for (const savings of openAccounts(setting, 'savings')) {
      const current = otherKind(setting, savings);
      if (savings.balance_cents === 0 && savings.status === 'active') {
        const owner = clientOf(state, savings);
        return {
          text: `The savings account of ${owner.name} is empty and not needed any more. Please close it.`,
          records: touch(owner),
          calls: [...lookUp(owner), { tool: 'close_account', arguments: { account_id: savings.account_id } }],
        };
      }
      if (!current || savings.status !== 'active' || savings.balance_cents <= 0 || savingsLeft(setting, savings) < 1) continue;
      const client = clientOf(state, savings);
      return {
        text: setting.random.pick([
          `${client.name} does not need the savings account any more. Transfer everything on it to the current account with the purpose "Closing", then close it.`,
          `Close ${client.name}'s savings account; what is left on it goes to the current account first (purpose "Closing").`,
        ]),
        records: touch(client),
        calls: [
          ...lookUp(client),
          {
            tool: 'transfer',
            arguments: {
              from_account_id: savings.account_id,
              to_account_id: current.account_id,
              amount_cents: savings.balance_cents,
              purpose: 'Closing',
            },
          },
          { tool: 'close_account', arguments: { account_id: savings.account_id } },
        ],
      };
    }
    return undefined;
  },
};

const openSavings: RequestTemplate<BankState> = {
  name: 'open savings with a first deposit',
  plan(setting) {
    const { state, random } = setting;
    const current = openAccounts(setting, 'current').find(
      (one) => clientOf(state, one).verified && one.status === 'active' && !otherKind(setting, one),
    );
    if (!current) return undefined;
    const client = clientOf(state, current);
    const amount = random.integer(2, 20) * 2500;
    if (current.balance_cents < amount) return undefined;
    return {
      text: random.pick([
        `${client.name} would like a savings account with a first ${money(amount)} from the current account (purpose "First savings").`,
        `Open a savings account for ${client.name} and put ${money(amount)} from the current account on it, purpose "First savings".`,
      ]),
      records: touch(client),
      calls: [
        ...lookUp(client),
        { tool: 'open_account', arguments: { client_id: client.client_id, kind: 'savings' } },
        {
          tool: 'transfer',
          arguments: {
            from_account_id: current.account_id,
            to_account_id: { from: 3, path: 'data.account_id' },
            amount_cents: amount,
            purpose: 'First savings',
          },
        },
      ],
    };
  },
};

const overdraft: RequestTemplate<BankState> = {
  name: 'set an overdraft',
  plan(setting) {
    const { state, policy, random } = setting;
    const amount = Math.min(random.integer(2, 10) * 5000, Number(policy.max_overdraft_cents));
    const account = openAccounts(setting, 'current').find(
      (one) =>
        one.status === 'active' && one.overdraft_cents !== amount && clientOf(state, one).verified && one.balance_cents >= 0,
    );
    if (!account) return undefined;
    const client = clientOf(state, account);
    return {
      text: random.pick([
        `${client.name} gets an overdraft of ${money(amount)} on the current account.`,
        `From today the overdraft on ${client.name}'s current account is ${money(amount)}; please set it.`,
      ]),
      records: touch(client),
      calls: [
        ...lookUp(client),
        { tool: 'set_overdraft', arguments: { account_id: account.account_id, overdraft_cents: amount } },
      ],
    };
  },
};

const thaw: RequestTemplate<BankState> = {
  name: 'freeze or release an account',
  plan(setting) {
    const { state, random } = setting;
    const kind = random.pick(['current', 'savings'] as const);
    const account = openAccounts(setting, kind)[0];
    if (!account) return undefined;
    const client = clientOf(state, account);
    const frozen = account.status === 'frozen';
    return {
      text: frozen
        ? `The review of ${client.name}'s ${kind} account is over; it can be used again, so lift the freeze.`
        : `There is a suspicion of fraud on the ${kind} account of ${client.name}. Freeze that account until we know more.`,
      records: touch(client),
      calls: [...lookUp(client), { tool: 'set_account_frozen', arguments: { account_id: account.account_id, frozen: !frozen } }],
    };
  },
};

export const moneyMoves: readonly RequestTemplate<BankState>[] = [
  moveSavings,
  topUp,
  sendToOther,
  closeSavings,
  openSavings,
  overdraft,
  thaw,
];
