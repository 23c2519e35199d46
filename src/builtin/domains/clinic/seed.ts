import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { people, phone } from '../../kit/names.ts';
import { keyBy } from '../../kit/records.ts';
import { weekday } from '../../kit/wording.ts';
import type { Appointment, ClinicState, Patient, Practitioner, Prescription, Referral, Slot, WaitingEntry } from './design.ts';

const medicines: readonly (readonly [string, boolean, number])[] = [
  ['Metformin 500 mg', false, 50],
  ['Ramipril 5 mg', false, 98],
  ['Levothyroxine 75 mcg', false, 100],
  ['Pregabalin 150 mg', true, 28],
  ['Salbutamol inhaler', false, 60],
  ['Methylphenidate 20 mg', true, 30],
  ['Atorvastatin 20 mg', false, 100],
  ['Omeprazole 20 mg', false, 30],
  ['Amlodipine 10 mg', false, 98],
  ['Bisoprolol 2.5 mg', false, 100],
  ['Sertraline 50 mg', false, 28],
  ['Losartan 50 mg', false, 84],
  ['Apixaban 5 mg', false, 56],
  ['Tramadol 50 mg', true, 20],
  ['Lisinopril 10 mg', false, 90],
  ['Insulin glargine pens', false, 45],
  ['Budesonide inhaler', false, 60],
  ['Allopurinol 300 mg', false, 100],
  ['Candesartan 8 mg', false, 98],
  ['Diazepam 5 mg', true, 14],
  ['Montelukast 10 mg', false, 28],
  ['Folic acid 5 mg', false, 90],
  ['Cetirizine 10 mg', false, 50],
  ['Oxycodone 10 mg', true, 20],
  ['Latanoprost eye drops', false, 28],
  ['Furosemide 40 mg', false, 100],
  ['Gliclazide 30 mg', false, 60],
  ['Lisdexamfetamine 30 mg', true, 30],
  ['Mesalazine 800 mg', false, 60],
  ['Citalopram 20 mg', false, 98],
];
const times = ['08:30', '09:30', '11:00', '14:00', '15:30'];

/** The working days around a day: the last three before it and the next seven after it. */
function workdays(today: string): string[] {
  const open = (date: string): boolean => weekday(date) !== 0 && weekday(date) !== 6;
  const before = Array.from({ length: 12 }, (_, i) => addDays(today, -1 - i)).filter(open);
  const after = Array.from({ length: 14 }, (_, i) => addDays(today, 1 + i)).filter(open);
  return [...before.slice(0, 3).reverse(), ...after.slice(0, 6)];
}

/** A clinic in the middle of a busy month. */
export function makeState({ policy, today, random }: Omit<Setting<ClinicState>, 'state'>): ClinicState {
  const patients = people(random, 12).map(
    (person, i): Patient => ({
      patient_id: `PT-${310 + i * 7}`,
      name: person.name,
      born: `${random.integer(1941, 2012)}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
      phone: phone(random),
    }),
  );
  const specialties: readonly Practitioner['specialty'][] = ['general', 'general', 'dermatology', 'cardiology', 'physiotherapy'];
  const families = people(random.fork('practitioners'), 40).map((person) => person.family);
  const names = families.filter((family) => !patients.some((patient) => patient.name.endsWith(` ${family}`)));
  const practitioners = specialties.map(
    (specialty, i): Practitioner => ({
      practitioner_id: `DR-${5 + i * 3}`,
      name: `Dr ${names[i]}`,
      specialty,
      takes_new: i !== 1,
    }),
  );
  const slots: Slot[] = [];
  const appointments: Appointment[] = [];
  const referrals: Referral[] = [];
  const waiting: WaitingEntry[] = [];
  const refer = (patient: Patient, specialty: Referral['specialty'], visits: number, until: number): Referral => {
    const referral: Referral = {
      referral_id: `RF-${70 + referrals.length * 3}`,
      patient_id: patient.patient_id,
      issued_by: practitioners[referrals.length % 2]?.practitioner_id ?? '',
      specialty,
      visits_left: visits,
      valid_until: addDays(today, until),
    };
    referrals.push(referral);
    return referral;
  };
  const special = ['dermatology', 'cardiology', 'physiotherapy'] as const;
  for (const [i, patient] of patients.entries()) {
    const specialty = special[i % 3] ?? 'dermatology';
    if (i < 9)
      refer(patient, specialty, i === 4 ? 0 : random.integer(1, 4), i === 5 ? -random.integer(3, 20) : random.integer(40, 150));
  }
  const give = (slot: Slot, patient: Patient, status: Appointment['status'], referral: Referral | undefined): void => {
    appointments.push({
      appointment_id: `AP-${900 + appointments.length * 3}`,
      slot_id: slot.slot_id,
      patient_id: patient.patient_id,
      status,
      cancelled_by: status === 'cancelled' ? 'patient' : null,
      referral_id: referral?.referral_id ?? null,
      fee_cents: 0,
    });
    if (status !== 'cancelled') slot.status = 'booked';
  };

  const days = workdays(today);
  const ahead = new Map<string, number>();
  const maxAhead = Number(policy.max_booked) - 1;
  for (const [d, date] of days.entries()) {
    for (const [p, practitioner] of practitioners.entries()) {
      for (const time of random.sample(times, 3).sort()) {
        const slot: Slot = {
          slot_id: `SL-${2000 + slots.length * 3}`,
          practitioner_id: practitioner.practitioner_id,
          starts: `${date}T${time}:00Z`,
          status: 'free',
        };
        slots.push(slot);
        const past = d < 3;
        const share = practitioner.specialty === 'cardiology' && !past ? 1 : past ? 0.75 : p === 0 ? 0.45 : 0.6;
        if (!random.chance(share)) {
          if (random.chance(0.12)) slot.status = 'blocked';
          continue;
        }
        const busy = new Set(
          appointments
            .filter((item) => slots.some((one) => one.slot_id === item.slot_id && one.starts === slot.starts))
            .map((item) => item.patient_id),
        );
        const patient = random
          .shuffle(patients.slice(0, 11))
          .find((one) => !busy.has(one.patient_id) && (past || (ahead.get(one.patient_id) ?? 0) < maxAhead));
        if (!patient) {
          if (!past) slot.status = 'blocked';
          continue;
        }
        if (!past) ahead.set(patient.patient_id, (ahead.get(patient.patient_id) ?? 0) + 1);
        const referral = referrals.find(
          (item) =>
            item.patient_id === patient.patient_id && item.specialty === practitioner.specialty && item.valid_until >= date,
        );
        // Yesterday's attendance is still to be recorded; patients 10 and 11 tend not to come.
        const record =
          d === 2
            ? 'booked'
            : patient === patients[10]
              ? 'missed'
              : random.chance(0.12)
                ? 'missed'
                : random.chance(0.08)
                  ? 'excused'
                  : 'attended';
        give(slot, patient, past ? record : 'booked', referral);
      }
    }
  }
  // One of every end, and the patient who missed too much.
  const extra = (
    patient: Patient | undefined,
    practitioner: Practitioner | undefined,
    age: number,
    time: string,
    status: Appointment['status'],
    fee: number,
  ): void => {
    if (!patient || !practitioner) return;
    const slot: Slot = {
      slot_id: `SL-${2000 + slots.length * 3}`,
      practitioner_id: practitioner.practitioner_id,
      starts: `${addDays(today, -age)}T${time}:00Z`,
      status: 'free',
    };
    slots.push(slot);
    give(slot, patient, status, undefined);
    const last = appointments[appointments.length - 1];
    if (last) last.fee_cents = fee;
  };
  extra(patients[11], practitioners[0], 21, '10:00', 'missed', 0);
  extra(patients[11], practitioners[0], 28, '10:00', 'missed', 0);
  extra(patients[11], practitioners[4], 35, '10:00', 'missed', 0);
  extra(patients[2], practitioners[1], 24, '12:00', 'excused', 0);
  extra(patients[3], practitioners[2], 23, '12:00', 'cancelled', Number(policy.late_fee_cents));
  extra(patients[4], practitioners[1], 25, '12:30', 'missed', 0);
  for (const [i, patient] of patients.slice(0, 5).entries()) extra(patient, practitioners[1], 30 + i * 8, '16:30', 'attended', 0);

  const controlledOnes = random.sample(
    medicines.filter(([, controlled]) => controlled),
    2,
  );
  const others = random.sample(
    medicines.filter(([, controlled]) => !controlled),
    7,
  );
  const prescribed = [...others.slice(0, 3), ...controlledOnes, ...others.slice(3)];
  const prescriptions = [0, 0, 1, 2, 3, 4, 6, 7, 9].map((n, i): Prescription => {
    const [medicine, controlled, lasts] = prescribed[i] ?? ['Metformin 500 mg', false, 50];
    const due = i % 3 !== 1;
    return {
      prescription_id: `RX-${410 + i * 6}`,
      patient_id: patients[n]?.patient_id ?? '',
      practitioner_id: practitioners[i % 2]?.practitioner_id ?? '',
      medicine,
      controlled,
      lasts_days: lasts,
      last_issued: addDays(today, -(due ? lasts - random.integer(-4, 2) : random.integer(3, 12))),
      repeats_left: i === 5 ? 0 : random.integer(1, 4),
      status: i === 6 ? 'ended' : 'active',
    };
  });
  const wait = (
    patient: Patient | undefined,
    practitioner: Practitioner | undefined,
    urgent: boolean,
    status: WaitingEntry['status'],
  ): void => {
    if (!patient || !practitioner) return;
    waiting.push({
      waiting_id: `W-${20 + waiting.length * 3}`,
      patient_id: patient.patient_id,
      practitioner_id: practitioner.practitioner_id,
      urgent,
      added: `${addDays(today, -14 + waiting.length * 2)}T10:15:00Z`,
      status,
    });
  };
  wait(patients[1], practitioners[3], false, 'waiting');
  wait(patients[7], practitioners[3], false, 'waiting');
  if (random.chance(0.5)) wait(patients[10], practitioners[3], true, 'waiting');
  wait(patients[6], practitioners[2], false, 'served');
  wait(patients[8], practitioners[4], true, 'withdrawn');
  return {
    patients: keyBy(patients, 'patient_id'),
    practitioners: keyBy(practitioners, 'practitioner_id'),
    slots: keyBy(slots, 'slot_id'),
    appointments: keyBy(appointments, 'appointment_id'),
    referrals: keyBy(referrals, 'referral_id'),
    prescriptions: keyBy(prescriptions, 'prescription_id'),
    waiting_list: keyBy(waiting, 'waiting_id'),
  };
}
