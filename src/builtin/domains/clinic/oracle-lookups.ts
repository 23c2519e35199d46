import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { dayOf, type OfPatient, practitionerOf, queueOf, referralsOf, slotOf } from './oracle-desk.ts';
import type { ClinicState, Patient } from './state.ts';

interface OfPractitioner {
  readonly practitioner_id: string;
}

interface SlotSearch extends OfPractitioner {
  readonly date?: string;
}

const called = ({ patients }: ClinicState, text: string): Patient[] =>
  all(patients).filter((patient) => contains(patient.name, text));

export const lookups: Oracles<ClinicState> = {
  find_patients: {
    refusal: ({ state }, { text }: { text: string }) => firstOf([called(state, text).length === 0, 'nobody is called that']),
    answer: ({ state }, { text }: { text: string }) => inOrderOf(called(state, text), (patient) => patient.name),
  },
  list_practitioners: {
    refusal: () => undefined,
    answer: ({ state }, { specialty }: { specialty?: string }) =>
      inOrderOf(
        all(state.practitioners).filter((one) => specialty === undefined || one.specialty === specialty),
        (one) => one.name,
      ),
  },
  list_slots: {
    refusal: ({ state }, { practitioner_id }: SlotSearch) =>
      firstOf(noSuch(state.practitioners[practitioner_id], 'practitioner')),
    answer({ state, today }, { practitioner_id, date }: SlotSearch) {
      const slots = all(state.slots).filter(
        (slot) =>
          slot.practitioner_id === practitioner_id &&
          (date === undefined ? dayOf(slot.starts) >= today : dayOf(slot.starts) === date),
      );
      return inOrderOf(slots, (slot) => slot.starts).map((slot) => {
        const appointment = all(state.appointments).find((item) => item.slot_id === slot.slot_id && item.status !== 'cancelled');
        return {
          slot,
          appointment_id: appointment?.appointment_id ?? null,
          patient_id: appointment?.patient_id ?? null,
        };
      });
    },
  },
  list_appointments: {
    refusal: ({ state }, { patient_id }: OfPatient) => firstOf(noSuch(state.patients[patient_id], 'patient')),
    answer({ state }, { patient_id, status }: OfPatient & { status?: string }) {
      const items = all(state.appointments)
        .filter((item) => item.patient_id === patient_id && (status === undefined || item.status === status))
        .map((appointment) => ({
          appointment,
          practitioner: practitionerOf(state, appointment)?.name ?? '',
          starts: slotOf(state, appointment)?.starts ?? '',
        }));
      return inOrderOf(
        items,
        (item) => item.starts,
        (item) => item.appointment.appointment_id,
      );
    },
  },
  list_referrals: {
    refusal: ({ state }, { patient_id }: OfPatient) => firstOf(noSuch(state.patients[patient_id], 'patient')),
    answer: ({ state }, { patient_id }: OfPatient) => referralsOf(state, patient_id),
  },
  list_prescriptions: {
    refusal: ({ state }, { patient_id }: OfPatient) => firstOf(noSuch(state.patients[patient_id], 'patient')),
    answer: ({ state }, { patient_id }: OfPatient) =>
      inOrderOf(
        all(state.prescriptions).filter((item) => item.patient_id === patient_id),
        (item) => item.medicine,
        (item) => item.prescription_id,
      ),
  },
  list_waiting: {
    refusal: ({ state }, { practitioner_id }: OfPractitioner) =>
      firstOf(noSuch(state.practitioners[practitioner_id], 'practitioner')),
    answer: ({ state }, { practitioner_id }: OfPractitioner) => queueOf(state, practitioner_id),
  },
};
