import { z } from 'zod';
import { isObject, type Json } from '../../../src/base/json.ts';
import { record, type State, type StateRecord } from '../../../src/domain/state.ts';
import { json } from './recorded.ts';

/** How the state of a recorded class becomes a state of the environment that stands for it, and back. */
export interface Adapter {
  readonly environment: string;
  /** The key of the class in the file of function schemas. */
  readonly documents: string;
  toState(recorded: Json): State;
  /** The recorded form of a state; what the environment does not hold is as it was at the beginning. */
  toRecorded(state: State, initial: Json): Json;
}

const records = z.record(z.string(), record);
type Records = Record<string, StateRecord>;

const tickets = z.object({ ticket_queue: z.array(record), ticket_counter: json, current_user: json });

/** A queue of tickets becomes tickets by key, in the same order. */
const ticketDesk: Adapter = {
  environment: 'ticket-desk.ts',
  documents: 'ticket_api',
  toState(recorded) {
    const { ticket_queue, ticket_counter, current_user } = tickets.parse(recorded);
    return {
      tickets: Object.fromEntries(ticket_queue.map((ticket) => [`ticket ${String(ticket.id)}`, ticket])),
      desks: { main: { desk_id: 'main', next_ticket: ticket_counter, current_user } },
    };
  },
  toRecorded(state) {
    const { next_ticket = null, current_user = null } = mainOf(state, 'desks');
    return { ticket_queue: Object.values(state.tickets ?? {}), ticket_counter: next_ticket, current_user };
  },
};

const messages = z.object({
  user_map: z.record(z.string(), z.string()),
  inbox: z.array(record),
  generated_ids: json,
  user_count: json,
  message_count: json,
  current_user: json,
});

/** The inbox is a list of objects with one key each, the receiver; names and user ids are a map. */
const messenger: Adapter = {
  environment: 'messenger.ts',
  documents: 'message_api',
  toState(recorded) {
    const { user_map, inbox, ...service } = messages.parse(recorded);
    return {
      contacts: Object.fromEntries(Object.entries(user_map).map(([name, user_id]) => [name, { name, user_id }])),
      messages: Object.fromEntries(
        inbox.flatMap((entry, index) =>
          Object.entries(entry).map(([receiver_id, content]) => [`old message ${index}`, { receiver_id, content }]),
        ),
      ),
      services: { main: { service_id: 'main', ...service } },
    };
  },
  toRecorded(state) {
    const { service_id: _, ...service } = mainOf(state, 'services');
    return {
      ...service,
      user_map: Object.fromEntries(
        Object.entries(state.contacts ?? {}).map(([name, contact]) => [name, contact.user_id ?? null]),
      ),
      inbox: Object.values(state.messages ?? {}).map(({ receiver_id, content }) => ({ [String(receiver_id)]: content ?? null })),
    };
  },
};

const trading = z.looseObject({
  orders: z.record(z.string(), json),
  stocks: records,
  transaction_history: z.array(record),
  account_info: record,
  authenticated: json,
  market_status: json,
  order_counter: json,
  watch_list: json,
});

/** Some recorded maps of orders hold a stray text besides orders; it is no order and stays aside. */
const tradingDesk: Adapter = {
  environment: 'trading-desk.ts',
  documents: 'trading_bot',
  toState(recorded) {
    const { orders, stocks, transaction_history, account_info, authenticated, market_status, order_counter, watch_list } =
      trading.parse(recorded);
    return {
      orders: records.parse(Object.fromEntries(Object.entries(orders).filter(([, order]) => isObject(order)))),
      stocks,
      transactions: Object.fromEntries(transaction_history.map((one, index) => [`transaction ${index + 1}`, one])),
      accounts: { main: { ...account_info, authenticated, market_status, next_order: order_counter, watch_list } },
    };
  },
  toRecorded(state, initial) {
    const {
      authenticated = null,
      market_status = null,
      next_order = null,
      watch_list = null,
      ...account_info
    } = mainOf(state, 'accounts');
    const before = trading.parse(initial);
    const strays = Object.fromEntries(Object.entries(before.orders).filter(([, order]) => !isObject(order)));
    return json.parse({
      ...before,
      orders: { ...state.orders, ...strays },
      stocks: state.stocks,
      transaction_history: Object.values(state.transactions ?? {}),
      account_info,
      ...{ authenticated, market_status, order_counter: next_order, watch_list },
    });
  },
};

const posts = z.object({
  tweets: records,
  comments: z.record(z.string(), json),
  retweets: z.record(z.string(), json),
  username: json,
  password: json,
  authenticated: json,
  following_list: json,
  tweet_counter: json,
});

/** Lists of comments and of passed on tweets become records with that list. */
const postings: Adapter = {
  environment: 'postings.ts',
  documents: 'posting_api',
  toState(recorded) {
    const { tweets, comments, retweets, tweet_counter, ...account } = posts.parse(recorded);
    return {
      tweets,
      threads: mapped(comments, (list) => ({ comments: list })),
      retweets: mapped(retweets, (list) => ({ tweet_ids: list })),
      accounts: { main: { ...account, next_tweet: tweet_counter } },
    };
  },
  toRecorded(state) {
    const { next_tweet = null, ...account } = mainOf(state, 'accounts');
    return {
      ...account,
      tweet_counter: next_tweet,
      tweets: state.tweets ?? {},
      comments: mapped(state.threads ?? {}, (thread) => thread.comments ?? null),
      retweets: mapped(state.retweets ?? {}, (passed) => passed.tweet_ids ?? null),
    };
  },
};

const calculator: Adapter = {
  environment: 'calculator.ts',
  documents: 'math_api',
  toState: () => ({}),
  toRecorded: () => ({}),
};

const carControl: Adapter = {
  environment: 'car.ts',
  documents: 'vehicle_control',
  toState(recorded) {
    const { long_context: _, ...car } = record.parse(recorded);
    return { cars: { main: car } };
  },
  toRecorded: (state, initial) => ({ ...record.parse(initial), ...mainOf(state, 'cars') }),
};

const travel = z.looseObject({ credit_card_list: records, booking_record: records, long_context: json });

/** Insurances are no part of what was recorded of a state: they are empty before and left out after. */
const travelAgency: Adapter = {
  environment: 'travel-agency.ts',
  documents: 'travel_booking',
  toState(recorded) {
    const { credit_card_list, booking_record, long_context: _, ...session } = travel.parse(recorded);
    return { cards: credit_card_list, bookings: booking_record, insurances: {}, sessions: { main: record.parse(session) } };
  },
  toRecorded: (state, initial) => ({
    ...record.parse(initial),
    ...mainOf(state, 'sessions'),
    credit_card_list: state.cards ?? {},
    booking_record: state.bookings ?? {},
  }),
};

const shell = z.looseObject({ root: json, '@cwd': z.string(), '@root_name': z.string() });
const directory = z.object({ contents: z.record(z.string(), json) });

/** The tree becomes entries by path; the root's own name, which is the beginning of a recorded directory, stays aside. */
const fileShell: Adapter = {
  environment: 'file-shell.ts',
  documents: 'gorilla_file_system',
  toState(recorded) {
    const { root, '@cwd': cwd, '@root_name': name } = shell.parse(recorded);
    const below = name === '/' ? cwd : cwd.slice(name.length);
    return { entries: entriesOf(root, ''), shells: { main: { directory: below === '' ? '/' : below } } };
  },
  toRecorded(state, initial) {
    const before = shell.parse(initial);
    const here = String(mainOf(state, 'shells').directory);
    const below = here === '/' ? '' : here;
    const cwd = before['@root_name'] === '/' ? here : `${before['@root_name']}${below}`;
    return json.parse({ ...before, root: treeOf(state.entries ?? {}, '/'), '@cwd': cwd });
  },
};

function entriesOf(node: Json, path: string): Records {
  const { type = null, content = '', contents } = record.parse(node);
  const entry = { [path === '' ? '/' : path]: { kind: type, content } };
  if (contents === undefined) return entry;
  const children = Object.entries(directory.parse(node).contents);
  return Object.assign(entry, ...children.map(([name, child]) => entriesOf(child, `${path}/${name}`)));
}

function treeOf(entries: Records, path: string): Json {
  const entry = entries[path];
  if (entry?.kind !== 'directory') return { type: 'file', content: entry?.content ?? null };
  const prefix = path === '/' ? '/' : `${path}/`;
  const names = Object.keys(entries).flatMap((candidate) => {
    const name = candidate.startsWith(prefix) ? candidate.slice(prefix.length) : '';
    return name === '' || name.includes('/') ? [] : [name];
  });
  return { type: 'directory', contents: Object.fromEntries(names.map((name) => [name, treeOf(entries, prefix + name)])) };
}

/** The only record of a collection that has one. */
function mainOf(state: State, collection: string): StateRecord {
  const main = state[collection]?.main;
  if (!main) throw new Error(`The state has no ${collection}/main.`);
  return main;
}

function mapped<From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

export const adapters: ReadonlyMap<string, Adapter> = new Map([
  ['GorillaFileSystem', fileShell],
  ['MathAPI', calculator],
  ['MessageAPI', messenger],
  ['TicketAPI', ticketDesk],
  ['TradingBot', tradingDesk],
  ['TravelAPI', travelAgency],
  ['TwitterAPI', postings],
  ['VehicleControlAPI', carControl],
]);
