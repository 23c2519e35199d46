import { change, create } from '../../../domain/contract/form.ts';
import { firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import { bookedUp, type OfTrip, unfitForTrip, unfitToDrive, unplannable } from './oracle-pool.ts';
import type { FleetState, Trip } from './state.ts';

interface NewTrip {
  readonly driver_id: string;
  readonly plate: string;
  readonly destination: string;
  readonly day: string;
}

type OtherDriver = OfTrip & { readonly driver_id: string };
type OtherVehicle = OfTrip & { readonly plate: string };
type Driven = OfTrip & { readonly distance_km: number };

const notPlanned = (trip: Trip): Reason => [trip.status !== 'planned', 'R13: the trip is not planned any more'];

export const trips: Oracles<FleetState> = {
  plan_trip: {
    refusal(pool, { driver_id, plate, destination, day }: NewTrip) {
      const [driver, vehicle] = [pool.state.drivers[driver_id], pool.state.vehicles[plate]];
      if (!driver || !vehicle) return 'there is no such driver or vehicle';
      return firstOf(
        [destination.trim() === '', 'no destination is named'],
        ...unplannable(pool, day),
        ...unfitToDrive(pool, driver, { kind: vehicle.kind, day }),
        ...bookedUp(pool, driver, day),
        ...unfitForTrip(pool, vehicle, day),
      );
    },
    changes: (_pool, { driver_id, plate, destination, day }: NewTrip) => [
      create('trips', { driver_id, plate, destination: destination.trim(), day, status: 'planned', distance_km: null }),
    ],
  },
  reassign_driver: {
    refusal(pool, { trip_id, driver_id }: OtherDriver) {
      const { trips: known, drivers, vehicles } = pool.state;
      const [trip, driver] = [known[trip_id], drivers[driver_id]];
      if (!trip || !driver) return 'there is no such trip or driver';
      const kind = vehicles[trip.plate]?.kind ?? '';
      return firstOf(
        notPlanned(trip),
        [trip.driver_id === driver_id, 'it is the trip of this driver already'],
        ...unfitToDrive(pool, driver, { kind, day: trip.day }),
        ...bookedUp(pool, driver, trip.day),
      );
    },
    changes: (_pool, { trip_id, driver_id }: OtherDriver) => [change('trips', trip_id, { driver_id })],
  },
  change_vehicle: {
    refusal(pool, { trip_id, plate }: OtherVehicle) {
      const { trips: known, drivers, vehicles } = pool.state;
      const [trip, vehicle] = [known[trip_id], vehicles[plate]];
      if (!trip || !vehicle) return 'there is no such trip or vehicle';
      return firstOf(
        notPlanned(trip),
        [trip.plate === plate, 'it has this vehicle already'],
        [vehicle.kind === 'truck' && drivers[trip.driver_id]?.licence !== 'C', 'R1: trucks need licence class C'],
        ...unfitForTrip(pool, vehicle, trip.day),
      );
    },
    changes: (_pool, { trip_id, plate }: OtherVehicle) => [change('trips', trip_id, { plate })],
  },
  cancel_trip: {
    refusal({ state }, { trip_id }: OfTrip) {
      const trip = state.trips[trip_id];
      return trip ? firstOf(notPlanned(trip)) : 'there is no such trip';
    },
    changes: (_pool, { trip_id }: OfTrip) => [change('trips', trip_id, { status: 'cancelled' })],
  },
  start_trip: {
    refusal({ state, today }, { trip_id }: OfTrip) {
      const trip = state.trips[trip_id];
      const driver = state.drivers[trip?.driver_id ?? ''];
      if (!trip || !driver) return 'there is no such trip';
      return firstOf(
        notPlanned(trip),
        [trip.day !== today, 'R8: it is for another day'],
        [driver.suspended, 'R6: the driver is suspended'],
        [state.vehicles[trip.plate]?.status !== 'free', 'R8: the vehicle is not free'],
      );
    },
    changes: ({ state }, { trip_id }: OfTrip) => [
      change('trips', trip_id, { status: 'under_way' }),
      change('vehicles', state.trips[trip_id]?.plate ?? '', { status: 'on_trip' }),
    ],
  },
  finish_trip: {
    refusal: ({ state }, { trip_id, distance_km }: Driven) =>
      firstOf(
        noSuch(state.trips[trip_id], 'trip'),
        [state.trips[trip_id]?.status !== 'under_way', 'the trip is not under way'],
        [distance_km > 1500, 'R9: longer than a trip may be'],
      ),
    changes({ state }, { trip_id, distance_km }: Driven) {
      const vehicle = state.vehicles[state.trips[trip_id]?.plate ?? ''];
      if (!vehicle) return [];
      return [
        change('trips', trip_id, { status: 'done', distance_km }),
        change('vehicles', vehicle.plate, { status: 'free', odometer_km: vehicle.odometer_km + distance_km }),
      ];
    },
  },
};
