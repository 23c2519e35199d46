import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { idMaker, keyed } from '../../kit/keyed.ts';
import { cities, people } from '../../kit/names.ts';
import type { Driver, Fill, FleetState, FuelCard, Incident, Trip, Vehicle, WorkshopJob } from './design.ts';

/** Whether a driver's licence is of the class that a vehicle needs. */
export function isLicensed(driver: Driver, vehicle: Vehicle): boolean {
  return vehicle.kind !== 'truck' || driver.licence === 'C';
}

const models: Record<Vehicle['kind'], readonly string[]> = {
  car: ['Skoda Octavia', 'Toyota Corolla', 'VW Golf', 'Kia Ceed'],
  van: ['Ford Transit', 'Mercedes Sprinter', 'Renault Master', 'Fiat Ducato'],
  truck: ['MAN TGL', 'Volvo FL', 'Iveco Eurocargo', 'Scania P220'],
};

export const minorDamage: readonly string[] = [
  'Scratched the left door on a bollard',
  'Broke a wing mirror in a narrow street',
  'Dented the rear bumper while parking',
  'Cracked an indicator against a gate',
];
export const majorDamage: readonly string[] = [
  'Rear-ended at a traffic light, the tailgate does not close',
  'Hit a deer, the radiator is gone',
  'Skidded into the crash barrier, the front axle is bent',
];

/** A day at the fleet office: trips under way, some planned, one vehicle in the workshop and two off the road. */
export function makeState({ today, random, policy }: Omit<Setting<FleetState>, 'state'>): FleetState {
  const id = idMaker(() => random.next());
  const service = Number(policy.service_km);
  const depots = ['north', 'south', 'harbour'] as const;
  const kinds = ['car', 'van', 'truck', 'van', 'car', 'van', 'truck', 'truck', 'car', 'van', 'van', 'truck'] as const;
  const plates = new Set<string>();
  while (plates.size < kinds.length) {
    plates.add(`${random.pick(['KL', 'RV', 'HB', 'TM'])}-${random.integer(101, 989)}-${random.pick(['A', 'B', 'D', 'E'])}`);
  }
  const vehicles = [...plates].map((plate, i): Vehicle => {
    const kind = kinds[i] ?? 'car';
    const odometer_km = 21_000 + i * 7_300 + random.integer(0, 7_000);
    const overdue = i === 4 || i === 5;
    const since = overdue
      ? service + random.integer(50, 900)
      : i < 2
        ? service - random.integer(60, 500)
        : random.integer(500, service - 2000);
    const status = i < 2 ? 'on_trip' : i === 8 ? 'workshop' : i === 9 || i === 10 ? 'grounded' : 'free';
    const depot = depots[i % 3] ?? 'north';
    return {
      plate,
      model: random.pick(models[kind]),
      kind,
      depot,
      odometer_km,
      serviced_at_km: Math.max(0, odometer_km - since),
      status,
    };
  });
  const drivers = people(random, 10).map(
    (person, i): Driver => ({
      driver_id: `D-${String(11 + i * 7)}`,
      name: person.name,
      licence: i % 2 === 1 ? 'C' : 'B',
      licence_until: addDays(today, i === 4 ? random.integer(3, 8) : random.integer(90, 900)),
      suspended: i === 9,
    }),
  );
  const trips: Trip[] = [];
  const trip = (driver: number, vehicle: number, offset: number, status: Trip['status']): void => {
    const day = addDays(today, offset);
    const [who, what] = [drivers[driver], vehicles[vehicle]];
    if (!who || !what || !isLicensed(who, what)) return;
    const active = status === 'planned' || status === 'under_way';
    const clash = trips.some(
      (other) =>
        other.day === day &&
        (other.status === 'planned' || other.status === 'under_way') &&
        (other.driver_id === who.driver_id || other.plate === what.plate),
    );
    const planned = trips.filter((other) => other.driver_id === who.driver_id && other.status === 'planned').length;
    if (active && (clash || planned >= Number(policy.planned_limit) || who.licence_until < day)) return;
    const destination = random.pick(cities);
    const distance_km = status === 'done' ? random.integer(40, 620) : null;
    trips.push({ trip_id: id('T'), driver_id: who.driver_id, plate: what.plate, destination, day, status, distance_km });
  };
  trip(0, 0, 0, 'under_way');
  trip(1, 1, 0, 'under_way');
  trip(2, 3, 0, 'planned');
  trip(3, 6, 0, 'planned');
  trip(9, 3, -random.integer(4, 9), 'done');
  trip(5, 7, -random.integer(2, 6), 'done');
  trip(6, 3, random.integer(1, 5), 'cancelled');
  for (const [driver, vehicle] of [
    [3, 2],
    [2, 3],
    [5, 6],
    [6, 3],
    [7, 7],
    [5, 11],
    [4, 3],
    [1, 2],
    [8, 6],
  ] as const) {
    trip(driver, vehicle, random.integer(1, 9), 'planned');
  }
  const at = (index: number): string => vehicles[index]?.plate ?? '';
  const repaired = addDays(today, -random.integer(2, 4));
  const jobs: WorkshopJob[] = [
    {
      job_id: id('W'),
      plate: at(8),
      kind: random.pick(['service', 'repair', 'tyres']),
      started: addDays(today, -2),
      cost_cents: null,
    },
    { job_id: id('W'), plate: at(9), kind: 'repair', started: repaired, cost_cents: random.integer(300, 2400) * 100 },
    { job_id: id('W'), plate: at(3), kind: 'tyres', started: addDays(today, -40), cost_cents: random.integer(250, 600) * 100 },
    { job_id: id('W'), plate: at(2), kind: 'service', started: addDays(today, -75), cost_cents: random.integer(200, 500) * 100 },
  ];
  const who = (index: number): string => drivers[index]?.driver_id ?? '';
  const incident = (plate: string, driver: number, severity: Incident['severity'], day: string, open: boolean): Incident => {
    const account = random.pick(severity === 'major' ? majorDamage : minorDamage);
    return { incident_id: id('N'), plate, driver_id: who(driver), severity, account, day, open };
  };
  const incidents: Incident[] = [
    incident(at(9), 6, 'major', addDays(repaired, -2), true),
    incident(at(10), 9, 'major', addDays(today, -1), true),
    incident(at(3), 2, 'minor', addDays(today, -8), true),
    incident(at(0), 8, 'minor', addDays(today, -3), true),
    incident(at(4), 8, 'minor', addDays(today, -12), true),
    incident(at(6), 3, 'minor', addDays(today, -30), false),
  ];
  if (Number(policy.strike_limit) === 3) incidents.push(incident(at(5), 8, 'minor', addDays(today, -6), true));
  const fills: Fill[] = [];
  const cards = drivers.slice(0, 8).map((driver, i): FuelCard => {
    const card_number = `7${random.integer(100, 999)}-${1010 + i * 83}`;
    const monthly_limit_cents = random.integer(25, 50) * 1000;
    for (const offset of [0, -1, -3, -35].slice(i % 2)) {
      const day = addDays(today, -Math.min(-offset, 35));
      fills.push({
        fill_id: id('F'),
        card_number,
        plate: at(random.pick(driver.licence === 'C' ? [2, 3, 6] : [0, 3])),
        amount_cents: random.integer(30, 78) * 100,
        day,
      });
    }
    return { card_number, driver_id: driver.driver_id, monthly_limit_cents, blocked: i === 7 };
  });
  return {
    vehicles: keyed(vehicles, 'plate'),
    drivers: keyed(drivers, 'driver_id'),
    trips: keyed(trips, 'trip_id'),
    jobs: keyed(jobs, 'job_id'),
    cards: keyed(cards, 'card_number'),
    fills: keyed(fills, 'fill_id'),
    incidents: keyed(incidents, 'incident_id'),
  };
}
