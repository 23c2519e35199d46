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
  moment,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Reception of an outpatient clinic. */
export const design = {
  slug: 'clinic',
  name: 'ClinicReception',
  title: 'Clinic',
  domain: 'health',
  summary: 'Reception of an outpatient clinic',
  introduction:
    'The reception of an outpatient clinic keeps patients, practitioners with their slots, appointments, referrals to specialists, repeat prescriptions and waiting lists. Receptionists book, move and cancel appointments, record who came, issue referrals and renew prescriptions on behalf of the doctors. Specialists are seen with a referral only, and whoever waits longest is served first, urgent patients before all others.',
  usefulness: 9,
  modelability: 9,
  terms:
    'doctor, appointment, clinic, patient, prescription, referral, specialist, checkup, dermatologist, physiotherapy, medical, reschedule my appointment, waiting list, refill',
  policy: {
    cancel_days: constant([2, 1], 'Days before an appointment up to which it can be moved or cancelled free of charge.'),
    late_fee_cents: constant([2500, 3000, 4000], 'Fee for a patient who cancels later than that.'),
    max_missed: constant([2, 3], 'Missed appointments with which a patient can no longer book.'),
    max_booked: constant([3, 4], 'Appointments a patient may have ahead at a time.'),
    waiting_days: constant([5, 7, 4], 'A waiting list is open only while no slot is free within so many days.'),
    early_days: constant([5, 3], 'Days before a prescription is used up in which it can be renewed.'),
    controlled_days: constant([90, 60], 'Days in which the prescriber must have seen a patient who gets a controlled medicine.'),
  },
  entities: {
    Patient: entity('patients', 'Someone who comes to the clinic.', {
      patient_id: key('Key.'),
      name: text('Full name.'),
      born: day('Date of birth.'),
      phone: text('Telephone number.'),
    }),
    Practitioner: entity('practitioners', 'A doctor or therapist of the clinic.', {
      practitioner_id: key('Key.'),
      name: text('Name with title, e.g. "Dr Mensah".', { unique: true }),
      specialty: choice(['general', 'dermatology', 'cardiology', 'physiotherapy'], 'All but general need a referral.'),
      takes_new: flag('Whether patients who have never been here are taken.'),
    }),
    Slot: entity('slots', 'Half an hour of a practitioner.', {
      slot_id: key('Key.'),
      practitioner_id: ref('Practitioner', 'Whose time it is.'),
      starts: moment('When it begins.'),
      status: choice(['free', 'booked', 'blocked'], 'Whether it can be booked.'),
    }),
    Appointment: entity('appointments', 'A slot given to a patient.', {
      appointment_id: key('Key.'),
      slot_id: ref('Slot', 'When and with whom.'),
      patient_id: ref('Patient', 'Who comes.'),
      status: choice(['booked', 'attended', 'missed', 'excused', 'cancelled'], 'How it ended.'),
      cancelled_by: orNull(choice(['patient', 'clinic'], 'Who cancelled it, once it is cancelled.')),
      referral_id: orNull(ref('Referral', 'The referral it was booked with.')),
      fee_cents: whole('Charged for a late cancellation.', { minimum: 0 }),
    }),
    Referral: entity('referrals', 'Permission to see specialists.', {
      referral_id: key('Key.'),
      patient_id: ref('Patient', 'For whom.'),
      issued_by: ref('Practitioner', 'Who wrote it.'),
      specialty: choice(['dermatology', 'cardiology', 'physiotherapy'], 'Which specialists.'),
      visits_left: whole('Appointments that can still be booked with it.', { minimum: 0, maximum: 12 }),
      valid_until: day('Last day of an appointment with it.'),
    }),
    Prescription: entity('prescriptions', 'A medicine that a patient takes regularly.', {
      prescription_id: key('Key.'),
      patient_id: ref('Patient', 'Who takes it.'),
      practitioner_id: ref('Practitioner', 'Who prescribed it.'),
      medicine: text('Name and strength.'),
      controlled: flag('Whether it needs regular visits.'),
      lasts_days: whole('For how many days one package lasts.', { minimum: 1 }),
      last_issued: day('Day of the last package.'),
      repeats_left: whole('How often it can still be renewed.', { minimum: 0 }),
      status: choice(['active', 'ended'], 'Whether it is still taken.'),
    }),
    WaitingEntry: entity('waiting_list', 'A patient who waits for a slot of a practitioner.', {
      waiting_id: key('Key.'),
      patient_id: ref('Patient', 'Who waits.'),
      practitioner_id: ref('Practitioner', 'For whom.'),
      urgent: flag('Urgent patients come first.'),
      added: moment('When it was added.', { policy: 'exempt' }),
      status: choice(['waiting', 'served', 'withdrawn'], 'How it ended.'),
    }),
  },
  rules: {
    R1: guard('Only a free slot in the future can be booked.'),
    R2: guard('A specialist is seen only with a referral for the specialty that is valid on that day and has visits left.'),
    R3: guard('A patient with {max_missed} missed appointments that were not excused cannot book.'),
    R4: guard('A patient has at most {max_booked} appointments ahead, and never two at the same time.'),
    R5: guard('A practitioner who takes no new patients sees only those who attended an appointment there before.'),
    R6: guard(
      'Only booked appointments in the future are cancelled or moved, and they are moved at least {cancel_days} days ahead.',
    ),
    R7: guard('Attendance is recorded once, after the appointment has begun; only missed appointments are excused.'),
    R8: guard(
      'A prescription is renewed while it is active and has repeats left, at most {early_days} days before the last package is used up; a controlled one only if the prescriber saw the patient within {controlled_days} days.',
    ),
    R9: guard('A waiting list is joined only while the practitioner has no free slot within {waiting_days} days, and once.'),
    R10: guard(
      'While patients wait for a practitioner, free slots there go only to the first of them: urgent ones before others, then whoever has waited longest.',
    ),
    R11: guard('Only free slots in the future are blocked, and only blocked slots in the future are opened.'),
    R12: guard('Only general practitioners refer, to specialties for which the patient has no usable referral.'),
    R13: invariant('A slot is booked exactly when one appointment that is not cancelled names it.'),
    R14: invariant('Nobody has two booked appointments at the same time, and only cancelled appointments have a fee.'),
    R15: invariant('Nobody waits twice for one practitioner.'),
    R16: invariant('It is noted who cancelled an appointment exactly when it is cancelled.'),
  },
} satisfies Design;

export type ClinicPolicy = PolicyOf<typeof design.policy>;
export type ClinicState = StateOf<typeof design.entities>;
export type Patient = RecordOf<typeof design.entities.Patient>;
export type Practitioner = RecordOf<typeof design.entities.Practitioner>;
export type Slot = RecordOf<typeof design.entities.Slot>;
export type Appointment = RecordOf<typeof design.entities.Appointment>;
export type Referral = RecordOf<typeof design.entities.Referral>;
export type Prescription = RecordOf<typeof design.entities.Prescription>;
export type WaitingEntry = RecordOf<typeof design.entities.WaitingEntry>;
