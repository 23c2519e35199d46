import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import type { EventsState, Show } from './design.ts';

const soleTitles = (state: EventsState): Show[] =>
  Object.values(state.shows).filter(
    (show) => Object.values(state.shows).filter(({ title }) => title === show.title).length === 1,
  );
const listShows = { tool: 'list_shows', arguments: {} };
const getShow = ({ show_id }: Show) => ({ tool: 'get_show', arguments: { show_id } });
const about = ({ show_id }: Show): string[] => [`shows/${show_id}`];

/** Questions at the box office. */
export const eventsInquiries: readonly RequestTemplate<EventsState>[] = [
  inquiry(
    'on which day a show is',
    ({ state }) => soleTitles(state),
    (show) => ({
      says: [`On which day is "${show.title}" on?`, `A caller wants to know the date of "${show.title}".`],
      records: about(show),
      calls: [listShows, getShow(show)],
      told: [
        {
          about: `the day of "${show.title}"`,
          type: 'date',
          from: { call: 2, path: 'data.show.day' },
          answer: `"${show.title}" is on {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'what a ticket costs',
    ({ state }) => Object.values(state.tiers),
    (tier, { state }) => {
      const show = soleTitles(state).find(({ show_id }) => show_id === tier.show_id);
      const index = Object.values(state.tiers).filter(({ show_id }) => show_id === tier.show_id);
      if (!show || index.filter(({ label }) => label === tier.label).length > 1) return undefined;
      return {
        says: [
          `What does a ${tier.label} ticket for "${show.title}" cost?`,
          `Somebody asks for the price of one ${tier.label} ticket for "${show.title}".`,
        ],
        records: about(show),
        calls: [listShows, getShow(show)],
        told: [
          {
            about: 'the price of a ticket',
            type: 'amount',
            compute: 'sum',
            field: 'price_cents',
            where: [{ name: 'label', value: tier.label }],
            from: { call: 2, path: 'data.tiers' },
            answer: `A ${tier.label} ticket costs {}.`,
          },
        ],
      };
    },
  ),
  inquiry(
    'dearest tickets',
    ({ state }) =>
      soleTitles(state).filter((show) =>
        hasOneLargest(Object.values(state.tiers).flatMap((tier) => (tier.show_id === show.show_id ? [tier.price_cents] : []))),
      ),
    (show) => ({
      says: [
        `Which are the dearest tickets for "${show.title}": which category?`,
        `For "${show.title}", which sort of ticket costs the most?`,
      ],
      records: about(show),
      calls: [listShows, getShow(show)],
      told: [
        {
          about: 'the dearest sort of ticket',
          type: 'name',
          compute: 'most',
          field: 'price_cents',
          label: 'label',
          from: { call: 2, path: 'data.tiers' },
          answer: 'The dearest tickets are {}.',
        },
      ],
    }),
  ),
  inquiry(
    'how many orders are unpaid',
    ({ state }) =>
      soleTitles(state).filter((show) =>
        Object.values(state.orders).some(
          (order) => order.status === 'unpaid' && state.tiers[order.tier_id]?.show_id === show.show_id,
        ),
      ),
    (show) => ({
      says: [
        `How many orders for "${show.title}" have not been paid yet?`,
        `Count the unpaid orders for "${show.title}", please.`,
      ],
      records: about(show),
      calls: [listShows, { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'unpaid' } }],
      told: [
        {
          about: 'how many orders are unpaid',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: 'Orders that are not paid yet: {}.',
        },
      ],
    }),
  ),
  inquiry(
    'what was taken',
    ({ state }) =>
      soleTitles(state).filter(
        (show) =>
          Object.values(state.orders).filter(
            (order) => order.status === 'paid' && state.tiers[order.tier_id]?.show_id === show.show_id,
          ).length > 1,
      ),
    (show) => ({
      says: [
        `How much have the paid orders for "${show.title}" brought in altogether?`,
        `Add up the paid orders for "${show.title}" and tell me the sum.`,
      ],
      records: about(show),
      calls: [listShows, { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'paid' } }],
      told: [
        {
          about: 'the sum of the paid orders',
          type: 'amount',
          compute: 'sum',
          field: 'total_cents',
          from: { call: 2, path: 'data' },
          answer: 'The paid orders come to {}.',
        },
      ],
    }),
  ),
];
