import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Driver, Fill, FleetPolicy, FuelCard, Incident, Vehicle, WorkshopJob } from './design.ts';
import { FleetTripWrites } from './trip-writes.ts';

declare const POLICY: FleetPolicy;

export class FleetOffice extends FleetTripWrites {
  /**
   * Bring a vehicle that is free or grounded to the workshop today.
   * @effect write  @rules R4
   * @param plate  The vehicle.
   * @param kind  What is to be done.
   */
  send_to_workshop({ plate, kind }: { plate: Ref<Vehicle>; kind: WorkshopJob['kind'] }): Result<WorkshopJob> {
    const vehicle = this.state.vehicles[plate];
    if (!vehicle) return fail(`There is no vehicle ${plate}.`);
    if (vehicle.status === 'workshop') return fail(`${plate} is in the workshop already.`); // R4
    if (vehicle.status === 'on_trip') return fail(`${plate} is on a trip.`); // R4
    const job: WorkshopJob = { job_id: this.newId('W'), plate, kind, started: this.today(), cost_cents: null };
    this.state.jobs[job.job_id] = job;
    vehicle.status = 'workshop';
    return ok(job);
  }

  /**
   * The workshop is done. After a service the next one is counted from the present odometer reading.
   * @effect write  @rules R5
   * @param job_id  The job.
   * @param cost_cents  The bill in cents.
   */
  finish_job({ job_id, cost_cents }: { job_id: Ref<WorkshopJob>; cost_cents: Integer<0, 5000000> }): Result<WorkshopJob> {
    const job = this.state.jobs[job_id];
    if (!job) return fail(`There is no workshop job ${job_id}.`);
    const vehicle = this.state.vehicles[job.plate];
    if (!vehicle || job.cost_cents !== null) return fail(`Job ${job_id} is finished already.`);
    job.cost_cents = cost_cents;
    if (job.kind === 'service') vehicle.serviced_at_km = vehicle.odometer_km;
    vehicle.status = this.hasMajor(job.plate) ? 'grounded' : 'free'; // R5
    return ok(job);
  }

  /**
   * Report damage or an accident of today. A major one grounds the vehicle unless it is in the workshop; a vehicle that is
   * on a trip has to finish it before a major one is reported.
   * @effect write  @rules R5
   * @param plate  The vehicle.
   * @param driver_id  Who was driving.
   * @param severity  How bad it is.
   * @param account  What happened, not blank.
   */
  report_incident({
    plate,
    driver_id,
    severity,
    account,
  }: {
    plate: Ref<Vehicle>;
    driver_id: Ref<Driver>;
    severity: Incident['severity'];
    account: string;
  }): Result<Incident> {
    const vehicle = this.state.vehicles[plate];
    if (!vehicle) return fail(`There is no vehicle ${plate}.`);
    if (!this.state.drivers[driver_id]) return fail(`There is no driver ${driver_id}.`);
    if (account.trim() === '') return fail('Say what happened.');
    if (severity === 'major' && vehicle.status === 'on_trip') return fail(`${plate} is on a trip; finish the trip first.`); // R5
    const incident: Incident = {
      incident_id: this.newId('N'),
      plate,
      driver_id,
      severity,
      account: account.trim(),
      day: this.today(),
      open: true,
    };
    this.state.incidents[incident.incident_id] = incident;
    if (severity === 'major' && vehicle.status === 'free') vehicle.status = 'grounded';
    return ok(incident);
  }

  /**
   * Settle an incident. The vehicle is free again when no other major incident is open.
   * @effect write  @rules R11
   * @param incident_id  The incident.
   */
  close_incident({ incident_id }: { incident_id: Ref<Incident> }): Result<Incident> {
    const incident = this.state.incidents[incident_id];
    if (!incident) return fail(`There is no incident ${incident_id}.`);
    if (!incident.open) return fail(`Incident ${incident_id} is settled already.`);
    if (incident.severity === 'major') {
      const repaired = Object.values(this.state.jobs).some(
        (job) => job.plate === incident.plate && job.kind === 'repair' && job.cost_cents !== null && job.started >= incident.day,
      );
      if (!repaired) return fail(`${incident.plate} has not been repaired since the incident.`); // R11
    }
    incident.open = false;
    const vehicle = this.state.vehicles[incident.plate];
    if (vehicle && vehicle.status === 'grounded' && !this.hasMajor(incident.plate)) vehicle.status = 'free';
    return ok(incident);
  }

  /**
   * Book a purchase of fuel made today.
   * @effect write  @rules R10 R14
   * @param card_number  The card.
   * @param plate  The vehicle that was fuelled.
   * @param amount_cents  Price in cents.
   */
  book_fill({
    card_number,
    plate,
    amount_cents,
  }: {
    card_number: Ref<FuelCard>;
    plate: Ref<Vehicle>;
    amount_cents: Integer<1, 100000>;
  }): Result<Fill> {
    const card = this.state.cards[card_number];
    if (!card) return fail(`There is no fuel card ${card_number}.`);
    if (!this.state.vehicles[plate]) return fail(`There is no vehicle ${plate}.`);
    if (card.blocked) return fail(`Card ${card_number} is blocked.`); // R14
    if (this.state.drivers[card.driver_id]?.suspended) return fail('The driver of this card is suspended.'); // R14
    const left = card.monthly_limit_cents - this.spent(card_number);
    if (amount_cents > left) return fail(`Only ${left} cents are left on card ${card_number} this month.`); // R10
    const fill: Fill = { fill_id: this.newId('F'), card_number, plate, amount_cents, day: this.today() };
    this.state.fills[fill.fill_id] = fill;
    return ok(fill);
  }

  /**
   * Change the monthly limit of a card, block it, or accept it again.
   * @effect write  @rules R10
   * @param card_number  The card.
   * @param monthly_limit_cents  New limit in cents, at most {card_limit_top_cents}.
   * @param blocked  Whether it is blocked.
   */
  set_card({
    card_number,
    monthly_limit_cents,
    blocked,
  }: {
    card_number: Ref<FuelCard>;
    monthly_limit_cents: Integer<1000, 200000> | undefined;
    blocked: boolean | undefined;
  }): Result<FuelCard> {
    const card = this.state.cards[card_number];
    if (!card) return fail(`There is no fuel card ${card_number}.`);
    const limit = monthly_limit_cents ?? card.monthly_limit_cents;
    const stop = blocked ?? card.blocked;
    if (limit === card.monthly_limit_cents && stop === card.blocked) return fail(`That changes nothing on card ${card_number}.`);
    if (limit > POLICY.card_limit_top_cents && limit !== card.monthly_limit_cents)
      return fail(`The highest limit is ${POLICY.card_limit_top_cents} cents.`);
    const spent = this.topMonth(card_number);
    if (limit < spent) return fail(`${spent} cents have been spent in one month on card ${card_number}.`); // R10
    card.monthly_limit_cents = limit;
    card.blocked = stop;
    return ok(card);
  }

  /**
   * Suspend a driver from driving or lift the suspension.
   * @effect write  @rules R12
   * @param driver_id  The driver.
   * @param suspended  Whether the driver must not drive.
   */
  set_suspended({ driver_id, suspended }: { driver_id: Ref<Driver>; suspended: boolean }): Result<Driver> {
    const driver = this.state.drivers[driver_id];
    if (!driver) return fail(`There is no driver ${driver_id}.`);
    if (driver.suspended === suspended) return fail(`${driver.name} is ${suspended ? '' : 'not '}suspended already.`);
    const trips = Object.values(this.state.trips).filter(
      (trip) => trip.driver_id === driver_id && (trip.status === 'planned' || trip.status === 'under_way'),
    );
    if (suspended && trips.length > 0) return fail(`${driver.name} still has ${trips.length} trips.`); // R12
    driver.suspended = suspended;
    return ok(driver);
  }
}
