import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Driver, Fill, FleetPolicy, FleetState, Incident, Trip, Vehicle } from './design.ts';

declare const POLICY: FleetPolicy;

export class FleetRules extends Environment<FleetState> {
  protected serviceIn(vehicle: Vehicle): number {
    return vehicle.serviced_at_km + POLICY.service_km - vehicle.odometer_km;
  }

  protected plannable(day: string): boolean {
    const days = this.daysBetween(this.today(), day);
    return days >= 0 && days <= POLICY.plan_days;
  }

  protected activeOn(day: string): Trip[] {
    return Object.values(this.state.trips).filter(
      (trip) => trip.day === day && (trip.status === 'planned' || trip.status === 'under_way'),
    );
  }

  /** Why a vehicle cannot be put on a trip on a day, if so. */
  protected vehicleRefusal(vehicle: Vehicle, day: string): string | undefined {
    if (vehicle.status === 'grounded' || vehicle.status === 'workshop')
      return `${vehicle.plate} is ${vehicle.status === 'workshop' ? 'in the workshop' : 'grounded'}.`;
    if (this.serviceIn(vehicle) <= 0) return `${vehicle.plate} is due for service.`; // R3
    if (this.activeOn(day).some((trip) => trip.plate === vehicle.plate)) return `${vehicle.plate} has a trip on ${day} already.`; // R2
    return undefined;
  }

  /** Why somebody cannot drive a kind of vehicle on a day, if so. */
  protected driverRefusal(driver: Driver, kind: Vehicle['kind'], day: string): string | undefined {
    if (driver.suspended) return `${driver.name} is suspended.`; // R6
    const strikes = this.openIncidents((incident) => incident.driver_id === driver.driver_id).length;
    if (strikes >= POLICY.strike_limit) return `${driver.name} has ${strikes} open incidents.`; // R6
    if (kind === 'truck' && driver.licence !== 'C') return `${driver.name} has no licence for trucks.`; // R1
    if (driver.licence_until < day) return `The licence of ${driver.name} ends on ${driver.licence_until}.`; // R1
    if (this.plannedTrips(driver.driver_id) >= POLICY.planned_limit)
      return `${driver.name} has ${POLICY.planned_limit} planned trips already.`; // R7
    if (this.activeOn(day).some((trip) => trip.driver_id === driver.driver_id))
      return `${driver.name} has a trip on ${day} already.`; // R2
    return undefined;
  }

  protected plannedTrips(driver_id: string): number {
    return Object.values(this.state.trips).filter((trip) => trip.driver_id === driver_id && trip.status === 'planned').length;
  }

  protected openIncidents(fits: (incident: Incident) => boolean): Incident[] {
    return Object.values(this.state.incidents)
      .filter((incident) => incident.open && fits(incident))
      .sort((a, b) => (a.incident_id < b.incident_id ? -1 : 1));
  }

  protected hasMajor(plate: string): boolean {
    return this.openIncidents((incident) => incident.plate === plate && incident.severity === 'major').length > 0;
  }

  protected monthFills(card_number: string): Fill[] {
    const month = this.today().slice(0, 7);
    return Object.values(this.state.fills).filter((fill) => fill.card_number === card_number && fill.day.startsWith(month));
  }

  protected spent(card_number: string): number {
    return this.monthFills(card_number).reduce((sum, fill) => sum + fill.amount_cents, 0);
  }

  /** The most that was spent on a card in any month. */
  protected topMonth(card_number: string): number {
    const months = new Map<string, number>();
    for (const fill of Object.values(this.state.fills)) {
      if (fill.card_number !== card_number) continue;
      const month = fill.day.slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + fill.amount_cents);
    }
    return Math.max(0, ...months.values());
  }

  protected byDay(trips: Trip[]): Trip[] {
    return trips.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.trip_id < b.trip_id ? -1 : 1));
  }

  protected words(status: Trip['status']): string {
    return status === 'under_way' ? 'under way' : status;
  }
}

export const invariants: Invariants<FleetState> = {
  R2: (state) => {
    const active = Object.values(state.trips).filter((trip) => trip.status === 'planned' || trip.status === 'under_way');
    return (
      new Set(active.map((trip) => `${trip.day} ${trip.driver_id}`)).size === active.length &&
      new Set(active.map((trip) => `${trip.day} ${trip.plate}`)).size === active.length
    );
  },
  R4: (state) =>
    Object.values(state.vehicles).every((vehicle) => {
      const away = Object.values(state.trips).filter(
        (trip) => trip.plate === vehicle.plate && trip.status === 'under_way',
      ).length;
      const jobs = Object.values(state.jobs).filter((job) => job.plate === vehicle.plate && job.cost_cents === null).length;
      return away === (vehicle.status === 'on_trip' ? 1 : 0) && jobs === (vehicle.status === 'workshop' ? 1 : 0);
    }),
  R5: (state) =>
    Object.values(state.vehicles).every((vehicle) => {
      const major = Object.values(state.incidents).some(
        (incident) => incident.open && incident.severity === 'major' && incident.plate === vehicle.plate,
      );
      return major ? vehicle.status === 'grounded' || vehicle.status === 'workshop' : vehicle.status !== 'grounded';
    }),
  R10: (state) =>
    Object.values(state.cards).every((card) => {
      const months = new Map<string, number>();
      for (const fill of Object.values(state.fills)) {
        if (fill.card_number !== card.card_number) continue;
        const month = fill.day.slice(0, 7);
        months.set(month, (months.get(month) ?? 0) + fill.amount_cents);
      }
      return [...months.values()].every((spent) => spent <= card.monthly_limit_cents);
    }),
};
