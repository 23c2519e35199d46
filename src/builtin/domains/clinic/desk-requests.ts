import { addDays, daysBetween } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { listOf, longDate } from '../../kit/wording.ts';
import type { ClinicState, Prescription } from './design.ts';
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

const recordDay: RequestTemplate<ClinicState> = {
  name: 'record the attendance of a day',
  kind: 'bulk',
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

const excuse: RequestTemplate<ClinicState> = {
  name: 'excuse missed appointments',
  kind: 'bulk',
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

const renew: RequestTemplate<ClinicState> = {
  name: 'renew prescriptions',
  kind: 'bulk',
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

const endMedicine: RequestTemplate<ClinicState> = {
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

const leaveList: RequestTemplate<ClinicState> = {
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

const clearDay: RequestTemplate<ClinicState> = {
  name: 'clear a day of a practitioner',
  kind: 'bulk',
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

const reopenDay: RequestTemplate<ClinicState> = {
  name: 'open blocked slots',
  kind: 'bulk',
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
          slotsCall(practitioner, { date: date(first) }),
          ...same.map((slot) => ({ tool: 'open_slot', arguments: { slot_id: slot.slot_id } })),
        ],
      };
    }
    return undefined;
  },
};

export const deskMoves: readonly RequestTemplate<ClinicState>[] = [
  renew,
  recordDay,
  excuse,
  clearDay,
  leaveList,
  endMedicine,
  reopenDay,
];
