import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import type { Appointment, ClinicState, Patient, Practitioner, Slot } from './design.ts';

export type ClinicSetting = Setting<ClinicState>;

export const date = (slot: Slot): string => slot.starts.slice(0, 10);

/** "9:30" */
export const clock = (slot: Slot): string => slot.starts.slice(11, 16).replace(/^0/, '');

export function doctors({ state, random }: ClinicSetting): Practitioner[] {
  return random.shuffle(Object.values(state.practitioners));
}

export function patientsOf({ state, random }: ClinicSetting): Patient[] {
  return random.shuffle(Object.values(state.patients));
}

/** Slots of a practitioner after today, in order of time. */
export function slotsOf({ state, today }: ClinicSetting, practitioner: Practitioner): Slot[] {
  return Object.values(state.slots)
    .filter((slot) => slot.practitioner_id === practitioner.practitioner_id && date(slot) > today)
    .sort((a, b) => (a.starts < b.starts ? -1 : 1));
}

export function appointmentsOf(state: ClinicState, patient: Patient): { appointment: Appointment; slot: Slot }[] {
  return Object.values(state.appointments).flatMap((appointment) => {
    const slot = state.slots[appointment.slot_id];
    return appointment.patient_id === patient.patient_id && slot ? [{ appointment, slot }] : [];
  });
}

export const findPatient = (patient: Patient): PlannedToolCall => ({ tool: 'find_patients', arguments: { text: patient.name } });

export const listDoctors: PlannedToolCall = { tool: 'list_practitioners', arguments: {} };

export const patientKey = (patient: Patient): string => `patients/${patient.patient_id}`;

export const doctorKey = (practitioner: Practitioner): string => `practitioners/${practitioner.practitioner_id}`;

export function slotsCall(practitioner: Practitioner, filter: { date?: string } = {}): PlannedToolCall {
  return { tool: 'list_slots', arguments: { practitioner_id: practitioner.practitioner_id, ...filter } };
}
