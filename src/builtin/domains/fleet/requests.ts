import { addDays } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { cities } from '../../kit/names.ts';
import { longDate, money } from '../../kit/wording.ts';
import type { Driver, FleetState, Trip, Vehicle } from './design.ts';
import { yardMoves } from './yard-requests.ts';

type Here = Setting<FleetState>;

export const fleetMoves: readonly RequestTemplate<FleetState>[] = [
  { name: 'plan-with-least-mileage', plan: planLeastMileage },
  { name: 'plan-with-least-busy-driver', plan: planLeastBusy },
  { name: 'driver-off-sick', kind: 'conditional', plan: offSick },
  { name: 'suspend-driver', kind: 'bulk', plan: suspend },
  { name: 'leave', plan: leave },
  { name: 'fuel', kind: 'conditional', plan: fuel },
  ...yardMoves,
];

const active = (trip: Trip): boolean => trip.status === 'planned' || trip.status === 'under_way';

/** Vehicles of a kind that can be put on a trip, as the office's own search lists them. */
function freeVehicles({ state, policy }: Here, kind: Vehicle['kind'], day: string): Vehicle[] {
  return Object.values(state.vehicles)
    .filter((vehicle) => vehicle.kind === kind && (vehicle.status === 'free' || vehicle.status === 'on_trip'))
    .filter((vehicle) => vehicle.serviced_at_km + Number(policy.service_km) > vehicle.odometer_km)
    .filter(
      (vehicle) => !Object.values(state.trips).some((trip) => trip.plate === vehicle.plate && trip.day === day && active(trip)),
    )
    .sort((a, b) => a.odometer_km - b.odometer_km);
}

/** A search over a kind of vehicle depends on every one of them. */
function everyVehicle({ state }: Here, kind: Vehicle['kind']): string[] {
  return Object.values(state.vehicles)
    .filter((vehicle) => vehicle.kind === kind)
    .map((vehicle) => `vehicles/${vehicle.plate}`);
}

function plannedTrips({ state }: Here, driver: Driver): Trip[] {
  return Object.values(state.trips).filter((trip) => trip.driver_id === driver.driver_id && trip.status === 'planned');
}

function canDrive(here: Here, driver: Driver, kind: Vehicle['kind'], day: string): boolean {
  const { state, policy } = here;
  const strikes = Object.values(state.incidents).filter(
    (incident) => incident.open && incident.driver_id === driver.driver_id,
  ).length;
  return (
    !driver.suspended &&
    strikes < Number(policy.strike_limit) &&
    (kind !== 'truck' || driver.licence === 'C') &&
    driver.licence_until >= day &&
    plannedTrips(here, driver).length < Number(policy.planned_limit) &&
    !Object.values(state.trips).some((trip) => trip.driver_id === driver.driver_id && trip.day === day && active(trip))
  );
}

function planLeastMileage(here: Here) {
  const { state, random, today } = here;
  const kind = random.pick(['car', 'van', 'truck'] as const);
  const day = addDays(today, random.integer(1, 12));
  const vehicle = freeVehicles(here, kind, day)[0];
  const driver = random.shuffle(Object.values(state.drivers)).find((person) => canDrive(here, person, kind, day));
  if (!vehicle || !driver) return undefined;
  const destination = random.pick(cities);
  const text = random.pick([
    `${driver.name} has to go to ${destination} on ${longDate(day)}. Plan it with whichever available ${kind} has the fewest kilometres on the clock.`,
    `Put ${driver.name} down for ${destination}, ${longDate(day)}, with a ${kind}. Take the one with the lowest odometer reading that is available that day.`,
  ]);
  return {
    text,
    records: [`drivers/${driver.driver_id}`, ...everyVehicle(here, kind)],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'find_free_vehicles', arguments: { kind, day } },
      { tool: 'plan_trip', arguments: { driver_id: driver.driver_id, plate: vehicle.plate, destination, day } },
    ],
  };
}

function planLeastBusy(here: Here) {
  const { state, random, today } = here;
  const kind = random.pick(['van', 'truck'] as const);
  const depot = random.pick(['north', 'south', 'harbour'] as const);
  const day = addDays(today, random.integer(1, 9));
  const vehicles = freeVehicles(here, kind, day);
  const local = vehicles.find((vehicle) => vehicle.depot === depot);
  const vehicle = local ?? vehicles[0];
  const driver = Object.values(state.drivers)
    .filter((person) => canDrive(here, person, kind, day))
    .sort((a, b) => plannedTrips(here, a).length - plannedTrips(here, b).length || (a.driver_id < b.driver_id ? -1 : 1))[0];
  if (!vehicle || !driver) return undefined;
  const destination = random.pick(cities);
  const text = random.pick([
    `A ${kind} has to go to ${destination} on ${longDate(day)}. Use one from the ${depot} depot if any is available (the one with the fewest kilometres), otherwise the available ${kind} with the fewest kilometres from anywhere. The driver is whoever can do it and has the fewest trips planned; if that is a tie, the lowest staff number.`,
    `Plan a delivery to ${destination} for ${longDate(day)} with a ${kind}, preferably from the ${depot} depot. Among those take the lowest mileage; if the depot has none to spare, the lowest mileage in the whole pool. Give it to the available driver with the fewest planned trips, and between equals to the one with the lower staff number.`,
  ]);
  const nowhere: PlannedToolCall[] = local ? [] : [{ tool: 'find_free_vehicles', arguments: { kind, day } }];
  return {
    text,
    records: [...Object.keys(state.drivers).map((id) => `drivers/${id}`), ...everyVehicle(here, kind)],
    calls: [
      { tool: 'find_free_vehicles', arguments: { kind, day, depot } },
      ...nowhere,
      { tool: 'find_free_drivers', arguments: { kind, day } },
      { tool: 'plan_trip', arguments: { driver_id: driver.driver_id, plate: vehicle.plate, destination, day } },
    ],
  };
}

function offSick(here: Here) {
  const { state, random } = here;
  const trip = random.shuffle(Object.values(state.trips)).find((each) => each.status === 'planned');
  const driver = trip && state.drivers[trip.driver_id];
  const vehicle = trip && state.vehicles[trip.plate];
  if (!trip || !driver || !vehicle) return undefined;
  const able = random.chance(0.6);
  const stand = random
    .shuffle(Object.values(state.drivers))
    .find((person) => person !== driver && canDrive(here, person, vehicle.kind, trip.day) === able);
  if (!stand) return undefined;
  const when = longDate(trip.day);
  const text = random.pick([
    `${driver.name} is ill and cannot drive on ${when}. If ${stand.name} is able and allowed to take the trip over, reassign it, otherwise cancel it.`,
    `Somebody else has to do the trip of ${driver.name} on ${when}: I thought of ${stand.name}. Should that not be possible under our rules, drop the trip.`,
  ]);
  return {
    text,
    records: [`trips/${trip.trip_id}`, `vehicles/${trip.plate}`, `drivers/${stand.driver_id}`, `drivers/${driver.driver_id}`],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_driver', arguments: { driver_id: driver.driver_id } },
      { tool: 'find_drivers', arguments: { name: stand.name } },
      { tool: 'list_vehicles', arguments: {} },
      { tool: 'find_free_drivers', arguments: { kind: vehicle.kind, day: trip.day } },
      able
        ? { tool: 'reassign_driver', arguments: { trip_id: trip.trip_id, driver_id: stand.driver_id } }
        : { tool: 'cancel_trip', arguments: { trip_id: trip.trip_id } },
    ],
  };
}

function suspend(here: Here) {
  const { state, random } = here;
  const driver = random.shuffle(Object.values(state.drivers)).find((person) => {
    const away = Object.values(state.trips).some((trip) => trip.driver_id === person.driver_id && trip.status === 'under_way');
    return !person.suspended && !away && plannedTrips(here, person).length > 0;
  });
  if (!driver) return undefined;
  const trips = plannedTrips(here, driver);
  const card = Object.values(state.cards).find((each) => each.driver_id === driver.driver_id && !each.blocked);
  const text = random.pick([
    `${driver.name} has lost the right to drive with immediate effect. Cancel everything that is planned for them${card ? ', suspend them and block their fuel card' : ' and suspend them'}.`,
    `Please take ${driver.name} off the road: no more trips (cancel the ones that are planned), suspension in the system${card ? ', fuel card blocked' : ''}.`,
  ]);
  return {
    text,
    records: [`drivers/${driver.driver_id}`, ...trips.flatMap((trip) => [`trips/${trip.trip_id}`, `vehicles/${trip.plate}`])],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_driver', arguments: { driver_id: driver.driver_id } },
      ...trips.map((trip) => ({ tool: 'cancel_trip', arguments: { trip_id: trip.trip_id } })),
      { tool: 'set_suspended', arguments: { driver_id: driver.driver_id, suspended: true } },
      ...(card ? [{ tool: 'set_card', arguments: { card_number: card.card_number, blocked: true } }] : []),
    ],
  };
}

function leave({ state, random, today }: Here) {
  const trip = random.shuffle(Object.values(state.trips)).find((each) => {
    return each.status === 'planned' && each.day === today && state.vehicles[each.plate]?.status === 'free';
  });
  const driver = trip && state.drivers[trip.driver_id];
  if (!trip || !driver || driver.suspended) return undefined;
  const text = random.pick([
    `${driver.name} is just driving out of the gate for ${trip.destination}; note that the trip has begun.`,
    `Today's run to ${trip.destination} with ${trip.plate} has left, ${driver.name} at the wheel. Please record the start.`,
  ]);
  return {
    text,
    records: [`trips/${trip.trip_id}`, `vehicles/${trip.plate}`, `drivers/${trip.driver_id}`],
    calls: [
      { tool: 'list_trips', arguments: { from_day: today, to_day: today } },
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'start_trip', arguments: { trip_id: trip.trip_id } },
    ],
  };
}

function fuel({ state, random, today, policy }: Here) {
  // Drivers fuel what they are out with, or shortly will be.
  const soon = addDays(today, 3);
  const trips = random.shuffle(Object.values(state.trips).filter((each) => active(each) && each.day <= soon));
  const cards = Object.values(state.cards).filter((each) => !each.blocked && !state.drivers[each.driver_id]?.suspended);
  const trip = trips.find((each) => cards.some((one) => one.driver_id === each.driver_id));
  const card = cards.find((each) => each.driver_id === trip?.driver_id);
  const driver = card && state.drivers[card.driver_id];
  const vehicle = trip && state.vehicles[trip.plate];
  if (!card || !driver || !vehicle) return undefined;
  const spent = Object.values(state.fills)
    .filter((fill) => fill.card_number === card.card_number && fill.day.startsWith(today.slice(0, 7)))
    .reduce((sum, fill) => sum + fill.amount_cents, 0);
  const left = card.monthly_limit_cents - spent;
  const amount = random.chance(0.5) ? left + random.integer(5, 40) * 100 : random.integer(20, 70) * 100;
  if (amount > 90_000 || spent + amount > Number(policy.card_limit_top_cents)) return undefined;
  const raise = amount > left;
  const text = random.pick([
    `${driver.name} filled up ${vehicle.plate} today for ${money(amount)}. Book it on their card; in case the monthly limit is too low for that, raise the limit to exactly what this month's purchases then come to.`,
    `Fuel receipt from ${driver.name}: ${money(amount)} for ${vehicle.plate}, bought today with their card. If it would break the card's monthly limit, first lift the limit just enough that this month's spending including this receipt fits, and not a cent more.`,
  ]);
  const limit: PlannedToolCall = {
    tool: 'set_card',
    arguments: { card_number: card.card_number, monthly_limit_cents: spent + amount },
  };
  return {
    text,
    records: [`cards/${card.card_number}`],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_driver', arguments: { driver_id: driver.driver_id } },
      ...(raise ? [limit] : []),
      { tool: 'book_fill', arguments: { card_number: card.card_number, plate: vehicle.plate, amount_cents: amount } },
    ],
  };
}
