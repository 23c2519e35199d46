import { change, create, must, type Reason } from '../../../domain/contract/form.ts';
import { all, at, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { FleetPolicy, FleetState, Incident, Trip } from './design.ts';
import {
  fillsOf,
  noTruck,
  openIncidents,
  type Pool,
  readContract,
  spentThisMonth,
  unfitForTrip,
  unfitToDrive,
  unplannable,
} from './read-contract.ts';
import type { FleetOffice } from './writes.ts';

const notPlanned = (trip: Trip): Reason => must('R13 the trip is not planned any more', () => trip.status !== 'planned');

function openMajor(pool: Pool, plate: string): Incident[] {
  return openIncidents(pool, (incident) => incident.plate === plate && incident.severity === 'major');
}

/** Rule R11. */
function isRepaired({ state }: Pool, { plate, day }: Incident): boolean {
  return all(state.jobs).some(
    (job) => job.plate === plate && job.kind === 'repair' && job.started >= day && job.cost_cents !== null,
  );
}

/** Rule R10: the most that was spent on a card in a calendar month. */
function mostSpent(pool: Pool, card_number: string): number {
  const months = fillsOf(pool, card_number, '').map((fill) => fill.day.slice(0, 7));
  return Math.max(0, ...months.map((month) => sum(fillsOf(pool, card_number, month), (fill) => fill.amount_cents)));
}

/** What the office of the vehicle pool promises. */
export const contract: ContractOf<FleetState, FleetPolicy, FleetOffice> = {
  ...readContract,
  plan_trip: {
    refuse(pool, { driver_id, plate, destination, day }) {
      const vehicle = at(pool.state.vehicles, plate);
      return [
        must('no destination is named', () => destination.trim() === ''),
        ...unplannable(pool, day),
        ...unfitToDrive(pool, at(pool.state.drivers, driver_id), { kind: vehicle.kind, day }),
        ...unfitForTrip(pool, vehicle, day),
      ];
    },
    changes: (_pool, { driver_id, plate, destination, day }) => [
      create('trips', { driver_id, plate, destination: destination.trim(), day, status: 'planned', distance_km: null }),
    ],
  },
  reassign_driver: {
    refuse(pool, { trip_id, driver_id }) {
      const { trips, drivers, vehicles } = pool.state;
      const trip = at(trips, trip_id);
      return [
        notPlanned(trip),
        must('it is the trip of this driver already', () => trip.driver_id === driver_id),
        ...unfitToDrive(pool, at(drivers, driver_id), { kind: at(vehicles, trip.plate).kind, day: trip.day }),
      ];
    },
    changes: (_pool, { trip_id, driver_id }) => [change('trips', trip_id, { driver_id })],
  },
  change_vehicle: {
    refuse(pool, { trip_id, plate }) {
      const { trips, drivers, vehicles } = pool.state;
      const [trip, vehicle] = [at(trips, trip_id), at(vehicles, plate)];
      return [
        notPlanned(trip),
        must('it has this vehicle already', () => trip.plate === plate),
        noTruck(at(drivers, trip.driver_id), vehicle.kind),
        ...unfitForTrip(pool, vehicle, trip.day),
      ];
    },
    changes: (_pool, { trip_id, plate }) => [change('trips', trip_id, { plate })],
  },
  cancel_trip: {
    refuse: ({ state }, { trip_id }) => [notPlanned(at(state.trips, trip_id))],
    changes: (_pool, { trip_id }) => [change('trips', trip_id, { status: 'cancelled' })],
  },
  start_trip: {
    refuse({ state, today }, { trip_id }) {
      const trip = at(state.trips, trip_id);
      return [
        notPlanned(trip),
        must('R8 it is for another day', () => trip.day !== today),
        must('R6 the driver is suspended', () => at(state.drivers, trip.driver_id).suspended),
        must('R8 the vehicle is not free', () => at(state.vehicles, trip.plate).status !== 'free'),
      ];
    },
    changes: ({ state }, { trip_id }) => [
      change('trips', trip_id, { status: 'under_way' }),
      change('vehicles', at(state.trips, trip_id).plate, { status: 'on_trip' }),
    ],
  },
  finish_trip: {
    refuse: ({ state }, { trip_id, distance_km }) => [
      must('the trip is not under way', () => at(state.trips, trip_id).status !== 'under_way'),
      must('R9 longer than a trip may be', () => distance_km > 1500),
    ],
    changes({ state }, { trip_id, distance_km }) {
      const { plate, odometer_km } = at(state.vehicles, at(state.trips, trip_id).plate);
      return [
        change('trips', trip_id, { status: 'done', distance_km }),
        change('vehicles', plate, { status: 'free', odometer_km: odometer_km + distance_km }),
      ];
    },
  },
  send_to_workshop: {
    refuse: ({ state }, { plate }) => [
      must('the vehicle is neither free nor grounded', () => !['free', 'grounded'].includes(at(state.vehicles, plate).status)),
    ],
    changes: ({ today }, { plate, kind }) => [
      create('jobs', { plate, kind, started: today, cost_cents: null }),
      change('vehicles', plate, { status: 'workshop' }),
    ],
  },
  finish_job: {
    refuse: ({ state }, { job_id }) => [must('the job is finished already', () => at(state.jobs, job_id).cost_cents !== null)],
    changes(pool, { job_id, cost_cents }) {
      const { plate, kind } = at(pool.state.jobs, job_id);
      const serviced_at_km = at(pool.state.vehicles, plate).odometer_km;
      return [
        change('jobs', job_id, { cost_cents }),
        change('vehicles', plate, { status: openMajor(pool, plate).length > 0 ? 'grounded' : 'free' }),
        ...(kind === 'service' ? [change('vehicles', plate, { serviced_at_km })] : []),
      ];
    },
  },
  report_incident: {
    refuse: ({ state }, { plate, severity, account }) => [
      must('nothing is said of what happened', () => account.trim() === ''),
      must(
        'the vehicle has to finish its trip first',
        () => severity === 'major' && at(state.vehicles, plate).status === 'on_trip',
      ),
    ],
    changes({ state, today }, { plate, driver_id, severity, account }) {
      const isGrounded = severity === 'major' && at(state.vehicles, plate).status !== 'workshop';
      return [
        create('incidents', { plate, driver_id, severity, account: account.trim(), day: today, open: true }),
        ...(isGrounded ? [change('vehicles', plate, { status: 'grounded' })] : []),
      ];
    },
  },
  close_incident: {
    refuse(pool, { incident_id }) {
      const incident = at(pool.state.incidents, incident_id);
      return [
        must('the incident is settled already', () => !incident.open),
        must('R11 no repair was finished since', () => incident.severity === 'major' && !isRepaired(pool, incident)),
      ];
    },
    changes(pool, { incident_id }) {
      const { plate } = at(pool.state.incidents, incident_id);
      const others = openMajor(pool, plate).filter((incident) => incident.incident_id !== incident_id);
      const isFree = at(pool.state.vehicles, plate).status === 'grounded' && others.length === 0;
      return [
        change('incidents', incident_id, { open: false }),
        ...(isFree ? [change('vehicles', plate, { status: 'free' })] : []),
      ];
    },
  },
  book_fill: {
    refuse(pool, { card_number, amount_cents }) {
      const card = at(pool.state.cards, card_number);
      return [
        must('R14 the card is blocked', () => card.blocked),
        must('R14 the driver is suspended', () => at(pool.state.drivers, card.driver_id).suspended),
        must(
          'R10 above the limit of the card',
          () => spentThisMonth(pool, card_number) + amount_cents > card.monthly_limit_cents,
        ),
      ];
    },
    changes: ({ today }, { card_number, plate, amount_cents }) => [
      create('fills', { card_number, plate, amount_cents, day: today }),
    ],
  },
  set_card: {
    refuse(pool, { card_number, monthly_limit_cents, blocked }) {
      const card = at(pool.state.cards, card_number);
      const limit = monthly_limit_cents ?? card.monthly_limit_cents;
      return [
        must('nothing would change', () => limit === card.monthly_limit_cents && (blocked ?? card.blocked) === card.blocked),
        must(
          'higher than the limit of a card may be',
          () => monthly_limit_cents !== undefined && limit > pool.policy.card_limit_top_cents,
        ),
        must('R10 more was spent in a month', () => mostSpent(pool, card_number) > limit),
      ];
    },
    changes: (_pool, { card_number, monthly_limit_cents, blocked }) => [
      change('cards', card_number, {
        ...(monthly_limit_cents === undefined ? {} : { monthly_limit_cents }),
        ...(blocked === undefined ? {} : { blocked }),
      }),
    ],
  },
  set_suspended: {
    refuse: ({ state }, { driver_id, suspended }) => [
      must('it is so already', () => at(state.drivers, driver_id).suspended === suspended),
      must(
        'R12 the driver has trips',
        () =>
          suspended &&
          where(state.trips, (trip) => trip.driver_id === driver_id && ['planned', 'under_way'].includes(trip.status)).length > 0,
      ),
    ],
    changes: (_pool, { driver_id, suspended }) => [change('drivers', driver_id, { suspended })],
  },
};
