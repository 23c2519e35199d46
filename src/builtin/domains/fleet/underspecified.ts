import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import { longDate, money } from '../../kit/wording.ts';
import type { FleetState } from './design.ts';

type Here = Setting<FleetState>;

export const fleetOpen: readonly RequestTemplate<FleetState>[] = [
  { name: 'back-after-how-far', kind: 'underspecified', plan: backFrom },
  { name: 'limit-how-high', kind: 'underspecified', plan: limitTo },
  { name: 'workshop-for-what', kind: 'underspecified', plan: workshopWhy },
];

function backFrom({ state, random }: Here) {
  const trip = random.shuffle(Object.values(state.trips)).find((one) => one.status === 'under_way');
  const driver = trip && state.drivers[trip.driver_id];
  if (!trip || !driver) return undefined;
  const distance = random.integer(45, 480);
  return {
    text: random.pick([
      `${driver.name} is back from ${trip.destination} with ${trip.plate}. Please close the trip.`,
      `${trip.plate} has returned from ${trip.destination}; finish the trip of ${driver.name}.`,
    ]),
    records: [`trips/${trip.trip_id}`, `drivers/${driver.driver_id}`, `vehicles/${trip.plate}`],
    calls: [
      { tool: 'list_trips', arguments: { from_day: trip.day, to_day: trip.day } },
      { tool: 'finish_trip', arguments: { trip_id: trip.trip_id, distance_km: distance } },
    ],
    user: {
      wants: `The trip of ${driver.name} to ${trip.destination} on ${longDate(trip.day)} is finished with ${distance} km.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'the kilometres, the distance driven',
          says: random.pick([`${distance} kilometres.`, `The sheet says ${distance} km.`]),
          question: `How many kilometres did ${driver.name} drive?`,
          before: 2,
          decides: [{ call: 2, argument: 'distance_km' }],
        },
      ],
    },
  };
}

function limitTo({ state, random, policy }: Here) {
  const top = Number(policy.card_limit_top_cents);
  const card = random.shuffle(Object.values(state.cards)).find((one) => !one.blocked && one.monthly_limit_cents + 20_000 <= top);
  const driver = card && state.drivers[card.driver_id];
  if (!card || !driver) return undefined;
  const limit = card.monthly_limit_cents + random.integer(1, 3) * 5000;
  return {
    text: random.pick([
      `${driver.name} gets a higher monthly limit on the fuel card. Please set it.`,
      `The monthly limit on the fuel card of ${driver.name} goes up.`,
    ]),
    records: [`drivers/${driver.driver_id}`, `cards/${card.card_number}`],
    calls: [
      { tool: 'find_drivers', arguments: { name: driver.name } },
      { tool: 'get_driver', arguments: { driver_id: driver.driver_id } },
      { tool: 'set_card', arguments: { card_number: card.card_number, monthly_limit_cents: limit } },
    ],
    user: {
      wants: `The fuel card of ${driver.name} has a monthly limit of ${money(limit)}.`,
      facts: [
        {
          kind: 'amount' as const,
          about: 'the monthly limit in future',
          says: random.pick([`${money(limit)} a month.`, `It should be ${money(limit)}.`]),
          question: `What should the monthly limit of ${driver.name} be?`,
          before: 3,
          decides: [{ call: 3, argument: 'monthly_limit_cents' }],
        },
      ],
    },
  };
}

function workshopWhy({ state, random }: Here) {
  const vehicle = random.shuffle(Object.values(state.vehicles)).find((one) => one.status === 'free');
  if (!vehicle) return undefined;
  const [kind, says] = random.pick([
    ['service', 'For its service.'],
    ['repair', 'It needs a repair.'],
    ['tyres', 'For new tyres.'],
  ] as const);
  return {
    text: random.pick([
      `${vehicle.plate} goes to the workshop today. Please book that.`,
      `Please send ${vehicle.plate} to the workshop.`,
    ]),
    records: [`vehicles/${vehicle.plate}`],
    calls: [
      { tool: 'get_vehicle', arguments: { plate: vehicle.plate } },
      { tool: 'send_to_workshop', arguments: { plate: vehicle.plate, kind } },
    ],
    user: {
      wants: `${vehicle.plate} is sent to the workshop. ${says}`,
      facts: [
        {
          kind: 'choice' as const,
          about: 'what is to be done with it',
          says,
          question: `What is to be done with ${vehicle.plate} there?`,
          before: 2,
          decides: [{ call: 2, argument: 'kind' }],
        },
      ],
    },
  };
}
