import type { Move, MoveCall, Setting } from '../domain.ts';
import { addDays, daysBetween, listOf, longDate } from '../wording.ts';
import type { Appointment, ClinicState, Patient, Practitioner, Prescription, Slot } from './clinic-state.ts';

type ClinicSetting = Setting<ClinicState>;
/** A booked appointment ahead, with everything around it. */
type Ahead = { appointment: Appointment; slot: Slot; patient: Patient; practitioner: Practitioner };

const date = (slot: Slot): string => slot.starts.slice(0, 10);
/** "9:30" */
const clock = (slot: Slot): string => slot.starts.slice(11, 16).replace(/^0/, '');
const moment = (slot: Slot): string => `${longDate(slot.starts)} at ${clock(slot)}`;

function doctors({ state, random }: ClinicSetting): Practitioner[] {
  return random.shuffle(Object.values(state.practitioners));
}

function patientsOf({ state, random }: ClinicSetting): Patient[] {
  return random.shuffle(Object.values(state.patients));
}

/** Slots of a practitioner after today, in order of time. */
function slotsOf({ state, today }: ClinicSetting, practitioner: Practitioner): Slot[] {
  return Object.values(state.slots)
    .filter((slot) => slot.practitioner_id === practitioner.practitioner_id && date(slot) > today)
    .sort((a, b) => (a.starts < b.starts ? -1 : 1));
}

function freeSlots(setting: ClinicSetting, practitioner: Practitioner): Slot[] {
  return slotsOf(setting, practitioner).filter((slot) => slot.status === 'free');
}

function queueOf(state: ClinicState, practitioner: Practitioner): Patient[] {
  const key = (entry: ClinicState['waiting_list'][string]): string => `${entry.urgent ? 0 : 1} ${entry.added}`;
  return Object.values(state.waiting_list)
    .filter((entry) => entry.practitioner_id === practitioner.practitioner_id && entry.status === 'waiting')
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((entry) => state.patients[entry.patient_id] ?? []);
}

function appointmentsOf(state: ClinicState, patient: Patient): { appointment: Appointment; slot: Slot }[] {
  return Object.values(state.appointments).flatMap((appointment) => {
    const slot = state.slots[appointment.slot_id];
    return appointment.patient_id === patient.patient_id && slot ? [{ appointment, slot }] : [];
  });
}

/** Appointments after today that patient and practitioner single out, in random order. */
function ahead({ state, today, random }: ClinicSetting): Ahead[] {
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

const findPatient = (patient: Patient): MoveCall => ({ tool: 'find_patients', arguments: { text: patient.name } });
const listDoctors: MoveCall = { tool: 'list_practitioners', arguments: {} };
const patientKey = (patient: Patient): string => `patients/${patient.patient_id}`;
const doctorKey = (practitioner: Practitioner): string => `practitioners/${practitioner.practitioner_id}`;

function slotsCall(practitioner: Practitioner, filter: { date?: string; status?: string }): MoveCall {
  return { tool: 'list_slots', arguments: { practitioner_id: practitioner.practitioner_id, ...filter } };
}

const bookWished: Move<ClinicState> = {
  name: 'book a slot or the next one',
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

const earliestOrWait: Move<ClinicState> = {
  name: 'earliest slot or waiting list',
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
          `Book the earliest free appointment with ${practitioner.name} for ${patient.name}. If there is none within the next ${days} days, put ${patient.name.split(' ')[0]} on the waiting list, not as urgent.`,
          `${patient.name} needs to see ${practitioner.name} as soon as possible: take the first free slot within the next ${days} days, or add an ordinary place on the waiting list when there is none.`,
        ]),
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          listDoctors,
          slotsCall(practitioner, { status: 'free' }),
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

const cancel: Move<ClinicState> = {
  name: 'cancel an appointment',
  plan(setting) {
    const { random } = setting;
    const found = ahead(setting)[0];
    if (!found) return undefined;
    const { appointment, slot, patient, practitioner } = found;
    return {
      text: random.pick([
        `${patient.name} cannot come to ${practitioner.name} on ${longDate(slot.starts)} and cancels.`,
        `Please cancel the appointment of ${patient.name} with ${practitioner.name}; ${patient.name.split(' ')[0]} asked for it.`,
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

const moveLater: Move<ClinicState> = {
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
          slotsCall(practitioner, { status: 'free' }),
          { tool: 'move_appointment', arguments: { appointment_id: appointment.appointment_id, slot_id: target.slot_id } },
        ],
      };
    }
    return undefined;
  },
};

const recordDay: Move<ClinicState> = {
  name: 'record the attendance of a day',
  plan(setting) {
    const { state, today, random } = setting;
    for (const practitioner of doctors(setting)) {
      const open = Object.values(state.appointments).flatMap((appointment) => {
        const slot = state.slots[appointment.slot_id];
        const patient = state.patients[appointment.patient_id];
        const due =
          appointment.status === 'booked' && slot && slot.practitioner_id === practitioner.practitioner_id && date(slot) < today;
        return due && patient ? [{ appointment, slot, patient }] : [];
      });
      const days = new Set(open.map((item) => date(item.slot)));
      const patients = new Set(open.map((item) => item.patient));
      const [day] = days;
      if (day === undefined || days.size > 1 || patients.size < open.length) continue;
      const absent = open.length > 1 && random.chance(0.6) ? random.pick(open) : undefined;
      return {
        text: absent
          ? `On ${longDate(day)} everybody came to ${practitioner.name} except ${absent.patient.name}. Record the attendance of that day.`
          : `Everyone who was booked with ${practitioner.name} on ${longDate(day)} came. Please record that.`,
        records: [doctorKey(practitioner), ...open.map((item) => patientKey(item.patient))],
        calls: [
          listDoctors,
          slotsCall(practitioner, { date: day }),
          ...(absent ? [findPatient(absent.patient)] : []),
          ...open.map((item) => ({
            tool: 'record_attendance',
            arguments: { appointment_id: item.appointment.appointment_id, came: item !== absent },
          })),
        ],
      };
    }
    return undefined;
  },
};

const excuse: Move<ClinicState> = {
  name: 'excuse missed appointments',
  plan(setting) {
    const { state, random } = setting;
    const patient = patientsOf(setting).find((one) =>
      appointmentsOf(state, one).some((item) => item.appointment.status === 'missed'),
    );
    if (!patient) return undefined;
    const missed = appointmentsOf(state, patient).filter((item) => item.appointment.status === 'missed');
    return {
      text: random.pick([
        `${patient.name} has handed in a doctor's note for ${missed.length === 1 ? 'the missed appointment' : 'all missed appointments'}; excuse ${missed.length === 1 ? 'it' : 'them'}.`,
        `Excuse everything that ${patient.name} missed: it was because of a stay in hospital.`,
      ]),
      records: [patientKey(patient)],
      calls: [
        findPatient(patient),
        { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'missed' } },
        ...missed.map((item) => ({ tool: 'excuse_missed', arguments: { appointment_id: item.appointment.appointment_id } })),
      ],
    };
  },
};

function renewable({ state, policy, today }: ClinicSetting, item: Prescription): boolean {
  const seen = Object.values(state.appointments).some((appointment) => {
    const slot = state.slots[appointment.slot_id];
    const fits =
      appointment.status === 'attended' &&
      appointment.patient_id === item.patient_id &&
      slot?.practitioner_id === item.practitioner_id;
    return fits && daysBetween(date(slot), today) <= Number(policy.controlled_days);
  });
  const due = addDays(item.last_issued, item.lasts_days - Number(policy.early_days)) <= today;
  return item.status === 'active' && item.repeats_left > 0 && due && (!item.controlled || seen);
}

const renew: Move<ClinicState> = {
  name: 'renew prescriptions',
  plan(setting) {
    const { state, random } = setting;
    for (const patient of patientsOf(setting)) {
      const own = Object.values(state.prescriptions).filter((item) => item.patient_id === patient.patient_id);
      const possible = own.filter((item) => renewable(setting, item));
      const [first] = possible;
      if (!first) continue;
      const all = own.length > 1;
      return {
        text: all
          ? `${patient.name} asks for all prescriptions that can be renewed today. Renew those, and leave the others alone.`
          : random.pick([
              `${patient.name} is running out of ${first.medicine}. Please renew the prescription.`,
              `Issue another package of ${first.medicine} for ${patient.name}.`,
            ]),
        // Recording an attendance could make a controlled medicine renewable.
        records: [patientKey(patient)],
        calls: [
          findPatient(patient),
          { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } },
          ...possible.map((item) => ({ tool: 'renew_prescription', arguments: { prescription_id: item.prescription_id } })),
        ],
      };
    }
    return undefined;
  },
};

const endMedicine: Move<ClinicState> = {
  name: 'end a prescription',
  plan(setting) {
    const { state, random } = setting;
    const item = random.shuffle(Object.values(state.prescriptions)).find((one) => one.status === 'active');
    const patient = item && state.patients[item.patient_id];
    if (!item || !patient) return undefined;
    return {
      text: random.pick([
        `${patient.name} no longer takes ${item.medicine}; end that prescription.`,
        `The doctor has stopped ${item.medicine} for ${patient.name}. Please end the prescription.`,
      ]),
      records: [patientKey(patient)],
      calls: [
        findPatient(patient),
        { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } },
        { tool: 'end_prescription', arguments: { prescription_id: item.prescription_id } },
      ],
    };
  },
};

const referAndBook: Move<ClinicState> = {
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
          ...(slot ? [slotsCall(practitioner, { status: 'free' })] : []),
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

const leaveList: Move<ClinicState> = {
  name: 'leave a waiting list',
  plan(setting) {
    const { state, random } = setting;
    const entry = random.shuffle(Object.values(state.waiting_list)).find((one) => one.status === 'waiting');
    const patient = entry && state.patients[entry.patient_id];
    const practitioner = entry && state.practitioners[entry.practitioner_id];
    if (!entry || !patient || !practitioner) return undefined;
    return {
      text: random.pick([
        `${patient.name} has found help elsewhere and no longer waits for ${practitioner.name}.`,
        `Take ${patient.name} off the waiting list of ${practitioner.name}.`,
      ]),
      records: [patientKey(patient), doctorKey(practitioner)],
      calls: [
        findPatient(patient),
        listDoctors,
        { tool: 'list_waiting', arguments: { practitioner_id: practitioner.practitioner_id } },
        { tool: 'leave_waiting_list', arguments: { waiting_id: entry.waiting_id } },
      ],
    };
  },
};

const clearDay: Move<ClinicState> = {
  name: 'clear a day of a practitioner',
  plan(setting) {
    const { state, random } = setting;
    for (const practitioner of doctors(setting)) {
      const days = random.shuffle([...new Set(slotsOf(setting, practitioner).map(date))]);
      for (const day of days) {
        const slots = slotsOf(setting, practitioner).filter((slot) => date(slot) === day && slot.status !== 'blocked');
        const booked = Object.values(state.appointments).filter(
          (item) => item.status === 'booked' && slots.some((slot) => slot.slot_id === item.slot_id),
        );
        if (slots.length === 0 || booked.length > 2) continue;
        const people = booked.flatMap((item) => state.patients[item.patient_id] ?? []);
        return {
          text:
            booked.length === 0
              ? `${practitioner.name} is at a conference on ${longDate(day)}. Block every slot of that day that is free.`
              : `${practitioner.name} is ill on ${longDate(day)}. Cancel every appointment of that day on the part of the clinic, then block all slots of the day.`,
          records: [doctorKey(practitioner), ...people.map(patientKey)],
          calls: [
            listDoctors,
            slotsCall(practitioner, { date: day }),
            ...booked.map((item) => ({
              tool: 'cancel_appointment',
              arguments: { appointment_id: item.appointment_id, by: 'clinic' },
            })),
            ...slots.map((slot) => ({ tool: 'block_slot', arguments: { slot_id: slot.slot_id } })),
          ],
        };
      }
    }
    return undefined;
  },
};

const reopenDay: Move<ClinicState> = {
  name: 'open blocked slots',
  plan(setting) {
    const { random } = setting;
    for (const practitioner of doctors(setting)) {
      const blocked = slotsOf(setting, practitioner).filter((slot) => slot.status === 'blocked');
      const [first] = random.shuffle(blocked);
      if (!first) continue;
      const same = blocked.filter((slot) => date(slot) === date(first));
      return {
        text: `${practitioner.name} can work on ${longDate(first.starts)} after all. Open ${same.length === 1 ? 'the blocked slot' : `the blocked slots at ${listOf(same.map(clock))}`} of that day again.`,
        records: [doctorKey(practitioner)],
        calls: [
          listDoctors,
          slotsCall(practitioner, { date: date(first), status: 'blocked' }),
          ...same.map((slot) => ({ tool: 'open_slot', arguments: { slot_id: slot.slot_id } })),
        ],
      };
    }
    return undefined;
  },
};

const swapForFirst: Move<ClinicState> = {
  name: 'cancel and give the slot to the first who waits',
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

export const moves: readonly Move<ClinicState>[] = [
  bookWished,
  renew,
  cancel,
  earliestOrWait,
  recordDay,
  moveLater,
  referAndBook,
  excuse,
  clearDay,
  leaveList,
  swapForFirst,
  endMedicine,
  reopenDay,
];
