import type { RequestTemplate } from '../../kit/domain.ts';
import { money } from '../../kit/wording.ts';
import type { Account, BankState, Card } from './design.ts';
import { type BankSetting, clientOf, lookUp, openAccounts, touch } from './lookups.ts';

/** Cards in a status, on accounts that are not closed, in random order. */
function cardsIn({ state, random }: BankSetting, status: Card['status']): { card: Card; account: Account }[] {
  return random.shuffle(Object.values(state.cards)).flatMap((card) => {
    const account = state.accounts[card.account_id];
    return card.status === status && account && account.status !== 'closed' ? [{ card, account }] : [];
  });
}

const reviveBlocked: RequestTemplate<BankState> = {
  name: 'make a blocked card usable again',
  kind: 'infeasible',
  plan(setting) {
    const found = cardsIn(setting, 'blocked').find(({ card }) => card.block_reason !== 'account_closed');
    if (!found) return undefined;
    const { card, account } = found;
    const client = clientOf(setting.state, account);
    return {
      text: setting.random.pick([
        `${client.name} has found the card ending in ${card.last_four} in an old coat. Make it usable again.`,
        `The card of ${client.name} with the last digits ${card.last_four} has turned up, so lift the block on it.`,
      ]),
      records: touch(client),
      calls: [...lookUp(client), { tool: 'list_cards', arguments: { account_id: account.account_id } }],
      refused: [{ tool: 'unfreeze_card', arguments: { card_id: card.card_id } }],
      evidence: [{ collection: 'cards', key: card.card_id, attributes: ['status'] }],
    };
  },
};

const savingsToOthers: RequestTemplate<BankState> = {
  name: 'pay somebody from savings',
  kind: 'infeasible',
  plan(setting) {
    const { state, random } = setting;
    const savings = openAccounts(setting, 'savings').find(
      ({ status, balance_cents }) => status === 'active' && balance_cents >= 2000,
    );
    const target = openAccounts(setting, 'current').find(
      (account) => account.status === 'active' && account.client_id !== savings?.client_id,
    );
    if (!savings || !target) return undefined;
    const [client, other] = [clientOf(state, savings), clientOf(state, target)];
    const amount = random.integer(1, 4) * 500;
    const purpose = random.pick(['Birthday present', 'Concert tickets', 'Share of the rent']);
    return {
      text: random.pick([
        `${client.name} wants to send ${money(amount)} straight from the savings account to the current account of ${other.name}, with the words "${purpose}". It must come out of savings and nothing else.`,
        `Please pay ${other.name} ${money(amount)} out of the savings of ${client.name}, to the current account, as "${purpose}". If savings cannot be used for it, leave it.`,
      ]),
      records: touch(client, other),
      calls: [...lookUp(client), ...lookUp(other)],
      refused: [
        {
          tool: 'transfer',
          arguments: {
            from_account_id: savings.account_id,
            to_account_id: target.account_id,
            amount_cents: amount,
            purpose,
          },
        },
      ],
      evidence: [{ collection: 'accounts', key: savings.account_id, attributes: ['kind', 'client_id'] }],
    };
  },
};

const overdraftUnverified: RequestTemplate<BankState> = {
  name: 'an overdraft for a client who is not verified',
  kind: 'infeasible',
  plan(setting) {
    const account = openAccounts(setting, 'current').find(
      (one) => !clientOf(setting.state, one).verified && one.status === 'active',
    );
    if (!account) return undefined;
    const client = clientOf(setting.state, account);
    const amount = setting.random.integer(1, 4) * 5000;
    return {
      text: setting.random.pick([
        `${client.name} is asking for an overdraft of ${money(amount)} on the current account; set it up.`,
        `Give ${client.name} an overdraft of ${money(amount)} on the current account.`,
      ]),
      records: touch(client),
      calls: lookUp(client),
      refused: [{ tool: 'set_overdraft', arguments: { account_id: account.account_id, overdraft_cents: amount } }],
      evidence: [{ collection: 'clients', key: client.client_id, attributes: ['verified'] }],
    };
  },
};

const freezeFrozen: RequestTemplate<BankState> = {
  name: 'freeze a card that is frozen',
  kind: 'already-done',
  plan(setting) {
    const [found] = cardsIn(setting, 'frozen');
    if (!found) return undefined;
    const { card, account } = found;
    const client = clientOf(setting.state, account);
    return {
      text: setting.random.pick([
        `${client.name} cannot find the card ending in ${card.last_four}; make sure that it is frozen.`,
        `See to it that the card of ${client.name} with the last digits ${card.last_four} is frozen.`,
      ]),
      records: touch(client),
      calls: [...lookUp(client), { tool: 'list_cards', arguments: { account_id: account.account_id } }],
      refused: [{ tool: 'freeze_card', arguments: { card_id: card.card_id } }],
      evidence: [{ collection: 'cards', key: card.card_id, attributes: ['status'] }],
    };
  },
};

export const bankInVain: readonly RequestTemplate<BankState>[] = [
  reviveBlocked,
  savingsToOthers,
  overdraftUnverified,
  freezeFrozen,
];
