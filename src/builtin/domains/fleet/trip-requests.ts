import { addDays } from '../../../base/days.ts';
import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { cities } from '../../kit/names.ts';
import { showing } from '../../kit/request.ts';
import { longDate } from '../../kit/wording.ts';
import { call, crewOf, type Desk, ofKind, request } from './desk.ts';
import { freeDrivers, freeVehicles } from './read-contract.ts';

/** Trips that driver and destination single out. */
function trips(desk: Desk) {
  return all(desk.state.trips).flatMap((trip) => {
    const same = where(desk.state.trips, (one) => one.driver_id === trip.driver_id && one.destination === trip.destination);
    return same.length === 1 ? [{ trip, ...crewOf(desk, trip) }] : [];
  });
}

const planLeastMileage = request({
  name: 'plan-with-least-mileage',
  cases: ({ state }) => pairs(all(state.drivers), ['car', 'van', 'truck'] as const),
  ask([driver, kind], desk) {
    const day = addDays(desk.today, desk.random.integer(1, 12));
    const [vehicle] = freeVehicles(desk, kind, day);
    const destination = desk.random.pick(cities);
    if (!vehicle) return undefined;
    return {
      says: [
        `${driver.name} has to go to ${destination} on ${longDate(day)}. Plan it with whichever available ${kind} has the fewest kilometres on the clock.`,
        `Put ${driver.name} down for ${destination}, ${longDate(day)}, with a ${kind}. Take the one with the lowest odometer reading that is available that day.`,
      ],
      sees: [driver, showing(call('find_free_vehicles', { kind, day }), vehicle)],
      does: [call('plan_trip', { driver_id: driver.driver_id, plate: vehicle.plate, destination, day })],
      touches: ofKind(desk, kind),
    };
  },
});

const planLeastBusy = request({
  name: 'plan-with-least-busy-driver',
  cases: () => pairs(['van', 'truck'] as const, ['north', 'south', 'harbour'] as const),
  ask([kind, depot], desk) {
    const day = addDays(desk.today, desk.random.integer(1, 9));
    const vehicles = freeVehicles(desk, kind, day);
    const local = vehicles.find((vehicle) => vehicle.depot === depot);
    const vehicle = local ?? vehicles[0];
    const [driver] = freeDrivers(desk, kind, day);
    const destination = desk.random.pick(cities);
    if (!vehicle || !driver) return undefined;
    return {
      says: [
        `A ${kind} has to go to ${destination} on ${longDate(day)}. Use one from the ${depot} depot if any is available (the one with the fewest kilometres), otherwise the available ${kind} with the fewest kilometres from anywhere. The driver is whoever can do it and has the fewest trips planned; if that is a tie, the lowest staff number.`,
        `Plan a delivery to ${destination} for ${longDate(day)} with a ${kind}, preferably from the ${depot} depot. Among those take the lowest mileage; if the depot has none to spare, the lowest mileage in the whole pool. Give it to the available driver with the fewest planned trips, and between equals to the one with the lower staff number.`,
      ],
      sees: [
        showing(call('find_free_vehicles', { kind, day, depot }), ...(local ? [local] : [])),
        ...(local ? [] : [showing(call('find_free_vehicles', { kind, day }), vehicle)]),
        showing(call('find_free_drivers', { kind, day }), driver),
      ],
      does: [call('plan_trip', { driver_id: driver.driver_id, plate: vehicle.plate, destination, day })],
      touches: [...ofKind(desk, kind), ...all(desk.state.drivers)],
    };
  },
});

const planFixed = request({
  name: 'plan-with-driver-and-vehicle',
  cases: ({ state }) => pairs(all(state.drivers), all(state.vehicles)),
  ask([driver, vehicle], { random, today }) {
    const day = addDays(today, random.integer(2, 9));
    const destination = random.pick(cities);
    const { driver_id } = driver;
    return {
      says: [
        `Send ${driver.name} to ${destination} with the ${vehicle.kind} ${vehicle.plate} on ${longDate(day)}. It has to be this driver and this ${vehicle.kind}.`,
        `${driver.name} is to take the ${vehicle.kind} ${vehicle.plate} to ${destination} on ${longDate(day)}. Put that trip into the plan; the customer knows driver and ${vehicle.kind}, so let it be these two.`,
      ],
      sees: [driver, call('get_driver', { driver_id }), vehicle],
      does: [call('plan_trip', { driver_id, plate: vehicle.plate, destination, day })],
    };
  },
  refusals: [{ because: 'R1 trucks need licence class C', shows: ([driver]) => [[driver, 'licence']] }],
});

const cancel = request({
  name: 'cancel-a-trip',
  cases: trips,
  ask: ({ trip, driver, vehicle }) => ({
    says: [
      `The trip of ${driver.name} to ${trip.destination} on ${longDate(trip.day)} is not needed; make sure that it is off.`,
      `${driver.name} was down for ${trip.destination} on ${longDate(trip.day)}. See that this trip is cancelled.`,
    ],
    sees: [trip],
    does: [call('cancel_trip', { trip_id: trip.trip_id })],
    touches: [vehicle],
  }),
  refusals: [
    {
      because: 'R13 the trip is not planned any more',
      kind: 'already-done',
      says: ({ trip, driver }) =>
        trip.status === 'cancelled'
          ? [
              `The trip of ${driver.name} to ${trip.destination} on ${longDate(trip.day)} is not needed; make sure that it is off.`,
              `${driver.name} was down for ${trip.destination} on ${longDate(trip.day)}. See that this trip is cancelled.`,
            ]
          : undefined,
      shows: ({ trip }) => [[trip, 'status']],
    },
  ],
});

const offSick = request({
  name: 'driver-off-sick',
  kind: 'conditional',
  cases: ({ state }) =>
    pairs(
      where(state.trips, (trip) => trip.status === 'planned'),
      all(state.drivers),
    ),
  ask([trip, stand], desk) {
    const { driver, vehicle } = crewOf(desk, trip);
    if (stand === driver) return undefined;
    const { trip_id, day } = trip;
    const reassign = call('reassign_driver', { trip_id, driver_id: stand.driver_id });
    return {
      says: [
        `${driver.name} is ill and cannot drive on ${longDate(day)}. If ${stand.name} is able and allowed to take the trip over, reassign it, otherwise cancel it.`,
        `Somebody else has to do the trip of ${driver.name} on ${longDate(day)}: I thought of ${stand.name}. Should that not be possible under our rules, drop the trip.`,
      ],
      sees: [trip, stand, call('list_vehicles', {}), call('find_free_drivers', { kind: vehicle.kind, day })],
      does: [desk.accepts(reassign) ? reassign : call('cancel_trip', { trip_id })],
      touches: [vehicle],
    };
  },
});

const suspend = request({
  name: 'suspend-driver',
  kind: 'bulk',
  cases: ({ state }) => where(state.drivers, (driver) => !driver.suspended),
  ask(driver, { state }) {
    const { driver_id } = driver;
    const own = where(state.trips, (trip) => trip.driver_id === driver_id);
    const planned = own.filter((trip) => trip.status === 'planned');
    if (planned.length === 0 || own.some((trip) => trip.status === 'under_way')) return undefined;
    const [card] = where(state.cards, (one) => one.driver_id === driver_id && !one.blocked);
    return {
      says: [
        `${driver.name} has lost the right to drive with immediate effect. Cancel everything that is planned for them${card ? ', suspend them and block their fuel card' : ' and suspend them'}.`,
        `Please take ${driver.name} off the road: no more trips (cancel the ones that are planned), suspension in the system${card ? ', fuel card blocked' : ''}.`,
      ],
      does: planned.map(({ trip_id }) => call('cancel_trip', { trip_id })),
      afterwards: [
        call('set_suspended', { driver_id, suspended: true }),
        ...(card ? [call('set_card', { card_number: card.card_number, blocked: true })] : []),
      ],
      touches: planned.map((trip) => at(state.vehicles, trip.plate)),
    };
  },
});

const leave = request({
  name: 'leave',
  cases: ({ state, today }) => where(state.trips, (trip) => trip.day === today),
  ask(trip, desk) {
    const { driver, vehicle } = crewOf(desk, trip);
    return {
      says: [
        `${driver.name} is just driving out of the gate for ${trip.destination}; note that the trip has begun.`,
        `Today's run to ${trip.destination} with ${trip.plate} has left, ${driver.name} at the wheel. Please record the start.`,
      ],
      sees: [showing(call('list_trips', { from_day: desk.today, to_day: desk.today }), trip), driver],
      does: [call('start_trip', { trip_id: trip.trip_id })],
      touches: [vehicle],
    };
  },
});

const back = request({
  name: 'back-from-trip',
  kind: 'conditional',
  cases: ({ state }) => where(state.trips, (trip) => trip.status === 'under_way'),
  ask(trip, desk) {
    const { driver, vehicle } = crewOf(desk, trip);
    const { plate, odometer_km, serviced_at_km } = vehicle;
    const reading = odometer_km + desk.random.integer(60, 640);
    const isDue = reading >= serviced_at_km + desk.policy.service_km;
    return {
      says: [
        `${driver.name} is back with ${plate}, the odometer shows ${reading} km. Close the trip, and if the vehicle is now due for its service, hand it to the workshop for one right away.`,
        `${plate} has returned with ${reading} km on the clock. Finish the trip; should that make a service due, send the vehicle in for service at once, otherwise it stays in the yard.`,
      ],
      sees: [showing(call('list_trips', { from_day: trip.day, to_day: trip.day }), trip), vehicle],
      does: [call('finish_trip', { trip_id: trip.trip_id, distance_km: reading - odometer_km })],
      afterwards: isDue ? [call('send_to_workshop', { plate, kind: 'service' })] : [],
    };
  },
});

const finish = request({
  name: 'finish-a-trip',
  cases: (desk) => trips(desk).map((item) => ({ ...item, distance: desk.random.integer(45, 480) })),
  ask: ({ trip, driver, vehicle, distance }) => ({
    says: [
      `${driver.name} is back from ${trip.destination} with ${trip.plate} after ${distance} km. Please close the trip.`,
      `${trip.plate} has returned from ${trip.destination}; finish the trip of ${driver.name}, who drove ${distance} km.`,
    ],
    sees: [showing(call('list_trips', { from_day: trip.day, to_day: trip.day }), trip)],
    does: [call('finish_trip', { trip_id: trip.trip_id, distance_km: distance })],
    touches: [vehicle],
  }),
  withheld: {
    name: 'back-after-how-far',
    says: ({ trip, driver }) => [
      `${driver.name} is back from ${trip.destination} with ${trip.plate}. Please close the trip.`,
      `${trip.plate} has returned from ${trip.destination}; finish the trip of ${driver.name}.`,
    ],
    wants: ({ trip, driver, distance }) =>
      `The trip of ${driver.name} to ${trip.destination} on ${longDate(trip.day)} is finished with ${distance} km.`,
    facts: ({ driver, distance }) => [
      {
        kind: 'count',
        about: 'the kilometres, the distance driven',
        says: [`${distance} kilometres.`, `The sheet says ${distance} km.`],
        question: `How many kilometres did ${driver.name} drive?`,
        decides: ['distance_km'],
      },
    ],
  },
});

export const tripRequests = [planLeastMileage, planLeastBusy, offSick, suspend, leave, back, planFixed, cancel, finish];
