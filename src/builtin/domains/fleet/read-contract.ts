import { addDays } from '../../../base/days.ts';
import { inOrder, must, type Reason, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Driver, Fill, FleetPolicy, FleetState, Incident, Trip, Vehicle } from './design.ts';
import type { FleetReads } from './reads.ts';

export type Pool = Omit<World<FleetState, FleetPolicy>, 'now'>;

export function openIncidents({ state }: Pool, concerned: (incident: Incident) => boolean): Incident[] {
  return sorted(
    where(state.incidents, (incident) => incident.open && concerned(incident)),
    'incident_id',
  );
}

/** Trips by day. */
function tripsBy({ state }: Pool, concerned: (trip: Trip) => boolean): Trip[] {
  return sorted(where(state.trips, concerned), 'day', 'trip_id');
}

export function plannedOf(pool: Pool, { driver_id }: Driver): number {
  return tripsBy(pool, (trip) => trip.driver_id === driver_id && trip.status === 'planned').length;
}

/** Rule R8. */
export function unplannable({ policy, today }: Pool, day: string): Reason[] {
  return [
    must('R8 the day has passed', () => day < today),
    must('R8 too far ahead', () => day > addDays(today, policy.plan_days)),
  ];
}

export function noTruck(driver: Driver, kind: Vehicle['kind']): Reason {
  return must('R1 trucks need licence class C', () => kind === 'truck' && driver.licence !== 'C');
}

/** Rules R1, R2, R6 and R7: what stands against one more trip of a driver. */
export function unfitToDrive(pool: Pool, driver: Driver, { kind, day }: { kind: Vehicle['kind']; day: string }): Reason[] {
  const { policy } = pool;
  const strikes = openIncidents(pool, (incident) => incident.driver_id === driver.driver_id);
  return [
    noTruck(driver, kind),
    must('R1 the licence has run out by then', () => driver.licence_until < day),
    must('R6 the driver is suspended', () => driver.suspended),
    must('R6 too many open incidents', () => strikes.length >= policy.strike_limit),
    must('R7 as many planned trips as allowed', () => plannedOf(pool, driver) >= policy.planned_limit),
    must('R2 the driver has a trip on that day', () => isOut(pool, day, (trip) => trip.driver_id === driver.driver_id)),
  ];
}

/** Vehicles of a kind that can be put on a trip, the one with the fewest kilometres first. */
export function freeVehicles(pool: Pool, kind: Vehicle['kind'], day: string): Vehicle[] {
  const fits = (vehicle: Vehicle): boolean => !unfitForTrip(pool, vehicle, day).some((reason) => reason.holds());
  return sorted(
    where(pool.state.vehicles, (vehicle) => vehicle.kind === kind && fits(vehicle)),
    'odometer_km',
    'plate',
  );
}

/** Drivers who can make one more trip, the one with the fewest planned trips first. */
export function freeDrivers(pool: Pool, kind: Vehicle['kind'], day: string): Driver[] {
  const fits = (driver: Driver): boolean => !unfitToDrive(pool, driver, { kind, day }).some((reason) => reason.holds());
  return sorted(where(pool.state.drivers, fits), (driver) => plannedOf(pool, driver), 'driver_id');
}

/** Rules R2 and R3. */
export function unfitForTrip(pool: Pool, vehicle: Vehicle, day: string): Reason[] {
  const since = vehicle.odometer_km - vehicle.serviced_at_km;
  return [
    must('R3 a service is due', () => since >= pool.policy.service_km),
    must('R2 the vehicle has a trip on that day', () => isOut(pool, day, (trip) => trip.plate === vehicle.plate)),
    must('R3 the vehicle is off the road', () => ['grounded', 'workshop'].includes(vehicle.status)),
  ];
}

function isOut({ state }: Pool, day: string, concerned: (trip: Trip) => boolean): boolean {
  return all(state.trips).some((trip) => trip.day === day && ['planned', 'under_way'].includes(trip.status) && concerned(trip));
}

export function fillsOf({ state }: Pool, card_number: string, month: string): Fill[] {
  return sorted(
    where(state.fills, (fill) => fill.card_number === card_number && fill.day.startsWith(month)),
    'day',
    'fill_id',
  );
}

export function spentThisMonth(pool: Pool, card_number: string): number {
  return sum(fillsOf(pool, card_number, pool.today.slice(0, 7)), (fill) => fill.amount_cents);
}

/** What looking things up promises. */
export const readContract: ContractOf<FleetState, FleetPolicy, FleetReads> = {
  find_drivers: {
    refuse: (_pool, { name }) => [must('fewer than two letters', () => name.trim().length < 2)],
    answer: ({ state }, { name }) =>
      inOrder(
        where(state.drivers, (driver) => contains(driver.name, name)),
        'driver_id',
      ),
  },
  get_driver: {
    answer(pool, { driver_id }) {
      const [card] = where(pool.state.cards, (item) => item.driver_id === driver_id);
      return {
        driver: at(pool.state.drivers, driver_id),
        trips: tripsBy(pool, (trip) => trip.driver_id === driver_id),
        open_incidents: openIncidents(pool, (incident) => incident.driver_id === driver_id),
        card: card ?? null,
        spent_this_month_cents: card ? spentThisMonth(pool, card.card_number) : 0,
      };
    },
  },
  list_vehicles: { answer: ({ state }) => inOrder(all(state.vehicles), 'plate') },
  get_vehicle: {
    answer(pool, { plate }) {
      const vehicle = at(pool.state.vehicles, plate);
      return {
        vehicle,
        service_in_km: vehicle.serviced_at_km + pool.policy.service_km - vehicle.odometer_km,
        trips: tripsBy(pool, (trip) => trip.plate === plate),
        jobs: sorted(
          where(pool.state.jobs, (job) => job.plate === plate),
          'started',
          'job_id',
        ),
        open_incidents: openIncidents(pool, (incident) => incident.plate === plate),
      };
    },
  },
  find_free_vehicles: {
    refuse: (pool, { day }) => unplannable(pool, day),
    answer: (pool, { kind, day, depot }) =>
      freeVehicles(pool, kind, day).filter((vehicle) => depot === undefined || vehicle.depot === depot),
  },
  find_free_drivers: {
    refuse: (pool, { day }) => unplannable(pool, day),
    answer: (pool, { kind, day }) =>
      freeDrivers(pool, kind, day).map((driver) => ({ driver, planned_trips: plannedOf(pool, driver) })),
  },
  list_trips: {
    refuse: (_pool, { from_day, to_day }) => [
      must('the last day is before the first', () => to_day < from_day),
      must('more than 90 days', () => to_day > addDays(from_day, 90)),
    ],
    answer: (pool, { from_day, to_day }) => tripsBy(pool, ({ day }) => from_day <= day && day <= to_day),
  },
  list_open_incidents: { answer: (pool) => openIncidents(pool, () => true) },
  get_card: {
    answer(pool, { card_number }) {
      const card = at(pool.state.cards, card_number);
      return {
        card,
        driver_name: at(pool.state.drivers, card.driver_id).name,
        fills_this_month: fillsOf(pool, card_number, pool.today.slice(0, 7)),
        left_cents: card.monthly_limit_cents - spentThisMonth(pool, card_number),
      };
    },
  },
};
