import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { money } from '../../kit/wording.ts';
import type { Driver, FleetState, Vehicle } from './design.ts';
import { isLicensed, majorDamage, minorDamage } from './seed.ts';

type Here = Setting<FleetState>;

/** What happens in the yard: vehicles come back, break, go to the workshop and return. */
export const yardMoves: readonly RequestTemplate<FleetState>[] = [
  { name: 'back-from-trip', kind: 'conditional', plan: back },
  { name: 'workshop-done', plan: workshopDone },
  { name: 'overdue-services', kind: 'bulk', plan: overdueServices },
  { name: 'accident-and-replacement', kind: 'compensating', plan: accident },
  { name: 'scratch', plan: scratch },
  { name: 'settle-repaired', kind: 'bulk', plan: settleRepaired },
  { name: 'settle-minor-incidents', kind: 'bulk', plan: settleMinor },
];

const listVehicles: PlannedToolCall = { tool: 'list_vehicles', arguments: {} };
const dueAt = (vehicle: Vehicle, { policy }: Here): number => vehicle.serviced_at_km + Number(policy.service_km);

function back(here: Here) {
  const { state, random, today } = here;
  const trip = random.shuffle(Object.values(state.trips)).find((each) => each.status === 'under_way');
  const vehicle = trip && state.vehicles[trip.plate];
  const driver = trip && state.drivers[trip.driver_id];
  if (!trip || !vehicle || !driver) return undefined;
  const reading = vehicle.odometer_km + random.integer(60, 640);
  const due = reading >= dueAt(vehicle, here);
  const text = random.pick([
    `${driver.name} is back with ${vehicle.plate}, the odometer shows ${reading} km. Close the trip, and if the vehicle is now due for its service, hand it to the workshop for one right away.`,
    `${vehicle.plate} has returned with ${reading} km on the clock. Finish the trip; should that make a service due, send the vehicle in for service at once, otherwise it stays in the yard.`,
  ]);
  return {
    text,
    records: [`trips/${trip.trip_id}`, `vehicles/${vehicle.plate}`],
    calls: [
      { tool: 'list_trips', arguments: { from_day: today, to_day: today } },
      { tool: 'get_vehicle', arguments: { plate: vehicle.plate } },
      { tool: 'finish_trip', arguments: { trip_id: trip.trip_id, distance_km: reading - vehicle.odometer_km } },
      { tool: 'get_vehicle', arguments: { plate: vehicle.plate } },
      ...(due ? [{ tool: 'send_to_workshop', arguments: { plate: vehicle.plate, kind: 'service' } }] : []),
    ],
  };
}

function workshopDone({ state, random }: Here) {
  const job = random.shuffle(Object.values(state.jobs)).find((each) => each.cost_cents === null);
  if (!job) return undefined;
  const bill = random.integer(140, 1900) * 100 + random.pick([0, 50, 90]);
  const text = random.pick([
    `The workshop has returned ${job.plate}. Their bill is ${money(bill)}.`,
    `${job.plate} is ready; the garage charges ${money(bill)}. Please finish the job in the system.`,
  ]);
  return {
    text,
    records: [`jobs/${job.job_id}`, `vehicles/${job.plate}`],
    calls: [
      { tool: 'get_vehicle', arguments: { plate: job.plate } },
      { tool: 'finish_job', arguments: { job_id: job.job_id, cost_cents: bill } },
    ],
  };
}

function overdueServices(here: Here) {
  const { state, random } = here;
  const due = Object.values(state.vehicles).filter(
    (vehicle) => vehicle.status === 'free' && vehicle.odometer_km >= dueAt(vehicle, here),
  );
  if (due.length === 0) return undefined;
  const depots = [...new Set(due.map((vehicle) => vehicle.depot))];
  const depot = depots.length > 1 && random.chance(0.5) ? random.pick(depots) : undefined;
  const chosen = due.filter((vehicle) => depot === undefined || vehicle.depot === depot);
  const where = depot === undefined ? 'in the pool' : `at the ${depot} depot`;
  const candidates = Object.values(state.vehicles).filter(
    (vehicle) => vehicle.status === 'free' && (depot === undefined || vehicle.depot === depot),
  );
  const text = random.pick([
    `Go through the vehicles ${where} that are free at the moment and send every one whose service is due to the workshop for it.`,
    `The garage has room this week: every free vehicle ${where} that has reached its service interval should go in for a service. Leave the others alone.`,
  ]);
  return {
    text,
    records: Object.keys(state.vehicles).map((plate) => `vehicles/${plate}`),
    calls: [
      listVehicles,
      ...candidates.map((vehicle) => ({ tool: 'get_vehicle', arguments: { plate: vehicle.plate } })),
      ...chosen.map((vehicle) => ({ tool: 'send_to_workshop', arguments: { plate: vehicle.plate, kind: 'service' } })),
    ],
  };
}

/** Who may have been at the wheel: of a vehicle on a trip its driver, of any other whoever is not out on a trip. */
function canHaveDriven({ state }: Here, driver: Driver, vehicle: Vehicle): boolean {
  const out = Object.values(state.trips).filter((trip) => trip.status === 'under_way');
  const isOut = out.some((trip) => trip.driver_id === driver.driver_id);
  return vehicle.status === 'on_trip'
    ? out.some((trip) => trip.plate === vehicle.plate && trip.driver_id === driver.driver_id)
    : !isOut && !driver.suspended && isLicensed(driver, vehicle);
}

function accident(here: Here) {
  const { state, random } = here;
  const trips = Object.values(state.trips);
  const trip = random.shuffle(trips).find((each) => {
    const planned = trips.filter((other) => other.plate === each.plate && other.status === 'planned');
    return each.status === 'planned' && planned.length === 1 && state.vehicles[each.plate]?.status === 'free';
  });
  const vehicle = trip && state.vehicles[trip.plate];
  if (!trip || !vehicle) return undefined;
  const driver = random.pick(
    Object.values(state.drivers).filter((person) => person.driver_id !== trip.driver_id && canHaveDriven(here, person, vehicle)),
  );
  const other = Object.values(state.vehicles)
    .filter((each) => each.kind === vehicle.kind && each !== vehicle && (each.status === 'free' || each.status === 'on_trip'))
    .filter((each) => each.odometer_km < dueAt(each, here))
    .filter(
      (each) =>
        !trips.some((t) => t.plate === each.plate && t.day === trip.day && (t.status === 'planned' || t.status === 'under_way')),
    )
    .sort((a, b) => a.odometer_km - b.odometer_km)[0];
  const kin = Object.values(state.vehicles).flatMap((each) => (each.kind === vehicle.kind ? [`vehicles/${each.plate}`] : []));
  const damage = random.pick(majorDamage);
  const told = damage.charAt(0).toLowerCase() + damage.slice(1);
  const text = random.pick([
    `${driver.name} had a serious accident with ${vehicle.plate} on a test drive this morning: ${told}. Report it as major. There is a trip planned with that vehicle; put it on the available ${vehicle.kind} with the lowest mileage instead, or cancel the trip if no ${vehicle.kind} is available that day.`,
    `Major damage to ${vehicle.plate} (${told}), ${driver.name} was driving. Enter the incident. The trip it was meant for gets the ${vehicle.kind} with the fewest kilometres that is available on that day; failing that, cancel it.`,
  ]);
  return {
    text,
    records: [`vehicles/${vehicle.plate}`, `trips/${trip.trip_id}`, `drivers/${driver.driver_id}`, ...kin],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_vehicle', arguments: { plate: vehicle.plate } },
      {
        tool: 'report_incident',
        arguments: { plate: vehicle.plate, driver_id: driver.driver_id, severity: 'major', account: damage },
      },
      { tool: 'find_free_vehicles', arguments: { kind: vehicle.kind, day: trip.day } },
      other
        ? { tool: 'change_vehicle', arguments: { trip_id: trip.trip_id, plate: other.plate } }
        : { tool: 'cancel_trip', arguments: { trip_id: trip.trip_id } },
    ],
  };
}

function scratch(here: Here) {
  const { state, random } = here;
  const vehicle = random.pick(
    Object.values(state.vehicles).filter((each) => each.status === 'free' || each.status === 'on_trip'),
  );
  const driver = random.pick(Object.values(state.drivers).filter((person) => canHaveDriven(here, person, vehicle)));
  const damage = random.pick(minorDamage);
  const text = random.pick([
    `${driver.name} owns up to something small with ${vehicle.plate}: "${damage.charAt(0).toLowerCase()}${damage.slice(1)}." Please file it as a minor incident.`,
    `Minor damage report for ${vehicle.plate}, ${driver.name} driving. ${damage}.`,
  ]);
  return {
    text,
    records: [`vehicles/${vehicle.plate}`, `drivers/${driver.driver_id}`],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      listVehicles,
      {
        tool: 'report_incident',
        arguments: { plate: vehicle.plate, driver_id: driver.driver_id, severity: 'minor', account: damage },
      },
    ],
  };
}

function settleRepaired({ state, random }: Here) {
  const major = Object.values(state.incidents).filter((incident) => incident.open && incident.severity === 'major');
  const ready = major.filter((incident) =>
    Object.values(state.jobs).some(
      (job) => job.plate === incident.plate && job.kind === 'repair' && job.cost_cents !== null && job.started >= incident.day,
    ),
  );
  const waiting = major.filter((incident) => !ready.includes(incident) && state.vehicles[incident.plate]?.status === 'grounded');
  if (ready.length === 0 || major.length !== ready.length + waiting.length) return undefined;
  const text = random.pick([
    'Look at the vehicles with a serious incident. Where the repair has been finished since, settle the incident; where it has not, take the vehicle to the workshop for repair today.',
    'Please clear the list of open major incidents: settle the ones whose vehicle was repaired after the incident, and send the vehicles of all the others to the workshop to be repaired.',
  ]);
  return {
    text,
    records: [
      ...major.map((incident) => `incidents/${incident.incident_id}`),
      ...Object.keys(state.vehicles).map((plate) => `vehicles/${plate}`),
    ],
    calls: [
      { tool: 'list_open_incidents', arguments: {} },
      ...major.map((incident) => ({ tool: 'get_vehicle', arguments: { plate: incident.plate } })),
      ...ready.map((incident) => ({ tool: 'close_incident', arguments: { incident_id: incident.incident_id } })),
      ...waiting.map((incident) => ({ tool: 'send_to_workshop', arguments: { plate: incident.plate, kind: 'repair' } })),
    ],
  };
}

function settleMinor({ state, random }: Here) {
  const minor = Object.values(state.incidents).filter((incident) => incident.open && incident.severity === 'minor');
  const driver = minor.length === 0 ? undefined : state.drivers[random.pick(minor).driver_id];
  if (!driver) return undefined;
  const mine = minor.filter((incident) => incident.driver_id === driver.driver_id);
  const text = random.pick([
    `The insurer has dealt with everything minor that ${driver.name} still had open. Settle those incidents.`,
    `Close all open minor incidents of ${driver.name}; leave any major one as it is.`,
  ]);
  return {
    text,
    records: [...mine.map((incident) => `incidents/${incident.incident_id}`), `drivers/${driver.driver_id}`],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_driver', arguments: { driver_id: driver.driver_id } },
      ...mine.map((incident) => ({ tool: 'close_incident', arguments: { incident_id: incident.incident_id } })),
    ],
  };
}
