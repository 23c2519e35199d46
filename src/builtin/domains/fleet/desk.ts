import { at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import { type Driver, design, type FleetPolicy, type FleetState, type Trip, type Vehicle } from './design.ts';
import type { FleetOffice } from './writes.ts';

export type Desk = Scene<FleetState, FleetPolicy>;

export const call = callsOf<FleetOffice>();

/** How a record is found by whoever knows names and plates. */
const finders: Finders<FleetState> = {
  drivers: ({ name }) => [call('find_drivers', { name })],
  vehicles: ({ plate }) => [call('get_vehicle', { plate })],
  trips: ({ driver_id }, { drivers }) => [at(drivers, driver_id), call('get_driver', { driver_id })],
  cards: ({ driver_id }, { drivers }) => [at(drivers, driver_id), call('get_driver', { driver_id })],
  jobs: ({ plate }, { vehicles }) => [at(vehicles, plate)],
  incidents: () => [call('list_open_incidents', {})],
};

export const request = requestsOf<FleetState, FleetPolicy>(design, contract, finders);

/** A trip with its driver and its vehicle. */
export function crewOf({ state }: Desk, trip: Trip): { driver: Driver; vehicle: Vehicle } {
  return { driver: at(state.drivers, trip.driver_id), vehicle: at(state.vehicles, trip.plate) };
}

/** All vehicles of a kind: a search over them depends on every one. */
export function ofKind({ state }: Desk, kind: Vehicle['kind']): Vehicle[] {
  return where(state.vehicles, (vehicle) => vehicle.kind === kind);
}
