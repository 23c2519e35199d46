import { change, create, remove } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import { fixed, type Office, type OfShow, showOfOrder, takenOf, tiersOf, unsuitableDay } from './oracle-office.ts';
import type { EventsState, Tier } from './state.ts';

interface NewShow {
  readonly title: string;
  readonly venue_id: string;
  readonly day: string;
}

type NewTier = OfShow & Omit<Tier, 'tier_id'>;

interface NewQuota {
  readonly tier_id: string;
  readonly quota: number;
}

/** Rule R2: whether a quota, beside those of the other tiers, is more than the venue holds. */
function overfull({ state }: Office, show_id: string, { quota, except }: { quota: number; except?: string }): Reason {
  const others = tiersOf(state, show_id).filter((tier) => tier.tier_id !== except);
  const capacity = state.venues[state.shows[show_id]?.venue_id ?? '']?.capacity ?? 0;
  return [others.reduce((sum, tier) => sum + tier.quota, quota) > capacity, 'R2: more than the venue holds'];
}

export const shows: Oracles<EventsState> = {
  create_show: {
    refusal: (office, { title, venue_id, day }: NewShow) =>
      firstOf(
        noSuch(office.state.venues[venue_id], 'venue'),
        [title.trim() === '', 'the title is blank'],
        ...unsuitableDay(office, venue_id, day),
      ),
    changes: (_office, { title, venue_id, day }: NewShow) => [
      create('shows', { title: title.trim(), venue_id, day, status: 'draft' }),
    ],
  },
  add_tier: {
    refusal: (office, { show_id, label, quota }: NewTier) =>
      firstOf(
        fixed(office, office.state.shows[show_id]),
        [tiersOf(office.state, show_id).some((tier) => tier.label === label), 'the show has a tier of this name'],
        overfull(office, show_id, { quota }),
      ),
    changes: (_office, { show_id, label, price_cents, quota }: NewTier) => [
      create('tiers', { show_id, label, price_cents, quota }),
    ],
  },
  change_quota: {
    refusal(office, { tier_id, quota }: NewQuota) {
      const { state } = office;
      const tier = state.tiers[tier_id];
      if (!tier) return 'there is no such tier';
      return firstOf(
        fixed(office, state.shows[tier.show_id]),
        [tier.quota === quota, 'it has that many already'],
        [quota < takenOf(state, tier_id), 'R1: more seats are taken'],
        overfull(office, tier.show_id, { quota, except: tier_id }),
      );
    },
    changes: (_office, { tier_id, quota }: NewQuota) => [change('tiers', tier_id, { quota })],
  },
  put_on_sale: {
    refusal({ state, today }, { show_id }: OfShow) {
      const show = state.shows[show_id];
      return firstOf(
        noSuch(show, 'show'),
        [show?.status !== 'draft', 'R11: the show is no draft'],
        [(show?.day ?? '') <= today, 'R11: the show does not lie ahead'],
        [tiersOf(state, show_id).length === 0, 'R11: the show has no tier'],
      );
    },
    changes: (_office, { show_id }: OfShow) => [change('shows', show_id, { status: 'on_sale' })],
  },
  reschedule_show: {
    refusal(office, { show_id, day }: OfShow & { day: string }) {
      const { state } = office;
      const show = state.shows[show_id];
      const isBegun = all(state.tickets).some(
        (ticket) => ticket.status === 'used' && showOfOrder(state, ticket.order_id)?.show_id === show_id,
      );
      return firstOf(
        fixed(office, show),
        [isBegun, 'people have been let in'],
        [show?.day === day, 'it is on that day already'],
        ...unsuitableDay(office, show?.venue_id ?? '', day),
      );
    },
    changes: (_office, { show_id, day }: OfShow & { day: string }) => [change('shows', show_id, { day })],
  },
  cancel_show: {
    refusal: (office, { show_id }: OfShow) => firstOf(fixed(office, office.state.shows[show_id])),
    changes({ state }, { show_id }: OfShow) {
      const isOfShow = (item: { tier_id: string }): boolean => state.tiers[item.tier_id]?.show_id === show_id;
      return [
        change('shows', show_id, { status: 'cancelled' }),
        ...all(state.orders)
          .filter((order) => isOfShow(order) && order.status === 'unpaid')
          .map((order) => change('orders', order.order_id, { status: 'cancelled' })),
        ...all(state.holds)
          .filter(isOfShow)
          .map((hold) => remove('holds', hold.hold_id)),
      ];
    },
  },
};
