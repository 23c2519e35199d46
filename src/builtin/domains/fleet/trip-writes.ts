import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Driver, FleetPolicy, Trip, Vehicle } from './design.ts';
import { FleetReads } from './reads.ts';

declare const POLICY: FleetPolicy;

export class FleetTripWrites extends FleetReads {
  /**
   * Plan a trip of one day.
   * @effect write  @rules R1 R2 R3 R6 R7 R8
   * @param driver_id  Who drives.
   * @param plate  The vehicle.
   * @param destination  The town it goes to, not blank.
   * @param day  When.
   */
  plan_trip({
    driver_id,
    plate,
    destination,
    day,
  }: {
    driver_id: Ref<Driver>;
    plate: Ref<Vehicle>;
    destination: string;
    day: Day;
  }): Result<Trip> {
    const driver = this.state.drivers[driver_id];
    if (!driver) return fail(`There is no driver ${driver_id}.`);
    const vehicle = this.state.vehicles[plate];
    if (!vehicle) return fail(`There is no vehicle ${plate}.`);
    if (destination.trim() === '') return fail('A trip needs a destination.');
    if (!this.plannable(day)) return fail(`Trips can be planned from today to ${POLICY.plan_days} days ahead.`); // R8
    const refusal = this.vehicleRefusal(vehicle, day) ?? this.driverRefusal(driver, vehicle.kind, day);
    if (refusal) return fail(refusal); // R1 R2 R3 R6 R7
    const trip: Trip = {
      trip_id: this.newId('T'),
      driver_id,
      plate,
      destination: destination.trim(),
      day,
      status: 'planned',
      distance_km: null,
    };
    this.state.trips[trip.trip_id] = trip;
    return ok(trip);
  }

  /**
   * Give a planned trip to another driver.
   * @effect write  @rules R1 R2 R6 R7 R13
   * @param trip_id  The trip.
   * @param driver_id  Who drives instead.
   */
  reassign_driver({ trip_id, driver_id }: { trip_id: Ref<Trip>; driver_id: Ref<Driver> }): Result<Trip> {
    const trip = this.state.trips[trip_id];
    if (!trip) return fail(`There is no trip ${trip_id}.`);
    const driver = this.state.drivers[driver_id];
    if (!driver) return fail(`There is no driver ${driver_id}.`);
    if (trip.status !== 'planned') return fail(`Trip ${trip_id} is ${this.words(trip.status)}.`); // R13
    if (trip.driver_id === driver_id) return fail(`${driver.name} drives trip ${trip_id} already.`);
    const refusal = this.driverRefusal(driver, this.state.vehicles[trip.plate]?.kind ?? 'truck', trip.day);
    if (refusal) return fail(refusal); // R1 R2 R6 R7
    trip.driver_id = driver_id;
    return ok(trip);
  }

  /**
   * Use another vehicle for a planned trip.
   * @effect write  @rules R1 R2 R3 R13
   * @param trip_id  The trip.
   * @param plate  The other vehicle.
   */
  change_vehicle({ trip_id, plate }: { trip_id: Ref<Trip>; plate: Ref<Vehicle> }): Result<Trip> {
    const trip = this.state.trips[trip_id];
    if (!trip) return fail(`There is no trip ${trip_id}.`);
    const vehicle = this.state.vehicles[plate];
    if (!vehicle) return fail(`There is no vehicle ${plate}.`);
    if (trip.status !== 'planned') return fail(`Trip ${trip_id} is ${this.words(trip.status)}.`); // R13
    if (trip.plate === plate) return fail(`Trip ${trip_id} has ${plate} already.`);
    const refusal = this.vehicleRefusal(vehicle, trip.day);
    if (refusal) return fail(refusal); // R2 R3
    const driver = this.state.drivers[trip.driver_id];
    if (vehicle.kind === 'truck' && driver?.licence !== 'C')
      return fail(`${driver?.name ?? 'The driver'} has no licence for trucks.`); // R1
    trip.plate = plate;
    return ok(trip);
  }

  /**
   * Cancel a planned trip.
   * @effect write  @rules R13
   * @param trip_id  The trip.
   */
  cancel_trip({ trip_id }: { trip_id: Ref<Trip> }): Result<Trip> {
    const trip = this.state.trips[trip_id];
    if (!trip) return fail(`There is no trip ${trip_id}.`);
    if (trip.status !== 'planned') return fail(`Trip ${trip_id} is ${this.words(trip.status)}.`); // R13
    trip.status = 'cancelled';
    return ok(trip);
  }

  /**
   * A driver leaves on a trip of today.
   * @effect write  @rules R4 R6 R8 R13
   * @param trip_id  The trip.
   */
  start_trip({ trip_id }: { trip_id: Ref<Trip> }): Result<Trip> {
    const trip = this.state.trips[trip_id];
    if (!trip) return fail(`There is no trip ${trip_id}.`);
    if (trip.status !== 'planned') return fail(`Trip ${trip_id} is ${this.words(trip.status)}.`); // R13
    if (trip.day !== this.today()) return fail(`Trip ${trip_id} is on ${trip.day}.`); // R8
    const vehicle = this.state.vehicles[trip.plate];
    if (vehicle?.status !== 'free') return fail(`${trip.plate} is not free.`); // R4 R8
    if (this.state.drivers[trip.driver_id]?.suspended) return fail('The driver is suspended.'); // R6
    trip.status = 'under_way';
    vehicle.status = 'on_trip';
    return ok(trip);
  }

  /**
   * A vehicle is back from its trip. The kilometres driven are added to its odometer reading.
   * @effect write  @rules R9
   * @param trip_id  The trip.
   * @param distance_km  Kilometres driven on this trip.
   */
  finish_trip({ trip_id, distance_km }: { trip_id: Ref<Trip>; distance_km: Integer<0, 5000> }): Result<Trip> {
    const trip = this.state.trips[trip_id];
    if (!trip) return fail(`There is no trip ${trip_id}.`);
    const vehicle = this.state.vehicles[trip.plate];
    if (!vehicle || trip.status !== 'under_way') return fail(`Trip ${trip_id} is ${this.words(trip.status)}.`);
    if (distance_km > 1500) return fail(`${distance_km} km is more than a day's trip can have.`); // R9
    trip.status = 'done';
    trip.distance_km = distance_km;
    vehicle.odometer_km += distance_km;
    vehicle.status = this.hasMajor(trip.plate) ? 'grounded' : 'free';
    return ok(trip);
  }
}
