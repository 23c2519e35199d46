import { addDays } from '../../../base/days.ts';
import { all, join, pairs, sum, where } from '../../../domain/contract/reading.ts';
import { money } from '../../kit/wording.ts';
import type { FuelCard, Vehicle } from './design.ts';
import { call, crewOf, type Desk, request } from './desk.ts';
import { fillsOf } from './read-contract.ts';
import { isLicensed } from './seed.ts';

/** Fuel cards with those who carry them. */
const cards = ({ state }: Desk) => join(all(state.cards), state.drivers, (card) => card.driver_id);

const bookFill = (card: FuelCard, { plate }: Vehicle, amount_cents: number) =>
  call('book_fill', { card_number: card.card_number, plate, amount_cents });

const fuel = request({
  name: 'fuel',
  kind: 'conditional',
  // Drivers fuel what they are out with, or shortly will be.
  cases: (desk) =>
    pairs(
      cards(desk),
      where(desk.state.trips, (trip) => ['planned', 'under_way'].includes(trip.status) && trip.day <= addDays(desk.today, 3)),
    ).filter(([[card], trip]) => card.driver_id === trip.driver_id),
  ask([[card, driver], trip], desk) {
    const { vehicle } = crewOf(desk, trip);
    const { card_number, monthly_limit_cents, blocked } = card;
    const spent = sum(fillsOf(desk, card_number, desk.today.slice(0, 7)), (fill) => fill.amount_cents);
    const left = monthly_limit_cents - spent;
    const amount = desk.random.chance(0.5) ? left + desk.random.integer(5, 40) * 100 : desk.random.integer(20, 70) * 100;
    if (amount > 90_000 || blocked || driver.suspended) return undefined;
    const book = bookFill(card, vehicle, amount);
    return {
      says: [
        `${driver.name} filled up ${vehicle.plate} today for ${money(amount)}. Book it on their card; in case the monthly limit is too low for that, raise the limit to exactly what this month's purchases then come to.`,
        `Fuel receipt from ${driver.name}: ${money(amount)} for ${vehicle.plate}, bought today with their card. If it would break the card's monthly limit, first lift the limit just enough that this month's spending including this receipt fits, and not a cent more.`,
      ],
      sees: [card],
      ...(amount > left
        ? { does: [call('set_card', { card_number, monthly_limit_cents: spent + amount })], afterwards: [book] }
        : { does: [book] }),
    };
  },
});

const fuelAsItStands = request({
  name: 'fuel-on-a-card-as-it-stands',
  cases: (desk) =>
    pairs(
      cards(desk),
      where(desk.state.vehicles, (vehicle) => vehicle.status === 'free'),
    ),
  ask([[card, driver], vehicle], { random }) {
    if (!isLicensed(driver, vehicle)) return undefined;
    const amount = random.integer(24, 60) * 100;
    return {
      says: [
        `${driver.name} has fuelled ${vehicle.plate} for ${money(amount)} with the fuel card; book it on that card as it stands.`,
        `Book ${money(amount)} of fuel for ${vehicle.plate} on the fuel card of ${driver.name}, without changing anything about the card.`,
      ],
      sees: [card],
      does: [bookFill(card, vehicle, amount)],
    };
  },
  refusals: [{ because: 'R14 the card is blocked', shows: ([[card]]) => [[card, 'blocked']] }],
});

const raiseLimit = request({
  name: 'raise-the-limit-of-a-card',
  cases: (desk) =>
    cards(desk).map(([card, driver]) => ({
      card,
      driver,
      limit: card.monthly_limit_cents + desk.random.integer(1, 3) * 5000,
    })),
  ask: ({ card, driver, limit }) =>
    card.blocked
      ? undefined
      : {
          says: [
            `${driver.name} gets a monthly limit of ${money(limit)} on the fuel card. Please set it.`,
            `The monthly limit on the fuel card of ${driver.name} goes up to ${money(limit)}.`,
          ],
          sees: [card],
          does: [call('set_card', { card_number: card.card_number, monthly_limit_cents: limit })],
        },
  withheld: {
    name: 'limit-how-high',
    says: ({ driver }) => [
      `${driver.name} gets a higher monthly limit on the fuel card. Please set it.`,
      `The monthly limit on the fuel card of ${driver.name} goes up.`,
    ],
    wants: ({ driver, limit }) => `The fuel card of ${driver.name} has a monthly limit of ${money(limit)}.`,
    facts: ({ driver, limit }) => [
      {
        kind: 'amount',
        about: 'the monthly limit in future',
        says: [`${money(limit)} a month.`, `It should be ${money(limit)}.`],
        question: `What should the monthly limit of ${driver.name} be?`,
        decides: ['monthly_limit_cents'],
      },
    ],
  },
});

export const fuelRequests = [fuel, fuelAsItStands, raiseLimit];
