import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import type { BankState, Client } from './design.ts';

const findClient = ({ name }: Client) => ({ tool: 'find_clients', arguments: { text: name } });
const listAccounts = ({ client_id }: Client) => ({ tool: 'list_accounts', arguments: { client_id } });
const about = (client: Client): string[] => [`clients/${client.client_id}`];
const accountsOf = (state: BankState, client: Client) =>
  Object.values(state.accounts).filter((account) => account.client_id === client.client_id);

/** Questions at the counter of the bank. */
export const bankInquiries: readonly RequestTemplate<BankState>[] = [
  inquiry(
    'balance',
    ({ state }) => Object.values(state.clients).filter((client) => accountsOf(state, client).length === 1),
    (client) => ({
      says: [
        `What is the balance of the account of ${client.name}?`,
        `${client.name} would like to know how much is in the account.`,
      ],
      records: about(client),
      calls: [findClient(client), listAccounts(client)],
      told: [
        {
          about: 'the balance',
          type: 'amount',
          from: { call: 2, path: 'data.0.balance_cents' },
          answer: `The account of ${client.name} holds {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'total of all accounts',
    ({ state }) =>
      Object.values(state.clients).filter(
        (client) =>
          accountsOf(state, client).length > 1 && accountsOf(state, client).every(({ balance_cents }) => balance_cents >= 0),
      ),
    (client) => ({
      says: [
        `What do the accounts of ${client.name} come to together?`,
        `Add up the balances of all accounts of ${client.name}.`,
      ],
      records: about(client),
      calls: [findClient(client), listAccounts(client)],
      told: [
        {
          about: 'the sum of the balances',
          type: 'amount',
          compute: 'sum',
          field: 'balance_cents',
          from: { call: 2, path: 'data' },
          answer: 'Together they hold {}.',
        },
      ],
    }),
  ),
  inquiry(
    'fullest account',
    ({ state }) =>
      Object.values(state.clients).filter((client) =>
        hasOneLargest(accountsOf(state, client).map(({ balance_cents }) => balance_cents)),
      ),
    (client) => ({
      says: [
        `Which account of ${client.name} holds the most? Tell me its number.`,
        `${client.name} has several accounts. What is the number of the one with the highest balance?`,
      ],
      records: about(client),
      calls: [findClient(client), listAccounts(client)],
      told: [
        {
          about: 'the number of the fullest account',
          type: 'name',
          compute: 'most',
          field: 'balance_cents',
          label: 'account_id',
          from: { call: 2, path: 'data' },
          answer: 'The most is in account {}.',
        },
      ],
    }),
  ),
  inquiry(
    'how many accounts',
    ({ state }) => Object.values(state.clients).filter((client) => accountsOf(state, client).length > 0),
    (client) => ({
      says: [
        `How many accounts does ${client.name} have with us, closed ones included?`,
        `Count the accounts of ${client.name}.`,
      ],
      records: about(client),
      calls: [findClient(client), listAccounts(client)],
      told: [
        {
          about: 'how many accounts there are',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `${client.name} has {} with us.`,
        },
      ],
    }),
  ),
  inquiry(
    'weekly limit of a card',
    ({ state }) =>
      Object.values(state.cards).filter(
        (card) => Object.values(state.cards).filter(({ last_four }) => last_four === card.last_four).length === 1,
      ),
    (card) => ({
      says: [
        `What is the weekly limit of the card that ends in ${card.last_four}?`,
        `A client asks how much the card ending in ${card.last_four} may spend in a week.`,
      ],
      records: [`cards/${card.card_id}`],
      calls: [{ tool: 'find_cards', arguments: { last_four: card.last_four } }],
      told: [
        {
          about: 'the weekly limit',
          type: 'amount',
          from: { call: 1, path: 'data.0.weekly_limit_cents' },
          answer: 'Its weekly limit is {}.',
        },
      ],
    }),
  ),
];
