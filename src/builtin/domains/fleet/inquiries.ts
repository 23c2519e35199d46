import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneSmallest, inquiry } from '../../kit/inquiry.ts';
import type { Driver, FleetState, Vehicle } from './design.ts';

const findDriver = ({ name }: Driver) => ({ tool: 'find_drivers', arguments: { name } });
const getDriver = ({ driver_id }: Driver) => ({ tool: 'get_driver', arguments: { driver_id } });
const getVehicle = ({ plate }: Vehicle) => ({ tool: 'get_vehicle', arguments: { plate } });

/** Questions at the dispatcher's desk. */
export const fleetInquiries: readonly RequestTemplate<FleetState>[] = [
  inquiry(
    'until when a licence runs',
    ({ state }) => Object.values(state.drivers),
    (driver) => ({
      says: [
        `Until when is the licence of ${driver.name} valid?`,
        `On which day does the driving licence of ${driver.name} run out?`,
      ],
      records: [`drivers/${driver.driver_id}`],
      calls: [findDriver(driver)],
      told: [
        {
          about: 'the last day of the licence',
          type: 'date',
          from: { call: 1, path: 'data.0.licence_until' },
          answer: `The licence of ${driver.name} runs until {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'what the odometer shows',
    ({ state }) => Object.values(state.vehicles),
    (vehicle) => ({
      says: [
        `What does the odometer of ${vehicle.plate} show, and at which depot is the vehicle?`,
        `Tell me the mileage of ${vehicle.plate} in kilometres, and its depot.`,
      ],
      records: [`vehicles/${vehicle.plate}`],
      calls: [getVehicle(vehicle)],
      told: [
        {
          about: 'what the odometer shows',
          type: 'number',
          from: { call: 1, path: 'data.vehicle.odometer_km' },
          answer: 'The odometer shows {} km.',
        },
        { about: 'the depot', type: 'choice', from: { call: 1, path: 'data.vehicle.depot' }, answer: 'Its depot is {}.' },
      ],
    }),
  ),
  inquiry(
    'how many trips are planned',
    ({ state }) =>
      Object.values(state.drivers).filter((driver) =>
        Object.values(state.trips).some((trip) => trip.driver_id === driver.driver_id && trip.status === 'planned'),
      ),
    (driver) => ({
      says: [
        `How many trips are planned for ${driver.name}?`,
        `${driver.name} asks how many trips are still planned. What is the number?`,
      ],
      records: [`drivers/${driver.driver_id}`],
      calls: [findDriver(driver), getDriver(driver)],
      told: [
        {
          about: 'how many trips are planned',
          type: 'number',
          compute: 'count',
          where: [{ name: 'status', value: 'planned' }],
          from: { call: 2, path: 'data.trips' },
          answer: `Planned for ${driver.name}: {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'what was spent on fuel',
    ({ state }) =>
      Object.values(state.drivers).filter((driver) =>
        Object.values(state.cards).some(
          (card) =>
            card.driver_id === driver.driver_id &&
            Object.values(state.fills).some((fill) => fill.card_number === card.card_number),
        ),
      ),
    (driver) => ({
      says: [
        `How much has ${driver.name} spent on fuel this month?`,
        `What has gone through the fuel card of ${driver.name} this month, in all?`,
      ],
      records: [`drivers/${driver.driver_id}`],
      calls: [findDriver(driver), getDriver(driver)],
      told: [
        {
          about: 'what was spent on fuel this month',
          type: 'amount',
          from: { call: 2, path: 'data.spent_this_month_cents' },
          answer: `${driver.name} has spent {} on fuel this month.`,
        },
      ],
    }),
  ),
  inquiry(
    'vehicle with the least mileage',
    ({ state }) =>
      (['car', 'van', 'truck'] as const).filter((kind) =>
        hasOneSmallest(Object.values(state.vehicles).flatMap((vehicle) => (vehicle.kind === kind ? [vehicle.odometer_km] : []))),
      ),
    (kind) => ({
      says: [
        `Which of our ${kind}s has been driven the least? I need the number plate.`,
        `Give me the plate of the ${kind} with the lowest mileage.`,
      ],
      records: ['vehicles'],
      calls: [{ tool: 'list_vehicles', arguments: {} }],
      told: [
        {
          about: 'the plate of the one with the lowest mileage',
          type: 'name',
          compute: 'least',
          field: 'odometer_km',
          label: 'plate',
          where: [{ name: 'kind', value: kind }],
          from: { call: 1, path: 'data' },
          answer: 'The lowest mileage has {}.',
        },
      ],
    }),
  ),
];
