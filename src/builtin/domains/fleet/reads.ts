import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Driver, Fill, FleetPolicy, FuelCard, Incident, Trip, Vehicle, WorkshopJob } from './design.ts';
import { FleetRules } from './rules.ts';

declare const POLICY: FleetPolicy;

export class FleetReads extends FleetRules {
  /**
   * Find drivers by a part of their name, in order of their staff numbers.
   * @effect read
   * @param name  Part of the name, at least two letters.
   */
  find_drivers({ name }: { name: string }): Result<Driver[]> {
    const wanted = name.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two letters of the name.');
    return ok(
      Object.values(this.state.drivers)
        .filter((driver) => driver.name.toLowerCase().includes(wanted))
        .sort((a, b) => (a.driver_id < b.driver_id ? -1 : 1)),
    );
  }

  /**
   * A driver with all trips by day, open incidents by id, and the fuel card with what has been spent on it this month.
   * @effect read
   * @param driver_id  The driver.
   */
  get_driver({ driver_id }: { driver_id: Ref<Driver> }): Result<{
    driver: Driver;
    trips: Trip[];
    open_incidents: Incident[];
    card: FuelCard | null;
    spent_this_month_cents: Integer;
  }> {
    const driver = this.state.drivers[driver_id];
    if (!driver) return fail(`There is no driver ${driver_id}.`);
    const card = Object.values(this.state.cards).find((each) => each.driver_id === driver_id) ?? null;
    return ok({
      driver,
      trips: this.byDay(Object.values(this.state.trips).filter((trip) => trip.driver_id === driver_id)),
      open_incidents: this.openIncidents((incident) => incident.driver_id === driver_id),
      card,
      spent_this_month_cents: card ? this.spent(card.card_number) : 0,
    });
  }

  /**
   * All vehicles by number plate.
   * @effect read
   */
  list_vehicles(): Result<Vehicle[]> {
    return ok(Object.values(this.state.vehicles).sort((a, b) => (a.plate < b.plate ? -1 : 1)));
  }

  /**
   * A vehicle with the kilometres left until its next service (negative when overdue), its trips and workshop jobs by day,
   * and its open incidents by id.
   * @effect read
   * @param plate  Number plate.
   */
  get_vehicle({
    plate,
  }: {
    plate: Ref<Vehicle>;
  }): Result<{ vehicle: Vehicle; service_in_km: Integer; trips: Trip[]; jobs: WorkshopJob[]; open_incidents: Incident[] }> {
    const vehicle = this.state.vehicles[plate];
    if (!vehicle) return fail(`There is no vehicle ${plate}.`);
    return ok({
      vehicle,
      service_in_km: this.serviceIn(vehicle),
      trips: this.byDay(Object.values(this.state.trips).filter((trip) => trip.plate === plate)),
      jobs: Object.values(this.state.jobs)
        .filter((job) => job.plate === plate)
        .sort((a, b) => (a.started < b.started ? -1 : a.started > b.started ? 1 : a.job_id < b.job_id ? -1 : 1)),
      open_incidents: this.openIncidents((incident) => incident.plate === plate),
    });
  }

  /**
   * Vehicles of a kind that could be put on a trip on a day: no other trip that day, service not due, neither grounded nor
   * in the workshop. Lowest odometer reading first.
   * @effect read  @rules R8
   * @param kind  Kind of vehicle.
   * @param day  Day of the trip.
   * @param depot  Only vehicles parked there.
   */
  find_free_vehicles({
    kind,
    day,
    depot,
  }: {
    kind: Vehicle['kind'];
    day: Day;
    depot: Vehicle['depot'] | undefined;
  }): Result<Vehicle[]> {
    if (!this.plannable(day)) return fail(`Trips can be planned from today to ${POLICY.plan_days} days ahead.`); // R8
    return ok(
      Object.values(this.state.vehicles)
        .filter((vehicle) => vehicle.kind === kind && (depot === undefined || vehicle.depot === depot))
        .filter((vehicle) => this.vehicleRefusal(vehicle, day) === undefined)
        .sort((a, b) => a.odometer_km - b.odometer_km || (a.plate < b.plate ? -1 : 1)),
    );
  }

  /**
   * Drivers who could drive a kind of vehicle on a day, those with the fewest planned trips first, then by staff number.
   * @effect read  @rules R8
   * @param kind  Kind of vehicle.
   * @param day  Day of the trip.
   */
  find_free_drivers({ kind, day }: { kind: Vehicle['kind']; day: Day }): Result<{ driver: Driver; planned_trips: Integer }[]> {
    if (!this.plannable(day)) return fail(`Trips can be planned from today to ${POLICY.plan_days} days ahead.`); // R8
    return ok(
      Object.values(this.state.drivers)
        .filter((driver) => this.driverRefusal(driver, kind, day) === undefined)
        .map((driver) => ({ driver, planned_trips: this.plannedTrips(driver.driver_id) }))
        .sort((a, b) => a.planned_trips - b.planned_trips || (a.driver.driver_id < b.driver.driver_id ? -1 : 1)),
    );
  }

  /**
   * All trips between two days (both included) whatever their status, by day.
   * @effect read
   * @param from_day  First day.
   * @param to_day  Last day, at most 90 days after the first.
   */
  list_trips({ from_day, to_day }: { from_day: Day; to_day: Day }): Result<Trip[]> {
    const days = this.daysBetween(from_day, to_day);
    if (!(days >= 0 && days <= 90)) return fail('Give two days in order, at most 90 days apart.');
    return ok(this.byDay(Object.values(this.state.trips).filter((trip) => trip.day >= from_day && trip.day <= to_day)));
  }

  /**
   * All incidents that are not settled, in order of their ids.
   * @effect read
   */
  list_open_incidents(): Result<Incident[]> {
    return ok(this.openIncidents(() => true));
  }

  /**
   * A fuel card with its purchases of this month by day and what is left of the limit.
   * @effect read
   * @param card_number  Number on the card.
   */
  get_card({
    card_number,
  }: {
    card_number: Ref<FuelCard>;
  }): Result<{ card: FuelCard; driver_name: string; fills_this_month: Fill[]; left_cents: Integer }> {
    const card = this.state.cards[card_number];
    if (!card) return fail(`There is no fuel card ${card_number}.`);
    return ok({
      card,
      driver_name: this.state.drivers[card.driver_id]?.name ?? '',
      fills_this_month: this.monthFills(card_number).sort((a, b) =>
        a.day < b.day ? -1 : a.day > b.day ? 1 : a.fill_id < b.fill_id ? -1 : 1,
      ),
      left_cents: card.monthly_limit_cents - this.spent(card_number),
    });
  }
}
