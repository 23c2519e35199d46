import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { cities } from '../../kit/names.ts';
import { longDate, money } from '../../kit/wording.ts';
import type { Driver, FleetState } from './design.ts';
import { isLicensed } from './seed.ts';

const findDriver = ({ name }: Driver) => ({ tool: 'find_drivers', arguments: { name } });
const getDriver = ({ driver_id }: Driver) => ({ tool: 'get_driver', arguments: { driver_id } });

const truckWithoutLicence: RequestTemplate<FleetState> = {
  name: 'truck-without-licence',
  kind: 'infeasible',
  plan({ state, today, random }) {
    const driver = random.shuffle(Object.values(state.drivers)).find((one) => one.licence === 'B' && !one.suspended);
    const truck = random.shuffle(Object.values(state.vehicles)).find((one) => one.kind === 'truck');
    if (!driver || !truck) return undefined;
    const day = addDays(today, random.integer(2, 9));
    const city = random.pick(cities);
    return {
      text: random.pick([
        `Send ${driver.name} to ${city} with the truck ${truck.plate} on ${longDate(day)}. It has to be this driver and this truck.`,
        `${driver.name} is to take the truck ${truck.plate} to ${city} on ${longDate(day)}. Put that trip into the plan; the customer knows driver and truck, so let it be these two.`,
      ]),
      records: [`drivers/${driver.driver_id}`, `vehicles/${truck.plate}`],
      calls: [findDriver(driver), getDriver(driver), { tool: 'get_vehicle', arguments: { plate: truck.plate } }],
      refused: [{ tool: 'plan_trip', arguments: { driver_id: driver.driver_id, plate: truck.plate, destination: city, day } }],
      evidence: [{ collection: 'drivers', key: driver.driver_id, attributes: ['licence'] }],
    };
  },
};

const blockedCard: RequestTemplate<FleetState> = {
  name: 'fuel-with-a-blocked-card',
  kind: 'infeasible',
  plan({ state, random }) {
    const card = random.shuffle(Object.values(state.cards)).find((one) => one.blocked);
    const driver = card && state.drivers[card.driver_id];
    const vehicle = random
      .shuffle(Object.values(state.vehicles))
      .find((one) => one.status === 'free' && driver !== undefined && isLicensed(driver, one));
    if (!card || !driver || !vehicle) return undefined;
    const amount = random.integer(24, 60) * 100;
    return {
      text: random.pick([
        `${driver.name} has fuelled ${vehicle.plate} for ${money(amount)} with the fuel card; book it on that card as it stands.`,
        `Book ${money(amount)} of fuel for ${vehicle.plate} on the fuel card of ${driver.name}, without changing anything about the card.`,
      ]),
      records: [`drivers/${driver.driver_id}`, `vehicles/${vehicle.plate}`],
      calls: [findDriver(driver), getDriver(driver)],
      refused: [{ tool: 'book_fill', arguments: { card_number: card.card_number, plate: vehicle.plate, amount_cents: amount } }],
      evidence: [{ collection: 'cards', key: card.card_number, attributes: ['blocked'] }],
    };
  },
};

const cancelledAlready: RequestTemplate<FleetState> = {
  name: 'cancel-a-cancelled-trip',
  kind: 'already-done',
  plan({ state, random }) {
    const all = Object.values(state.trips);
    const trip = random
      .shuffle(all)
      .find(
        (one) =>
          one.status === 'cancelled' &&
          all.filter((other) => other.driver_id === one.driver_id && other.destination === one.destination).length === 1,
      );
    const driver = trip && state.drivers[trip.driver_id];
    if (!trip || !driver) return undefined;
    return {
      text: random.pick([
        `The trip of ${driver.name} to ${trip.destination} on ${longDate(trip.day)} is not needed; make sure that it is off.`,
        `${driver.name} was down for ${trip.destination} on ${longDate(trip.day)}. See that this trip is cancelled.`,
      ]),
      records: [`drivers/${driver.driver_id}`, `trips/${trip.trip_id}`, `vehicles/${trip.plate}`],
      calls: [findDriver(driver), getDriver(driver)],
      refused: [{ tool: 'cancel_trip', arguments: { trip_id: trip.trip_id } }],
      evidence: [{ collection: 'trips', key: trip.trip_id, attributes: ['status'] }],
    };
  },
};

export const fleetInVain: readonly RequestTemplate<FleetState>[] = [truckWithoutLicence, cancelledAlready, blockedCard];
