import { change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { type OfVehicle, openIncidents, spentByMonth, spentThisMonth } from './oracle-pool.ts';
import type { FleetState, Incident } from './state.ts';

interface Bill {
  readonly job_id: string;
  readonly cost_cents: number;
}

interface Report extends OfVehicle {
  readonly driver_id: string;
  readonly severity: Incident['severity'];
  readonly account: string;
}

interface Purchase extends OfVehicle {
  readonly card_number: string;
  readonly amount_cents: number;
}

interface CardChange {
  readonly card_number: string;
  readonly monthly_limit_cents?: number;
  readonly blocked?: boolean;
}

interface Suspension {
  readonly driver_id: string;
  readonly suspended: boolean;
}

function openMajor(state: FleetState, plate: string): Incident[] {
  return openIncidents(state).filter((incident) => incident.plate === plate && incident.severity === 'major');
}

/** Rule R11. */
function isRepaired({ jobs }: FleetState, { plate, day }: Incident): boolean {
  return all(jobs).some((job) => job.plate === plate && job.kind === 'repair' && job.started >= day && job.cost_cents !== null);
}

export const yard: Oracles<FleetState> = {
  send_to_workshop: {
    refusal: ({ state }, { plate }: OfVehicle) =>
      firstOf(noSuch(state.vehicles[plate], 'vehicle'), [
        !['free', 'grounded'].includes(state.vehicles[plate]?.status ?? ''),
        'the vehicle is neither free nor grounded',
      ]),
    changes: ({ today }, { plate, kind }: OfVehicle & { kind: string }) => [
      create('jobs', { plate, kind, started: today, cost_cents: null }),
      change('vehicles', plate, { status: 'workshop' }),
    ],
  },
  finish_job: {
    refusal: ({ state }, { job_id }: Bill) =>
      firstOf(noSuch(state.jobs[job_id], 'job'), [state.jobs[job_id]?.cost_cents !== null, 'the job is finished already']),
    changes({ state }, { job_id, cost_cents }: Bill) {
      const job = state.jobs[job_id];
      const vehicle = state.vehicles[job?.plate ?? ''];
      if (!job || !vehicle) return [];
      return [
        change('jobs', job_id, { cost_cents }),
        change('vehicles', job.plate, { status: openMajor(state, job.plate).length > 0 ? 'grounded' : 'free' }),
        ...(job.kind === 'service' ? [change('vehicles', job.plate, { serviced_at_km: vehicle.odometer_km })] : []),
      ];
    },
  },
  report_incident: {
    refusal: ({ state }, { plate, driver_id, severity, account }: Report) =>
      firstOf(
        noSuch(state.vehicles[plate], 'vehicle'),
        noSuch(state.drivers[driver_id], 'driver'),
        [account.trim() === '', 'nothing is said of what happened'],
        [severity === 'major' && state.vehicles[plate]?.status === 'on_trip', 'the vehicle has to finish its trip first'],
      ),
    changes({ state, today }, { plate, driver_id, severity, account }: Report) {
      const isGrounded = severity === 'major' && state.vehicles[plate]?.status !== 'workshop';
      return [
        create('incidents', { plate, driver_id, severity, account: account.trim(), day: today, open: true }),
        ...(isGrounded ? [change('vehicles', plate, { status: 'grounded' })] : []),
      ];
    },
  },
  close_incident: {
    refusal({ state }, { incident_id }: { incident_id: string }) {
      const incident = state.incidents[incident_id];
      if (!incident) return 'there is no such incident';
      return firstOf(
        [!incident.open, 'the incident is settled already'],
        [incident.severity === 'major' && !isRepaired(state, incident), 'R11: no repair was finished since'],
      );
    },
    changes({ state }, { incident_id }: { incident_id: string }) {
      const plate = state.incidents[incident_id]?.plate ?? '';
      const others = openMajor(state, plate).filter((incident) => incident.incident_id !== incident_id);
      const isFree = state.vehicles[plate]?.status === 'grounded' && others.length === 0;
      return [
        change('incidents', incident_id, { open: false }),
        ...(isFree ? [change('vehicles', plate, { status: 'free' })] : []),
      ];
    },
  },
  book_fill: {
    refusal(pool, { card_number, plate, amount_cents }: Purchase) {
      const { cards, vehicles, drivers } = pool.state;
      const card = cards[card_number];
      if (!card || !vehicles[plate]) return 'there is no such card or vehicle';
      return firstOf(
        [card.blocked, 'R14: the card is blocked'],
        [drivers[card.driver_id]?.suspended === true, 'R14: the driver is suspended'],
        [spentThisMonth(pool, card_number) + amount_cents > card.monthly_limit_cents, 'R10: above the limit of the card'],
      );
    },
    changes: ({ today }, { card_number, plate, amount_cents }: Purchase) => [
      create('fills', { card_number, plate, amount_cents, day: today }),
    ],
  },
  set_card: {
    refusal({ state, policy }, { card_number, monthly_limit_cents, blocked }: CardChange) {
      const card = state.cards[card_number];
      if (!card) return 'there is no such card';
      const limit = monthly_limit_cents ?? card.monthly_limit_cents;
      return firstOf(
        [limit === card.monthly_limit_cents && (blocked ?? card.blocked) === card.blocked, 'nothing would change'],
        [
          monthly_limit_cents !== undefined && limit > Number(policy.card_limit_top_cents),
          'higher than the limit of a card may be',
        ],
        [Math.max(0, ...spentByMonth(state, card_number).values()) > limit, 'R10: more was spent in a month'],
      );
    },
    changes: (_pool, { card_number, monthly_limit_cents, blocked }: CardChange) => [
      change('cards', card_number, {
        ...(monthly_limit_cents === undefined ? {} : { monthly_limit_cents }),
        ...(blocked === undefined ? {} : { blocked }),
      }),
    ],
  },
  set_suspended: {
    refusal({ state }, { driver_id, suspended }: Suspension) {
      const driver = state.drivers[driver_id];
      const isDue = all(state.trips).some(
        (trip) => trip.driver_id === driver_id && ['planned', 'under_way'].includes(trip.status),
      );
      return firstOf(
        noSuch(driver, 'driver'),
        [driver?.suspended === suspended, 'it is so already'],
        [suspended && isDue, 'R12: the driver has trips'],
      );
    },
    changes: (_pool, { driver_id, suspended }: Suspension) => [change('drivers', driver_id, { suspended })],
  },
};
