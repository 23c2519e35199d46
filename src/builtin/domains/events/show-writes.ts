import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Show, Tier, Venue } from './design.ts';
import { EventsReads } from './reads.ts';

export class EventsShowWrites extends EventsReads {
  /**
   * Plan a show; it stays a draft until it is put on sale.
   * @effect write  @rules R3 R14
   * @param title  Title on the poster, not blank.
   * @param venue_id  Where.
   * @param day  When.
   */
  create_show({ title, venue_id, day }: { title: string; venue_id: Ref<Venue>; day: Day }): Result<Show> {
    const venue = this.state.venues[venue_id];
    if (!venue) return fail(`There is no venue ${venue_id}.`);
    if (title.trim() === '') return fail('A show needs a title.');
    if (!this.ahead(day)) return fail(`${day} is not a day between tomorrow and two years ahead.`); // R14
    const other = this.showAt(venue_id, day);
    if (other) return fail(`${venue.name} has ${other.title} on ${day}.`); // R3
    const show: Show = { show_id: this.newId('E'), title: title.trim(), venue_id, day, status: 'draft' };
    this.state.shows[show.show_id] = show;
    return ok(show);
  }

  /**
   * Add a price category to a show that is not over or cancelled.
   * @effect write  @rules R2 R14
   * @param show_id  The show.
   * @param label  What it is called.
   * @param price_cents  Full price of a ticket in cents.
   * @param quota  Number of seats.
   */
  add_tier({
    show_id,
    label,
    price_cents,
    quota,
  }: {
    show_id: Ref<Show>;
    label: Tier['label'];
    price_cents: Integer<100, 100000>;
    quota: Integer<1, 5000>;
  }): Result<Tier> {
    const show = this.state.shows[show_id];
    if (!show) return fail(`There is no show ${show_id}.`);
    if (show.status === 'cancelled' || show.day < this.today()) return fail(`${show.title} is over or cancelled.`); // R14
    const tiers = this.tiersOf(show_id);
    if (tiers.some((tier) => tier.label === label)) return fail(`${show.title} has a ${label} tier already.`);
    const left = this.capacityLeft(show);
    if (quota > left) return fail(`The venue has only ${left} more seats to give.`); // R2
    const tier: Tier = { tier_id: this.newId('T'), show_id, label, price_cents, quota };
    this.state.tiers[tier.tier_id] = tier;
    return ok(tier);
  }

  /**
   * Give a tier more or fewer seats.
   * @effect write  @rules R1 R2 R14
   * @param tier_id  The tier.
   * @param quota  New number of seats.
   */
  change_quota({ tier_id, quota }: { tier_id: Ref<Tier>; quota: Integer<1, 5000> }): Result<Tier> {
    const tier = this.state.tiers[tier_id];
    const show = this.showOfTier(tier_id);
    if (!tier || !show) return fail(`There is no tier ${tier_id}.`);
    if (show.status === 'cancelled' || show.day < this.today()) return fail(`${show.title} is over or cancelled.`); // R14
    if (quota === tier.quota) return fail(`The tier has ${quota} seats already.`);
    const taken = this.taken(tier_id);
    if (quota < taken) return fail(`${taken} seats of this tier are taken.`); // R1
    const left = this.capacityLeft(show) + tier.quota;
    if (quota > left) return fail(`The venue leaves at most ${left} seats for this tier.`); // R2
    tier.quota = quota;
    return ok(tier);
  }

  /**
   * Open the sale of a draft.
   * @effect write  @rules R11
   * @param show_id  The show.
   */
  put_on_sale({ show_id }: { show_id: Ref<Show> }): Result<Show> {
    const show = this.state.shows[show_id];
    if (!show) return fail(`There is no show ${show_id}.`);
    if (show.status !== 'draft') return fail(`${show.title} is not a draft.`); // R11
    if (show.day <= this.today()) return fail(`${show.title} does not lie ahead.`); // R11
    if (this.tiersOf(show_id).length === 0) return fail(`${show.title} has no tiers.`); // R11
    show.status = 'on_sale';
    return ok(show);
  }

  /**
   * Move a show that has let nobody in to another day in the same venue. Orders, tickets and holds stay as they are.
   * @effect write  @rules R3 R14
   * @param show_id  The show.
   * @param day  The new day.
   */
  reschedule_show({ show_id, day }: { show_id: Ref<Show>; day: Day }): Result<Show> {
    const show = this.state.shows[show_id];
    if (!show) return fail(`There is no show ${show_id}.`);
    if (show.status === 'cancelled' || show.day < this.today()) return fail(`${show.title} is over or cancelled.`); // R14
    if (!this.ahead(day)) return fail(`${day} is not a day between tomorrow and two years ahead.`); // R14
    if (day === show.day) return fail(`${show.title} is on ${day} already.`);
    if (
      Object.values(this.state.tickets).some(
        (ticket) => ticket.status === 'used' && this.showOfTicket(ticket)?.show_id === show_id,
      )
    ) {
      return fail(`People have been let in to ${show.title} already.`); // R14
    }
    const other = this.showAt(show.venue_id, day);
    if (other) return fail(`The venue has ${other.title} on ${day}.`); // R3
    show.day = day;
    return ok(show);
  }

  /**
   * Call a show off. Unpaid orders are cancelled and holds released; paid orders can then be refunded one by one.
   * @effect write  @rules R14
   * @param show_id  The show.
   */
  cancel_show({ show_id }: { show_id: Ref<Show> }): Result<Show> {
    const show = this.state.shows[show_id];
    if (!show) return fail(`There is no show ${show_id}.`);
    if (show.status === 'cancelled' || show.day < this.today()) return fail(`${show.title} is over or cancelled.`); // R14
    show.status = 'cancelled';
    for (const order of Object.values(this.state.orders)) {
      if (order.status === 'unpaid' && this.showOfTier(order.tier_id) === show) order.status = 'cancelled';
    }
    for (const hold of Object.values(this.state.holds)) {
      if (this.showOfTier(hold.tier_id) === show) delete this.state.holds[hold.hold_id];
    }
    return ok(show);
  }
}
