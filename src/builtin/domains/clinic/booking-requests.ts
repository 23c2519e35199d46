import { addDays, daysBetween } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate } from '../../kit/wording.ts';
import type { Appointment, ClinicState, Patient, Practitioner, Slot } from './design.ts';
import {
  appointmentsOf,
  type ClinicSetting,
  clock,
  date,
  doctorKey,
  doctors,
  findPatient,
  listDoctors,
  patientKey,
  patientsOf,
  slotsCall,
  slotsOf,
} from './lookups.ts';

/** A booked appointment ahead, with everything around it. */
export type Ahead = { appointment: Appointment; slot: Slot; patient: Patient; practitioner: Practitioner };

const moment = (slot: Slot): string => `${longDate(slot.starts)} at ${clock(slot)}`;

export function freeSlots(setting: ClinicSetting, practitioner: Practitioner): Slot[] {
  return slotsOf(setting, practitioner).filter((slot) => slot.status === 'free');
}

export function queueOf(state: ClinicState, practitioner: Practitioner): Patient[] {
  const key = (entry: ClinicState['waiting_list'][string]): string => `${entry.urgent ? 0 : 1} ${entry.added}`;
  return Object.values(state.waiting_list)
    .filter((entry) => entry.practitioner_id === practitioner.practitioner_id && entry.status === 'waiting')
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((entry) => state.patients[entry.patient_id] ?? []);
}

/** Appointments after today that patient and practitioner single out, in random order. */
export function ahead({ state, today, random }: ClinicSetting): Ahead[] {
  const all = random.shuffle(Object.values(state.appointments)).flatMap((appointment): Ahead[] => {
    const slot = state.slots[appointment.slot_id];
    const patient = state.patients[appointment.patient_id];
    const practitioner = slot && state.practitioners[slot.practitioner_id];
    return appointment.status === 'booked' && slot && patient && practitioner && date(slot) > today
      ? [{ appointment, slot, patient, practitioner }]
      : [];
  });
  return all.filter(
    (item) => all.filter((other) => other.patient === item.patient && other.practitioner === item.practitioner).length === 1,
  );
}

/** Whether a patient may be given a slot, by all the rules of booking. */
function mayBook({ state, policy, today }: ClinicSetting, patient: Patient, practitioner: Practitioner, slot: Slot): boolean {
  const own = appointmentsOf(state, patient);
  const coming = own.filter((item) => item.appointment.status === 'booked' && date(item.slot) > today);
  const first = queueOf(state, practitioner)[0];
  const referred = Object.values(state.referrals).some(
    (item) =>
      item.patient_id === patient.patient_id &&
      item.specialty === practitioner.specialty &&
      item.visits_left > 0 &&
      item.valid_until >= date(slot),
  );
  return (
    own.filter((item) => item.appointment.status === 'missed').length < Number(policy.max_missed) &&
    coming.length < Number(policy.max_booked) &&
    own.every((item) => item.appointment.status !== 'booked' || item.slot.starts !== slot.starts) &&
    (practitioner.takes_new ||
      own.some((item) => item.appointment.status === 'attended' && item.slot.practitioner_id === practitioner.practitioner_id)) &&
    (!first || first === patient) &&
    (practitioner.specialty === 'general' || referred)
  );
}

const bookWished: RequestTemplate<ClinicState> = {
  name: 'book a slot or the next one',
  kind: 'conditional',
  plan(setting) {
    const { random } = setting;
    for (const practitioner of doctors(setting)) {
      for (const wished of random.shuffle(slotsOf(setting, practitioner))) {
        const later = freeSlots(setting, practitioner).find((slot) => date(slot) === date(wished) && slot.starts > wished.starts);
        const slot = wished.status === 'free' ? wished : later;
        const patient = slot && patientsOf(setting).find((one) => mayBook(setting, one, practitioner, slot));
        if (!slot || !patient || (wished.status !== 'free' && random.chance(0.3))) continue;
        return {
          text: random.pick([
            `${patient.name} would like to see ${practitioner.name} on ${moment(wished)}. If that is taken, book the next free time later that day.`,
            `If ${practitioner.name} is still free on ${moment(wished)}, book it for ${patient.name}; otherwise take the next free slot of that day.`,
          ]),
          records: [patientKey(patient), doctorKey(practitioner)],
          calls: [
            findPatient(patient),
            listDoctors,
            slotsCall(practitioner, { date: date(wished) }),
            { tool: 'book_appointment', arguments: { slot_id: slot.slot_id, patient_id: patient.patient_id } },
          ],
        };
      }
    }
    return undefined;
  },
};

const earliestOrWait: RequestTemplate<ClinicState> = {
  name: 'earliest slot or waiting list',
  kind: 'conditional',
  plan(setting) {
    const { state, policy, today, random } = setting;
    const days = Number(policy.waiting_days);
    for (const practitioner of doctors(setting)) {
      const slot = freeSlots(setting, practitioner).find((one) => date(one) <= addDays(today, days));
      const queue = queueOf(state, practitioner);
      const patient = patientsOf(setting).find(
        (one) => !queue.includes(one) && (!slot || mayBook(setting, one, practitioner, slot)),
      );
      if (!patient) continue;
      return {
        text: random.pick([
          `Book the earliest free appointment with ${practitioner.name} for ${patient.name}. If there is none within the next ${days} days, add the patient to the waiting list, not as urgent.`,
          `${patient.name} needs to see ${practitioner.name} as soon as possible: take the first free slot within the next ${days} days, or add an ordinary place on the waiting list when there is none.`,
        ]),
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          listDoctors,
          slotsCall(practitioner),
          slot
            ? { tool: 'book_appointment', arguments: { slot_id: slot.slot_id, patient_id: patient.patient_id } }
            : {
                tool: 'join_waiting_list',
                arguments: { patient_id: patient.patient_id, practitioner_id: practitioner.practitioner_id },
              },
        ],
      };
    }
    return undefined;
  },
};

const cancel: RequestTemplate<ClinicState> = {
  name: 'cancel an appointment',
  plan(setting) {
    const { random } = setting;
    const found = ahead(setting)[0];
    if (!found) return undefined;
    const { appointment, slot, patient, practitioner } = found;
    return {
      text: random.pick([
        `${patient.name} cannot come to ${practitioner.name} on ${longDate(slot.starts)} and cancels.`,
        `Please cancel the appointment of ${patient.name} with ${practitioner.name}; the patient asked for it.`,
      ]),
      records: [patientKey(patient), doctorKey(practitioner)],
      calls: [
        findPatient(patient),
        { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'booked' } },
        { tool: 'cancel_appointment', arguments: { appointment_id: appointment.appointment_id, by: 'patient' } },
      ],
    };
  },
};

const moveLater: RequestTemplate<ClinicState> = {
  name: 'move an appointment',
  plan(setting) {
    const { state, policy, today, random } = setting;
    for (const { appointment, slot, patient, practitioner } of ahead(setting)) {
      if (daysBetween(today, date(slot)) < Number(policy.cancel_days) || queueOf(state, practitioner).length > 0) continue;
      const referral = appointment.referral_id === null ? undefined : state.referrals[appointment.referral_id];
      const target = freeSlots(setting, practitioner).find((one) => date(one) > date(slot));
      const clash = appointmentsOf(state, patient).some(
        (item) => item.appointment.status === 'booked' && item.slot.starts === target?.starts,
      );
      if (!target || clash || (referral && referral.valid_until < date(target))) continue;
      return {
        text: random.pick([
          `${patient.name} is travelling on ${longDate(slot.starts)}. Move the appointment with ${practitioner.name} to the first free slot on a later day.`,
          `Postpone ${patient.name}'s appointment with ${practitioner.name} to the earliest free time after ${longDate(slot.starts)}, not on the same day.`,
        ]),
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'booked' } },
          listDoctors,
          slotsCall(practitioner),
          { tool: 'move_appointment', arguments: { appointment_id: appointment.appointment_id, slot_id: target.slot_id } },
        ],
      };
    }
    return undefined;
  },
};

const referAndBook: RequestTemplate<ClinicState> = {
  name: 'refer and book',
  plan(setting) {
    const { state, today, random } = setting;
    const family = doctors(setting).find((one) => one.specialty === 'general');
    for (const practitioner of doctors(setting)) {
      const { specialty } = practitioner;
      if (!family || specialty === 'general') continue;
      const visits = random.integer(2, 6);
      const slot = queueOf(state, practitioner).length === 0 ? freeSlots(setting, practitioner)[0] : undefined;
      const referral = { referral_id: '', issued_by: '', specialty, visits_left: visits, valid_until: addDays(today, 180) };
      const patient = patientsOf(setting).find((one) => {
        const usable = Object.values(state.referrals).some(
          (item) =>
            item.patient_id === one.patient_id &&
            item.specialty === specialty &&
            item.visits_left > 0 &&
            item.valid_until >= today,
        );
        const after = {
          ...setting,
          state: { ...state, referrals: { ...state.referrals, new: { ...referral, patient_id: one.patient_id } } },
        };
        return !usable && (!slot || mayBook(after, one, practitioner, slot));
      });
      if (!patient) continue;
      return {
        text: `${family.name} refers ${patient.name} to ${specialty} for ${visits} visits. Write the referral${slot ? ` and book the earliest free slot with ${practitioner.name} on it.` : '; no appointment is needed yet.'}`,
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          listDoctors,
          ...(slot ? [slotsCall(practitioner)] : []),
          {
            tool: 'issue_referral',
            arguments: { patient_id: patient.patient_id, practitioner_id: family.practitioner_id, specialty, visits },
          },
          ...(slot ? [{ tool: 'book_appointment', arguments: { slot_id: slot.slot_id, patient_id: patient.patient_id } }] : []),
        ],
      };
    }
    return undefined;
  },
};

const swapForFirst: RequestTemplate<ClinicState> = {
  name: 'cancel and give the slot to the first who waits',
  kind: 'compensating',
  plan(setting) {
    const { state } = setting;
    for (const { appointment, slot, patient, practitioner } of ahead(setting)) {
      const first = queueOf(state, practitioner)[0];
      if (!first || first === patient || !mayBook(setting, first, practitioner, slot)) continue;
      return {
        text: `${patient.name} cancels the appointment with ${practitioner.name} on ${longDate(slot.starts)}. Give the slot to whoever is first on the waiting list.`,
        records: [patientKey(patient), patientKey(first), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'booked' } },
          listDoctors,
          { tool: 'list_waiting', arguments: { practitioner_id: practitioner.practitioner_id } },
          { tool: 'cancel_appointment', arguments: { appointment_id: appointment.appointment_id, by: 'patient' } },
          { tool: 'book_appointment', arguments: { slot_id: slot.slot_id, patient_id: first.patient_id } },
        ],
      };
    }
    return undefined;
  },
};

export const bookingMoves: readonly RequestTemplate<ClinicState>[] = [
  bookWished,
  cancel,
  earliestOrWait,
  moveLater,
  referAndBook,
  swapForFirst,
];
