import { addDays } from '../../../base/days.ts';
import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import {
  bookedUp,
  type OfVehicle,
  openIncidents,
  type Pool,
  plannedOf,
  spentThisMonth,
  unfitForTrip,
  unfitToDrive,
  unplannable,
} from './oracle-pool.ts';
import type { Driver, FleetState, Vehicle } from './state.ts';

interface Need {
  readonly kind: string;
  readonly day: string;
  readonly depot?: string;
}

interface Days {
  readonly from_day: string;
  readonly to_day: string;
}

function freeVehicles(pool: Pool, { kind, day, depot }: Need): Vehicle[] {
  const fitting = all(pool.state.vehicles).filter(
    (vehicle) =>
      vehicle.kind === kind &&
      (depot === undefined || vehicle.depot === depot) &&
      firstOf(...unfitForTrip(pool, vehicle, day)) === undefined,
  );
  return inOrderOf(
    fitting,
    (vehicle) => vehicle.odometer_km,
    (vehicle) => vehicle.plate,
  );
}

function freeDrivers(pool: Pool, need: Need): { driver: Driver; planned_trips: number }[] {
  const fitting = all(pool.state.drivers).filter(
    (driver) => firstOf(...unfitToDrive(pool, driver, need), ...bookedUp(pool, driver, need.day)) === undefined,
  );
  return inOrderOf(
    fitting.map((driver) => ({ driver, planned_trips: plannedOf(pool.state, driver.driver_id).length })),
    (item) => item.planned_trips,
    (item) => item.driver.driver_id,
  );
}

export const lookups: Oracles<FleetState> = {
  find_drivers: {
    refusal: (_pool, { name }: { name: string }) => firstOf([name.trim().length < 2, 'fewer than two letters']),
    answer: ({ state }, { name }: { name: string }) =>
      inOrderOf(
        all(state.drivers).filter((driver) => contains(driver.name, name)),
        (driver) => driver.driver_id,
      ),
  },
  get_driver: {
    refusal: ({ state }, { driver_id }: { driver_id: string }) => firstOf(noSuch(state.drivers[driver_id], 'driver')),
    answer(pool, { driver_id }: { driver_id: string }) {
      const { state } = pool;
      const card = all(state.cards).find((item) => item.driver_id === driver_id);
      return {
        driver: state.drivers[driver_id] ?? null,
        trips: inOrderOf(
          all(state.trips).filter((trip) => trip.driver_id === driver_id),
          (trip) => trip.day,
          (trip) => trip.trip_id,
        ),
        open_incidents: inOrderOf(
          openIncidents(state).filter((incident) => incident.driver_id === driver_id),
          (incident) => incident.incident_id,
        ),
        card: card ?? null,
        spent_this_month_cents: card ? spentThisMonth(pool, card.card_number) : 0,
      };
    },
  },
  list_vehicles: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.vehicles), (vehicle) => vehicle.plate),
  },
  get_vehicle: {
    refusal: ({ state }, { plate }: OfVehicle) => firstOf(noSuch(state.vehicles[plate], 'vehicle')),
    answer({ state, policy }, { plate }: OfVehicle) {
      const vehicle = state.vehicles[plate];
      if (!vehicle) return null;
      return {
        vehicle,
        service_in_km: vehicle.serviced_at_km + Number(policy.service_km) - vehicle.odometer_km,
        trips: inOrderOf(
          all(state.trips).filter((trip) => trip.plate === plate),
          (trip) => trip.day,
          (trip) => trip.trip_id,
        ),
        jobs: inOrderOf(
          all(state.jobs).filter((job) => job.plate === plate),
          (job) => job.started,
          (job) => job.job_id,
        ),
        open_incidents: inOrderOf(
          openIncidents(state).filter((incident) => incident.plate === plate),
          (incident) => incident.incident_id,
        ),
      };
    },
  },
  find_free_vehicles: {
    refusal: (pool, { day }: Need) => firstOf(...unplannable(pool, day)),
    answer: (pool, need: Need) => freeVehicles(pool, need),
  },
  find_free_drivers: {
    refusal: (pool, { day }: Need) => firstOf(...unplannable(pool, day)),
    answer: (pool, need: Need) => freeDrivers(pool, need),
  },
  list_trips: {
    refusal: (_pool, { from_day, to_day }: Days) =>
      firstOf([to_day < from_day, 'the last day is before the first'], [to_day > addDays(from_day, 90), 'more than 90 days']),
    answer: ({ state }, { from_day, to_day }: Days) =>
      inOrderOf(
        all(state.trips).filter((trip) => from_day <= trip.day && trip.day <= to_day),
        (trip) => trip.day,
        (trip) => trip.trip_id,
      ),
  },
  list_open_incidents: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(openIncidents(state), (incident) => incident.incident_id),
  },
  get_card: {
    refusal: ({ state }, { card_number }: { card_number: string }) => firstOf(noSuch(state.cards[card_number], 'card')),
    answer(pool, { card_number }: { card_number: string }) {
      const { state, today } = pool;
      const card = state.cards[card_number];
      if (!card) return null;
      return {
        card,
        driver_name: state.drivers[card.driver_id]?.name ?? '',
        fills_this_month: inOrderOf(
          all(state.fills).filter((fill) => fill.card_number === card_number && fill.day.startsWith(today.slice(0, 7))),
          (fill) => fill.day,
          (fill) => fill.fill_id,
        ),
        left_cents: card.monthly_limit_cents - spentThisMonth(pool, card_number),
      };
    },
  },
};
