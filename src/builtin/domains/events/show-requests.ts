import { addDays, daysBetween } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { listOf, longDate, money, plural } from '../../kit/wording.ts';
import type { EventsState, Order, Show } from './design.ts';
import { titles } from './seed.ts';

type Here = Setting<EventsState>;

/** What the promoter asks for: whole shows, not single customers. */
export const showMoves: readonly RequestTemplate<EventsState>[] = [
  { name: 'call-off-and-refund', kind: 'bulk', plan: callOff },
  { name: 'drop-unpaid', kind: 'bulk', plan: dropUnpaid },
  { name: 'plan-show', plan: planShow },
  { name: 'other-day', kind: 'conditional', plan: otherDay },
  { name: 'release-lapsed-holds', kind: 'bulk', plan: releaseLapsed },
  { name: 'more-seats', plan: moreSeats },
];

const listShows: PlannedToolCall = { tool: 'list_shows', arguments: {} };
const getShow = (show: Show): PlannedToolCall => ({ tool: 'get_show', arguments: { show_id: show.show_id } });

function ordersFor(state: EventsState, show: Show, status: Order['status']): Order[] {
  return Object.values(state.orders).filter(
    (order) => order.status === status && state.tiers[order.tier_id]?.show_id === show.show_id,
  );
}

function upcoming({ state, today }: Here): Show[] {
  return Object.values(state.shows).filter((show) => show.status === 'on_sale' && show.day > today);
}

function callOff(here: Here) {
  const { state, random } = here;
  const running = random.chance(0.6);
  const show = random
    .shuffle(Object.values(state.shows))
    .find(
      (each) =>
        (running ? upcoming(here).includes(each) : each.status === 'cancelled') && ordersFor(state, each, 'paid').length > 0,
    );
  if (!show) return undefined;
  const paid = ordersFor(state, show, 'paid');
  const text = running
    ? random.pick([
        `The headliner is ill, so ${show.title} is off. Cancel the show and give everyone who has paid their money back.`,
        `We have to call off ${show.title} on ${longDate(show.day)}. Please cancel it and refund all paid orders.`,
      ])
    : random.pick([
        `People are still waiting for their money from ${show.title}, which was called off. Refund every order for it that is paid.`,
        `${show.title} was cancelled a while ago, but the refunds never went out. Do that for all paid orders.`,
      ]);
  const off: PlannedToolCall[] = running ? [{ tool: 'cancel_show', arguments: { show_id: show.show_id } }] : [];
  return {
    text,
    records: [`shows/${show.show_id}`, ...paid.map((order) => `orders/${order.order_id}`)],
    calls: [
      listShows,
      ...off,
      { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'paid' } },
      ...paid.map((order) => ({ tool: 'refund_order', arguments: { order_id: order.order_id } })),
    ],
  };
}

function dropUnpaid(here: Here) {
  const { state, random, today } = here;
  const show = random.shuffle(upcoming(here)).find((each) => ordersFor(state, each, 'unpaid').length > 0);
  if (!show) return undefined;
  const ages = ordersFor(state, show, 'unpaid').map((order) => order.ordered_on);
  const limit = random.pick([today, ...ages]);
  const orders = ordersFor(state, show, 'unpaid').filter((order) => limit === today || order.ordered_on <= limit);
  const text =
    limit === today
      ? random.pick([
          `${show.title} is close to sold out. Cancel every order for it that has not been paid.`,
          `Clear out all unpaid orders for ${show.title}, we need those seats.`,
        ])
      : random.pick([
          `For ${show.title}, cancel the unpaid orders placed on ${longDate(limit)} or earlier; the more recent ones may still be paid.`,
          `Whoever ordered for ${show.title} up to and including ${longDate(limit)} and still has not paid loses the order. Leave later orders alone.`,
        ]);
  return {
    text,
    records: [`shows/${show.show_id}`, ...orders.map((order) => `orders/${order.order_id}`)],
    calls: [
      listShows,
      { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'unpaid' } },
      ...orders.map((order) => ({ tool: 'cancel_order', arguments: { order_id: order.order_id } })),
    ],
  };
}

function planShow({ state, random, today }: Here) {
  const used = new Set(Object.values(state.shows).map((show) => show.title));
  const title = random.pick(titles.filter((each) => !used.has(each)));
  const venue = random.pick(Object.values(state.venues));
  const day = addDays(today, random.integer(40, 120));
  if (Object.values(state.shows).some((show) => show.venue_id === venue.venue_id && show.day === day)) return undefined;
  const floor = random.integer(2, 5) * 5;
  const low = random.integer(18, 30) * 100;
  const high = low + random.integer(8, 25) * 100;
  const text = random.pick([
    `New booking: ${title} plays the ${venue.name} on ${longDate(day)}. Set it up with ${floor} standing places at ${money(low)} and use the rest of the hall's capacity for seated tickets at ${money(high)}, then open the sale.`,
    `Please enter ${title}, ${longDate(day)}, ${venue.name}. Standing: ${floor} tickets for ${money(low)}. Seated: as many as the hall has left after that, ${money(high)} each. Put the show on sale when both are in.`,
  ]);
  const show = { from: 2, path: 'data.show_id' };
  return {
    text,
    records: [`venues/${venue.venue_id}`],
    calls: [
      { tool: 'list_venues', arguments: {} },
      { tool: 'create_show', arguments: { title, venue_id: venue.venue_id, day } },
      { tool: 'add_tier', arguments: { show_id: show, label: 'standing', price_cents: low, quota: floor } },
      { tool: 'add_tier', arguments: { show_id: show, label: 'seated', price_cents: high, quota: venue.capacity - floor } },
      { tool: 'put_on_sale', arguments: { show_id: show } },
    ],
  };
}

function otherDay(here: Here) {
  const { state, random, today } = here;
  const shows = upcoming(here);
  const show = shows.length === 0 ? undefined : random.pick(shows);
  const venue = show && state.venues[show.venue_id];
  if (!show || !venue) return undefined;
  const busy = Object.values(state.shows).filter(
    (other) =>
      other !== show && other.venue_id === venue.venue_id && other.status !== 'cancelled' && daysBetween(today, other.day) >= 1,
  );
  const rival = busy.length > 0 && random.chance(0.6) ? random.pick(busy) : undefined;
  const first = rival ? rival.day : addDays(show.day, random.integer(2, 20));
  const second = addDays(first, 1);
  const taken = (day: string): boolean => busy.some((other) => other.day === day) || day === show.day;
  const day = [first, second].find((each) => !taken(each));
  if (day === undefined || first === show.day || second === show.day) return undefined;
  const text = random.pick([
    `${show.title} needs a new date. If the ${venue.name} is free on ${longDate(first)}, move it there, otherwise to the day after.`,
    `Move ${show.title} to ${longDate(first)}, same hall. In case something else is on at the ${venue.name} that day, take ${longDate(second)}.`,
  ]);
  return {
    text,
    records: [`shows/${show.show_id}`, `venues/${venue.venue_id}`],
    calls: [
      { tool: 'list_venues', arguments: {} },
      listShows,
      { tool: 'reschedule_show', arguments: { show_id: show.show_id, day } },
    ],
  };
}

function releaseLapsed({ state, random, today }: Here) {
  const lapsed = Object.values(state.holds).filter((hold) => hold.until < today);
  if (lapsed.length === 0) return undefined;
  const shows = Object.values(state.shows).filter((show) =>
    lapsed.some((hold) => state.tiers[hold.tier_id]?.show_id === show.show_id),
  );
  const names = listOf(shows.map((show) => show.title));
  const text = random.pick([
    `Some holds for ${names} ran out before today and nobody took them up. Release those; holds that are still running stay.`,
    `Please clean up the seat holds of ${names}: whatever had its last day before today goes, the rest stays.`,
  ]);
  return {
    text,
    records: [...shows.map((show) => `shows/${show.show_id}`), ...lapsed.map((hold) => `holds/${hold.hold_id}`)],
    calls: [
      listShows,
      ...shows.map(getShow),
      ...lapsed.map((hold) => ({ tool: 'release_hold', arguments: { hold_id: hold.hold_id } })),
    ],
  };
}

function moreSeats(here: Here) {
  const { state, random } = here;
  const shows = upcoming(here);
  if (shows.length === 0) return undefined;
  const show = random.pick(shows);
  const tiers = Object.values(state.tiers).filter((tier) => tier.show_id === show.show_id);
  const tier = random.pick(tiers);
  const left = tiers.reduce((sum, each) => sum - each.quota, state.venues[show.venue_id]?.capacity ?? 0);
  const wish = random.integer(2, 40);
  const gain = Math.min(wish, left);
  if (gain <= 0) return undefined;
  const label = tier.label === 'vip' ? 'VIP' : tier.label;
  const text = random.pick([
    `${show.title} is selling well. Offer ${plural(wish, `more ${label} place`)} for sale; if the hall cannot take that many more, add as many as it can.`,
    `Can we put ${wish} more ${label} tickets for ${show.title} up for sale? Stop at the capacity of the hall if it would be exceeded.`,
  ]);
  return {
    text,
    records: [`tiers/${tier.tier_id}`, `shows/${show.show_id}`],
    calls: [
      listShows,
      { tool: 'list_venues', arguments: {} },
      getShow(show),
      { tool: 'change_quota', arguments: { tier_id: tier.tier_id, quota: tier.quota + gain } },
    ],
  };
}
