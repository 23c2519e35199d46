import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Vehicle pool of a regional company with drivers, trips, servicing, fuel cards and incidents.. */
export const design = {
  slug: 'fleet',
  name: 'FleetOffice',
  title: 'Fleet',
  domain: 'transport and logistics',
  summary: 'Vehicle pool of a regional company with drivers, trips, servicing, fuel cards and incidents.',
  introduction:
    'The pool of cars, vans and trucks of a regional company. Dispatchers assign drivers and vehicles to trips day by day, send vehicles to the workshop regularly, book fuel on cards that have a monthly limit, and keep vehicles with a serious incident off the road until they have been repaired.',
  usefulness: 9,
  modelability: 9,
  terms:
    'vehicle, fleet, driver, van, truck, mileage, odometer, licence, fuel card, workshop, dispatcher, trip, breakdown, number plate, service due',
  policy: {
    service_km: constant([10000, 15000, 20000], 'A vehicle is due for service this many kilometres after the last one.'),
    planned_limit: constant([3, 4, 5], 'Most trips a driver can have planned at a time.'),
    strike_limit: constant([2, 3], 'Open incidents, of any severity, at which a driver gets no more trips.'),
    plan_days: constant([30, 60], 'How many days ahead trips can be planned.'),
    card_limit_top_cents: constant([60000, 80000, 100000], 'Highest monthly limit of a fuel card.'),
  },
  entities: {
    Vehicle: entity('vehicles', 'A vehicle of the pool.', {
      plate: key('Number plate.', { policy: 'hard' }),
      model: text('Make and model.'),
      kind: choice(['car', 'van', 'truck'], 'Kind of vehicle; trucks need licence class C.'),
      depot: choice(['north', 'south', 'harbour'], 'Where it is parked.'),
      odometer_km: whole('Reading of the odometer.', { minimum: 0 }),
      serviced_at_km: whole('Reading at the last service.', { minimum: 0 }),
      status: choice(
        ['free', 'on_trip', 'workshop', 'grounded'],
        'Whether it can be used: grounded while a major incident is open.',
      ),
    }),
    Driver: entity('drivers', 'Somebody who drives for the company.', {
      driver_id: key('Staff number.', { policy: 'hard' }),
      name: text('Full name.'),
      licence: choice(['B', 'C'], 'Licence class: B for cars and vans, C for all.'),
      licence_until: day('Last day on which the licence is valid.'),
      suspended: flag('Must not drive at present.'),
    }),
    Trip: entity('trips', 'One driver with one vehicle on one day.', {
      trip_id: key('Id of the trip.'),
      driver_id: ref('Driver', 'Who drives.'),
      plate: ref('Vehicle', 'The vehicle.'),
      destination: text('The town it goes to.'),
      day: day('When.'),
      status: choice(['planned', 'under_way', 'done', 'cancelled'], 'Where the trip is in its life.'),
      distance_km: orNull(whole('Kilometres driven; empty until the trip is done.', { minimum: 0 })),
    }),
    WorkshopJob: entity('jobs', 'A stay of a vehicle in the workshop.', {
      job_id: key('Id of the job.'),
      plate: ref('Vehicle', 'The vehicle.'),
      kind: choice(['service', 'repair', 'tyres'], 'What is done.'),
      started: day('Day on which the vehicle was brought in.'),
      cost_cents: orNull(whole('What it cost; empty until the job is finished.', { minimum: 0 })),
    }),
    FuelCard: entity('cards', 'A card that one driver fuels with.', {
      card_number: key('Number on the card.', { policy: 'hard' }),
      driver_id: ref('Driver', 'Who carries it; every driver has at most one.', { unique: true }),
      monthly_limit_cents: whole('Most that can be spent in a calendar month.', { minimum: 1 }),
      blocked: flag('Not accepted at present.'),
    }),
    Fill: entity('fills', 'A purchase of fuel.', {
      fill_id: key('Id of the purchase.'),
      card_number: ref('FuelCard', 'The card.'),
      plate: ref('Vehicle', 'The vehicle that was fuelled.'),
      amount_cents: whole('Price.', { minimum: 1 }),
      day: day('When.'),
    }),
    Incident: entity('incidents', 'Damage or an accident.', {
      incident_id: key('Id of the incident.'),
      plate: ref('Vehicle', 'The vehicle.'),
      driver_id: ref('Driver', 'Who was driving.'),
      severity: choice(['minor', 'major'], 'Major ones take the vehicle off the road.'),
      account: text('What happened.', { policy: 'semantic' }),
      day: day('When it was reported.'),
      open: flag('Not settled yet.'),
    }),
  },
  rules: {
    R1: guard('Trucks are driven with licence class C only, and the licence must be valid on the day of the trip.'),
    R2: invariant('On any day a driver, and likewise a vehicle, has at most one trip that is planned or under way.'),
    R3: guard(
      'A vehicle that is grounded or in the workshop, or has run {service_km} km or more since its last service, is not put on a trip.',
    ),
    R4: invariant(
      'A vehicle is on a trip exactly while one of its trips is under way; it is in the workshop exactly while one job on it is unfinished.',
    ),
    R5: invariant('A vehicle with an open major incident is grounded or in the workshop; a grounded vehicle has one.'),
    R6: guard(
      'A driver who is suspended, or has {strike_limit} or more open incidents, is given no trips; one who is suspended does not begin any either.',
    ),
    R7: guard('A driver has at most {planned_limit} planned trips.'),
    R8: guard('Trips are planned from today to {plan_days} days ahead, and begin on their day with a free vehicle.'),
    R9: guard('A trip is at most 1500 km long.'),
    R10: invariant('What is spent on a card in a calendar month stays within its limit.'),
    R11: guard(
      'A major incident is closed only after a repair that began on or after the day it was reported has been finished.',
    ),
    R12: guard('A driver is suspended only after all trips that are planned or under way have been taken away.'),
    R13: guard('Only planned trips can be changed or cancelled.'),
    R14: guard('Nothing is fuelled with a card that is blocked or whose driver is suspended.'),
  },
} satisfies Design;

export type FleetPolicy = PolicyOf<typeof design.policy>;
export type FleetState = StateOf<typeof design.entities>;
export type Vehicle = RecordOf<typeof design.entities.Vehicle>;
export type Driver = RecordOf<typeof design.entities.Driver>;
export type Trip = RecordOf<typeof design.entities.Trip>;
export type WorkshopJob = RecordOf<typeof design.entities.WorkshopJob>;
export type FuelCard = RecordOf<typeof design.entities.FuelCard>;
export type Fill = RecordOf<typeof design.entities.Fill>;
export type Incident = RecordOf<typeof design.entities.Incident>;
