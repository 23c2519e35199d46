import { addDays } from '../../../base/days.ts';
import { all, type Moment, type Reason } from '../../kit/oracle.ts';
import type { Driver, FleetState, Incident, Trip, Vehicle } from './state.ts';

export type Pool = Moment<FleetState>;

export interface OfTrip {
  readonly trip_id: string;
}

export interface OfVehicle {
  readonly plate: string;
}

export const plannedOf = ({ trips }: FleetState, driver_id: string): Trip[] =>
  all(trips).filter((trip) => trip.driver_id === driver_id && trip.status === 'planned');

export const openIncidents = ({ incidents }: FleetState): Incident[] => all(incidents).filter((incident) => incident.open);

/** Rule R8. */
export function unplannable({ policy, today }: Pool, day: string): Reason[] {
  return [
    [day < today, 'R8: the day has passed'],
    [day > addDays(today, Number(policy.plan_days)), 'R8: too far ahead'],
  ];
}

/** Rules R1 and R6: what a driver lacks who is to drive a kind of vehicle on a day. */
export function unfitToDrive({ state, policy }: Pool, driver: Driver, { kind, day }: { kind: string; day: string }): Reason[] {
  const strikes = openIncidents(state).filter((incident) => incident.driver_id === driver.driver_id);
  return [
    [kind === 'truck' && driver.licence !== 'C', 'R1: trucks need licence class C'],
    [driver.licence_until < day, 'R1: the licence has run out by then'],
    [driver.suspended, 'R6: the driver is suspended'],
    [strikes.length >= Number(policy.strike_limit), 'R6: too many open incidents'],
  ];
}

/** Rules R2 and R7: what stands against one more trip of a driver. */
export function bookedUp({ state, policy }: Pool, driver: Driver, day: string): Reason[] {
  return [
    [plannedOf(state, driver.driver_id).length >= Number(policy.planned_limit), 'R7: as many planned trips as allowed'],
    [isOut(state, day, (trip) => trip.driver_id === driver.driver_id), 'R2: the driver has a trip on that day'],
  ];
}

/** Rules R2 and R3. */
export function unfitForTrip({ state, policy }: Pool, vehicle: Vehicle, day: string): Reason[] {
  const since = vehicle.odometer_km - vehicle.serviced_at_km;
  return [
    [since >= Number(policy.service_km), 'R3: a service is due'],
    [isOut(state, day, (trip) => trip.plate === vehicle.plate), 'R2: the vehicle has a trip on that day'],
    [['grounded', 'workshop'].includes(vehicle.status), 'R3: the vehicle is off the road'],
  ];
}

function isOut({ trips }: FleetState, day: string, concerned: (trip: Trip) => boolean): boolean {
  return all(trips).some((trip) => trip.day === day && ['planned', 'under_way'].includes(trip.status) && concerned(trip));
}

/** What was spent on a card, in each calendar month with purchases. */
export function spentByMonth({ fills }: FleetState, card_number: string): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const fill of all(fills)) {
    if (fill.card_number !== card_number) continue;
    const month = fill.day.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + fill.amount_cents);
  }
  return months;
}

export function spentThisMonth({ state, today }: Pool, card_number: string): number {
  return spentByMonth(state, card_number).get(today.slice(0, 7)) ?? 0;
}
