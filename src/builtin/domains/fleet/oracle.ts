import type { Oracles } from '../../kit/oracle.ts';
import { lookups } from './oracle-lookups.ts';
import { trips } from './oracle-trips.ts';
import { yard } from './oracle-yard.ts';
import type { FleetState } from './state.ts';

/** What the office of the vehicle pool promises. */
export const fleetExpectations: Oracles<FleetState> = { ...lookups, ...trips, ...yard };
