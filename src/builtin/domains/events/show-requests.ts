import { addDays } from '../../../base/days.ts';
import { all, at, pairs, sum, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { listOf, longDate, money, plural } from '../../kit/wording.ts';
import { call, ordersFor, request, tierName, upcoming } from './desk.ts';
import { showOfTier, tiersOf } from './read-contract.ts';
import { titles } from './seed.ts';

/** What the promoter asks for: whole shows, not single customers. */

const callOff = request({
  name: 'call-off-and-refund',
  kind: 'bulk',
  cases: (desk) => [...upcoming(desk), ...where(desk.state.shows, (show) => show.status === 'cancelled')],
  ask(show, desk) {
    const paid = ordersFor(desk, show, 'paid');
    if (paid.length === 0) return undefined;
    const { show_id, status } = show;
    const cancel = call('cancel_show', { show_id });
    const refunds = paid.map(({ order_id }) => call('refund_order', { order_id }));
    return {
      says:
        status === 'cancelled'
          ? [
              `People are still waiting for their money from ${show.title}, which was called off. Refund every order for it that is paid.`,
              `${show.title} was cancelled a while ago, but the refunds never went out. Do that for all paid orders.`,
            ]
          : [
              `The headliner is ill, so ${show.title} is off. Cancel the show and give everyone who has paid their money back.`,
              `We have to call off ${show.title} on ${longDate(show.day)}. Please cancel it and refund all paid orders.`,
            ],
      sees: [show, showing(call('list_show_orders', { show_id, status: 'paid' }), ...paid)],
      ...(status === 'cancelled' ? { does: refunds } : { does: [cancel], afterwards: refunds }),
    };
  },
});

const dropUnpaid = request({
  name: 'drop-unpaid',
  kind: 'bulk',
  cases: upcoming,
  ask(show, desk) {
    const unpaid = ordersFor(desk, show, 'unpaid');
    if (unpaid.length === 0) return undefined;
    const limit = desk.random.pick([desk.today, ...unpaid.map((order) => order.ordered_on)]);
    const orders = unpaid.filter((order) => order.ordered_on <= limit);
    return {
      says:
        limit === desk.today
          ? [
              `${show.title} is close to sold out. Cancel every order for it that has not been paid.`,
              `Clear out all unpaid orders for ${show.title}, we need those seats.`,
            ]
          : [
              `For ${show.title}, cancel the unpaid orders placed on ${longDate(limit)} or earlier; the more recent ones may still be paid.`,
              `Whoever ordered for ${show.title} up to and including ${longDate(limit)} and still has not paid loses the order. Leave later orders alone.`,
            ],
      sees: [show, showing(call('list_show_orders', { show_id: show.show_id, status: 'unpaid' }), ...orders)],
      does: orders.map(({ order_id }) => call('cancel_order', { order_id })),
    };
  },
});

const planShow = request({
  name: 'plan-show',
  cases: ({ state }) => all(state.venues),
  ask(venue, { state, random, today }) {
    const used = all(state.shows).map((show) => show.title);
    const title = random.pick(titles.filter((one) => !used.includes(one)));
    const day = addDays(today, random.integer(40, 120));
    const floor = random.integer(2, 5) * 5;
    const low = random.integer(18, 30) * 100;
    const high = low + random.integer(8, 25) * 100;
    const show = call('create_show', { title, venue_id: venue.venue_id, day });
    const show_id = answer(show, 'data.show_id');
    return {
      says: [
        `New booking: ${title} plays the ${venue.name} on ${longDate(day)}. Set it up with ${floor} standing places at ${money(low)} and use the rest of the hall's capacity for seated tickets at ${money(high)}, then open the sale.`,
        `Please enter ${title}, ${longDate(day)}, ${venue.name}. Standing: ${floor} tickets for ${money(low)}. Seated: as many as the hall has left after that, ${money(high)} each. Put the show on sale when both are in.`,
      ],
      does: [show],
      afterwards: [
        call('add_tier', { show_id, label: 'standing', price_cents: low, quota: floor }),
        call('add_tier', { show_id, label: 'seated', price_cents: high, quota: venue.capacity - floor }),
        call('put_on_sale', { show_id }),
      ],
    };
  },
});

const otherDay = request({
  name: 'other-day',
  kind: 'conditional',
  cases: upcoming,
  ask(show, desk) {
    const { state, random } = desk;
    const { show_id } = show;
    const venue = at(state.venues, show.venue_id);
    const rivals = where(
      state.shows,
      (other) => other !== show && other.venue_id === venue.venue_id && other.status !== 'cancelled' && other.day > desk.today,
    );
    const rival = rivals.length > 0 && random.chance(0.6) ? random.pick(rivals) : undefined;
    const first = rival?.day ?? addDays(show.day, random.integer(2, 20));
    const second = addDays(first, 1);
    const move = [first, second].map((day) => call('reschedule_show', { show_id, day })).find(desk.accepts);
    if (!move || first === show.day || second === show.day) return undefined;
    return {
      says: [
        `${show.title} needs a new date. If the ${venue.name} is free on ${longDate(first)}, move it there, otherwise to the day after.`,
        `Move ${show.title} to ${longDate(first)}, same hall. In case something else is on at the ${venue.name} that day, take ${longDate(second)}.`,
      ],
      sees: [venue, show],
      does: [move],
    };
  },
});

const releaseLapsed = request({
  name: 'release-lapsed-holds',
  kind: 'bulk',
  cases({ state, today }) {
    const lapsed = where(state.holds, (hold) => hold.until < today);
    return lapsed.length > 0 ? [lapsed] : [];
  },
  ask(lapsed, desk) {
    const shows = where(desk.state.shows, (show) => lapsed.some((hold) => showOfTier(desk, hold.tier_id) === show));
    const names = listOf(shows.map((show) => show.title));
    return {
      says: [
        `Some holds for ${names} ran out before today and nobody took them up. Release those; holds that are still running stay.`,
        `Please clean up the seat holds of ${names}: whatever had its last day before today goes, the rest stays.`,
      ],
      sees: shows.flatMap((show) => [
        show,
        showing(call('get_show', { show_id: show.show_id }), ...lapsed.filter((hold) => showOfTier(desk, hold.tier_id) === show)),
      ]),
      does: lapsed.map(({ hold_id }) => call('release_hold', { hold_id })),
    };
  },
});

const moreSeats = request({
  name: 'more-seats',
  cases: (desk) => upcoming(desk).flatMap((show) => pairs([show], tiersOf(desk, show.show_id))),
  ask([show, tier], desk) {
    const venue = at(desk.state.venues, show.venue_id);
    const left = venue.capacity - sum(tiersOf(desk, show.show_id), (one) => one.quota);
    const wish = desk.random.integer(2, 40);
    const label = tierName[tier.label];
    return {
      says: [
        `${show.title} is selling well. Offer ${plural(wish, `more ${label} place`)} for sale; if the hall cannot take that many more, add as many as it can.`,
        `Can we put ${wish} more ${label} tickets for ${show.title} up for sale? Stop at the capacity of the hall if it would be exceeded.`,
      ],
      sees: [show, venue, tier],
      does: [call('change_quota', { tier_id: tier.tier_id, quota: tier.quota + Math.min(wish, left) })],
    };
  },
});

export const showRequests = [callOff, dropUnpaid, planShow, otherDay, releaseLapsed, moreSeats];
