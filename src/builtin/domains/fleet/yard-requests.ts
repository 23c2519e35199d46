import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { money } from '../../kit/wording.ts';
import type { Driver, Vehicle } from './design.ts';
import { call, crewOf, type Desk, ofKind, request } from './desk.ts';
import { freeVehicles } from './read-contract.ts';
import { isLicensed, majorDamage, minorDamage } from './seed.ts';

/** "cracked an indicator against a gate" */
const inSentence = (damage: string): string => damage.charAt(0).toLowerCase() + damage.slice(1);

const workshopDone = request({
  name: 'workshop-done',
  cases: ({ state }) => all(state.jobs),
  ask(job, { random }) {
    const cost_cents = random.integer(140, 1900) * 100 + random.pick([0, 50, 90]);
    return {
      says: [
        `The workshop has returned ${job.plate}. Their bill is ${money(cost_cents)}.`,
        `${job.plate} is ready; the garage charges ${money(cost_cents)}. Please finish the job in the system.`,
      ],
      does: [call('finish_job', { job_id: job.job_id, cost_cents })],
    };
  },
});

const works = [
  { kind: 'service', what: 'its service', says: 'For its service.' },
  { kind: 'repair', what: 'a repair', says: 'It needs a repair.' },
  { kind: 'tyres', what: 'new tyres', says: 'For new tyres.' },
] as const;

const toWorkshop = request({
  name: 'send-to-the-workshop',
  cases: ({ state }) =>
    pairs(
      where(state.vehicles, (vehicle) => vehicle.status === 'free'),
      works,
    ),
  ask: ([vehicle, { kind, what }]) => ({
    says: [
      `${vehicle.plate} goes to the workshop today for ${what}. Please book that.`,
      `Please send ${vehicle.plate} to the workshop for ${what}.`,
    ],
    sees: [vehicle],
    does: [call('send_to_workshop', { plate: vehicle.plate, kind })],
  }),
  withheld: {
    name: 'workshop-for-what',
    says: ([{ plate }]) => [`${plate} goes to the workshop today. Please book that.`, `Please send ${plate} to the workshop.`],
    wants: ([{ plate }, { says }]) => `${plate} is sent to the workshop. ${says}`,
    facts: ([{ plate }, { says }]) => [
      {
        kind: 'choice',
        about: 'what is to be done with it',
        says: [says],
        question: `What is to be done with ${plate} there?`,
        decides: ['kind'],
      },
    ],
  },
});

const overdueServices = request({
  name: 'overdue-services',
  kind: 'bulk',
  cases: () => ['north', 'south', 'harbour', undefined] as const,
  ask(depot, { state, policy }) {
    const free = where(state.vehicles, (vehicle) => vehicle.status === 'free');
    const candidates = free.filter((vehicle) => depot === undefined || vehicle.depot === depot);
    const due = candidates.filter((vehicle) => vehicle.odometer_km >= vehicle.serviced_at_km + policy.service_km);
    if (due.length === 0) return undefined;
    const place = depot === undefined ? 'in the pool' : `at the ${depot} depot`;
    return {
      says: [
        `Go through the vehicles ${place} that are free at the moment and send every one whose service is due to the workshop for it.`,
        `The garage has room this week: every free vehicle ${place} that has reached its service interval should go in for a service. Leave the others alone.`,
      ],
      sees: [call('list_vehicles', {}), ...candidates],
      does: due.map(({ plate }) => call('send_to_workshop', { plate, kind: 'service' })),
      touches: all(state.vehicles),
    };
  },
});

/** Who may have been at the wheel: of a vehicle on a trip its driver, of any other whoever is not out on a trip. */
function possibleDrivers({ state }: Desk, vehicle: Vehicle): Driver[] {
  const out = where(state.trips, (trip) => trip.status === 'under_way');
  return where(state.drivers, (driver) => {
    const own = out.filter((trip) => trip.driver_id === driver.driver_id);
    return vehicle.status === 'on_trip'
      ? own.some((trip) => trip.plate === vehicle.plate)
      : own.length === 0 && !driver.suspended && isLicensed(driver, vehicle);
  });
}

const accident = request({
  name: 'accident-and-replacement',
  kind: 'compensating',
  cases: ({ state }) => where(state.trips, (trip) => trip.status === 'planned'),
  ask(trip, desk) {
    const { vehicle } = crewOf(desk, trip);
    const { plate, kind, status } = vehicle;
    const planned = where(desk.state.trips, (other) => other.plate === plate && other.status === 'planned');
    if (status !== 'free' || planned.length > 1) return undefined;
    const driver = desk.random.pick(possibleDrivers(desk, vehicle).filter((one) => one.driver_id !== trip.driver_id));
    const [other] = freeVehicles(desk, kind, trip.day);
    const damage = desk.random.pick(majorDamage);
    const { trip_id, day } = trip;
    return {
      says: [
        `${driver.name} had a serious accident with ${plate} on a test drive this morning: ${inSentence(damage)}. Report it as major. There is a trip planned with that vehicle; put it on the available ${kind} with the lowest mileage instead, or cancel the trip if no ${kind} is available that day.`,
        `Major damage to ${plate} (${inSentence(damage)}), ${driver.name} was driving. Enter the incident. The trip it was meant for gets the ${kind} with the fewest kilometres that is available on that day; failing that, cancel it.`,
      ],
      sees: [
        driver,
        showing(call('get_vehicle', { plate }), vehicle, trip),
        showing(call('find_free_vehicles', { kind, day }), ...(other ? [other] : [])),
      ],
      does: [
        call('report_incident', { plate, driver_id: driver.driver_id, severity: 'major', account: damage }),
        other ? call('change_vehicle', { trip_id, plate: other.plate }) : call('cancel_trip', { trip_id }),
      ],
      touches: ofKind(desk, kind),
    };
  },
});

const scratch = request({
  name: 'scratch',
  cases: ({ state }) => where(state.vehicles, ({ status }) => status === 'free' || status === 'on_trip'),
  ask(vehicle, desk) {
    const driver = desk.random.pick(possibleDrivers(desk, vehicle));
    const damage = desk.random.pick(minorDamage);
    const { plate } = vehicle;
    return {
      says: [
        `${driver.name} owns up to something small with ${plate}: "${inSentence(damage)}." Please file it as a minor incident.`,
        `Minor damage report for ${plate}, ${driver.name} driving. ${damage}.`,
      ],
      sees: [driver, showing(call('list_vehicles', {}), vehicle)],
      does: [call('report_incident', { plate, driver_id: driver.driver_id, severity: 'minor', account: damage })],
    };
  },
});

const settleRepaired = request({
  name: 'settle-repaired',
  kind: 'bulk',
  cases: ({ state }) => [where(state.incidents, (incident) => incident.open && incident.severity === 'major')],
  ask(major, desk) {
    const calls = major.map(({ incident_id, plate }) => {
      const close = call('close_incident', { incident_id });
      return desk.accepts(close) ? close : call('send_to_workshop', { plate, kind: 'repair' });
    });
    if (calls.every(({ tool }) => tool === 'send_to_workshop')) return undefined;
    return {
      says: [
        'Look at the vehicles with a serious incident. Where the repair has been finished since, settle the incident; where it has not, take the vehicle to the workshop for repair today.',
        'Please clear the list of open major incidents: settle the ones whose vehicle was repaired after the incident, and send the vehicles of all the others to the workshop to be repaired.',
      ],
      sees: [call('list_open_incidents', {}), ...major.map(({ plate }) => at(desk.state.vehicles, plate))],
      does: calls,
      touches: all(desk.state.vehicles),
    };
  },
});

const settleMinor = request({
  name: 'settle-minor-incidents',
  kind: 'bulk',
  cases: ({ state }) => all(state.drivers),
  ask(driver, { state }) {
    const { driver_id } = driver;
    const own = where(state.incidents, (one) => one.open && one.severity === 'minor' && one.driver_id === driver_id);
    if (own.length === 0) return undefined;
    return {
      says: [
        `The insurer has dealt with everything minor that ${driver.name} still had open. Settle those incidents.`,
        `Close all open minor incidents of ${driver.name}; leave any major one as it is.`,
      ],
      sees: [driver, showing(call('get_driver', { driver_id }), ...own)],
      does: own.map(({ incident_id }) => call('close_incident', { incident_id })),
    };
  },
});

export const yardRequests = [workshopDone, overdueServices, accident, scratch, settleRepaired, settleMinor, toWorkshop];
