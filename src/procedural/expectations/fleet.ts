import type { FleetState } from '../domains/fleet-state.ts';
import type { Expectations } from '../expectation.ts';
import { lookups } from './fleet-lookups.ts';
import { trips } from './fleet-trips.ts';
import { yard } from './fleet-yard.ts';

/** What the office of the vehicle pool promises. */
export const fleetExpectations: Expectations<FleetState> = { ...lookups, ...trips, ...yard };
