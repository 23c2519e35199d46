import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate } from '../../kit/wording.ts';
import type { ClinicState } from './design.ts';
import {
  appointmentsOf,
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

const takenSlot: RequestTemplate<ClinicState> = {
  name: 'book a slot that is taken',
  kind: 'infeasible',
  plan(setting) {
    const { random } = setting;
    for (const practitioner of doctors(setting)) {
      const slot = random.shuffle(slotsOf(setting, practitioner)).find((one) => one.status !== 'free');
      if (!slot) continue;
      const patient = patientsOf(setting).find((one) =>
        appointmentsOf(setting.state, one).every(({ appointment }) => appointment.slot_id !== slot.slot_id),
      );
      if (!patient) continue;
      const when = `${longDate(date(slot))} at ${clock(slot)}`;
      return {
        text: random.pick([
          `${patient.name} wants to see ${practitioner.name} on ${when}. It has to be that very time; otherwise the patient will call again.`,
          `Book ${patient.name} in with ${practitioner.name} for ${when}, and for no other time.`,
        ]),
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [findPatient(patient), listDoctors, slotsCall(practitioner, { date: date(slot) })],
        refused: [{ tool: 'book_appointment', arguments: { slot_id: slot.slot_id, patient_id: patient.patient_id } }],
        evidence: [{ collection: 'slots', key: slot.slot_id, attributes: ['status'] }],
      };
    }
    return undefined;
  },
};

const usedUp: RequestTemplate<ClinicState> = {
  name: 'renew a prescription without repeats',
  kind: 'infeasible',
  plan({ state, random }) {
    const all = Object.values(state.prescriptions);
    const prescription = random.shuffle(all).find((one) => one.status === 'active' && one.repeats_left === 0);
    const patient = prescription && state.patients[prescription.patient_id];
    if (!prescription || !patient) return undefined;
    const alike = all.filter((one) => one.patient_id === patient.patient_id && one.medicine === prescription.medicine);
    if (alike.length > 1) return undefined;
    return {
      text: random.pick([
        `${patient.name} has run out of ${prescription.medicine}; renew the prescription.`,
        `Please renew the ${prescription.medicine} of ${patient.name}.`,
      ]),
      records: [patientKey(patient)],
      calls: [findPatient(patient), { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } }],
      refused: [{ tool: 'renew_prescription', arguments: { prescription_id: prescription.prescription_id } }],
      evidence: [{ collection: 'prescriptions', key: prescription.prescription_id, attributes: ['repeats_left'] }],
    };
  },
};

const endedAlready: RequestTemplate<ClinicState> = {
  name: 'end a prescription that has ended',
  kind: 'already-done',
  plan({ state, random }) {
    const all = Object.values(state.prescriptions);
    const prescription = random.shuffle(all).find((one) => one.status === 'ended');
    const patient = prescription && state.patients[prescription.patient_id];
    if (!prescription || !patient) return undefined;
    if (all.filter((one) => one.patient_id === patient.patient_id && one.medicine === prescription.medicine).length > 1)
      return undefined;
    return {
      text: random.pick([
        `${patient.name} no longer takes ${prescription.medicine}; make sure that the prescription has ended.`,
        `The prescription of ${prescription.medicine} for ${patient.name} should not run any longer. See that it is ended.`,
      ]),
      records: [patientKey(patient)],
      calls: [findPatient(patient), { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } }],
      refused: [{ tool: 'end_prescription', arguments: { prescription_id: prescription.prescription_id } }],
      evidence: [{ collection: 'prescriptions', key: prescription.prescription_id, attributes: ['status'] }],
    };
  },
};

const excusedAlready: RequestTemplate<ClinicState> = {
  name: 'excuse an appointment that is excused',
  kind: 'already-done',
  plan(setting) {
    for (const patient of patientsOf(setting)) {
      const found = setting.random
        .shuffle(appointmentsOf(setting.state, patient))
        .find(({ appointment }) => appointment.status === 'excused');
      const practitioner = found && setting.state.practitioners[found.slot.practitioner_id];
      if (!found || !practitioner) continue;
      const same = appointmentsOf(setting.state, patient).filter(
        ({ slot }) => slot.practitioner_id === practitioner.practitioner_id && date(slot) === date(found.slot),
      );
      if (same.length > 1) continue;
      return {
        text: `${patient.name} had a good reason for missing ${practitioner.name} on ${longDate(date(found.slot))}, so that appointment should count as excused.`,
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [findPatient(patient), { tool: 'list_appointments', arguments: { patient_id: patient.patient_id } }],
        refused: [{ tool: 'excuse_missed', arguments: { appointment_id: found.appointment.appointment_id } }],
        evidence: [{ collection: 'appointments', key: found.appointment.appointment_id, attributes: ['status'] }],
      };
    }
    return undefined;
  },
};

export const clinicInVain: readonly RequestTemplate<ClinicState>[] = [takenSlot, usedUp, endedAlready, excusedAlready];
