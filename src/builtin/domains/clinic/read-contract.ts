import { inOrder, type Listing, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, found, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Appointment, ClinicPolicy, ClinicState, Practitioner, Referral, Slot, WaitingEntry } from './design.ts';
import type { ClinicReads } from './reads.ts';

export type Desk = World<ClinicState, ClinicPolicy>;

export const dayOf = (when: string): string => when.slice(0, 10);

export function slotOf({ state }: Desk, { slot_id }: Appointment): Slot {
  return at(state.slots, slot_id);
}

export function practitionerOf(desk: Desk, appointment: Appointment): Practitioner {
  return at(desk.state.practitioners, slotOf(desk, appointment).practitioner_id);
}

/** Rule R10: who waits for a practitioner, in the order in which they are served. */
export function queueOf({ state }: Pick<Desk, 'state'>, practitioner_id: string): readonly WaitingEntry[] {
  const rank = ({ urgent, added, waiting_id }: WaitingEntry): string => `${urgent ? 0 : 1} ${added} ${waiting_id}`;
  return where(state.waiting_list, (entry) => entry.practitioner_id === practitioner_id && entry.status === 'waiting').sort(
    (left, right) => (rank(left) < rank(right) ? -1 : 1),
  );
}

export function referralsOf({ state }: Desk, patient_id: string): Referral[] {
  return where(state.referrals, (referral) => referral.patient_id === patient_id);
}

function slotsOf({ state, today }: Desk, practitioner_id: string, date: string | undefined): Listing {
  const slots = where(
    state.slots,
    ({ starts, ...slot }) =>
      slot.practitioner_id === practitioner_id && (date === undefined ? dayOf(starts) >= today : dayOf(starts) === date),
  ).map((slot) => {
    const appointment = all(state.appointments).find((item) => item.slot_id === slot.slot_id && item.status !== 'cancelled');
    return { slot, appointment_id: appointment?.appointment_id ?? null, patient_id: appointment?.patient_id ?? null };
  });
  return inOrder(slots, ({ slot }) => slot.starts);
}

/** What looking things up promises. */
export const readContract: ContractOf<ClinicState, ClinicPolicy, ClinicReads> = {
  find_patients: found('nobody is called that', ({ state }, { text }) =>
    inOrder(
      where(state.patients, (patient) => contains(patient.name, text)),
      'name',
    ),
  ),
  list_practitioners: {
    answer: ({ state }, { specialty }) =>
      inOrder(
        where(state.practitioners, (one) => specialty === undefined || one.specialty === specialty),
        'name',
      ),
  },
  list_slots: { answer: (desk, { practitioner_id, date }) => slotsOf(desk, practitioner_id, date) },
  list_appointments: {
    answer(desk, { patient_id, status }) {
      const items = where(
        desk.state.appointments,
        (item) => item.patient_id === patient_id && (status === undefined || item.status === status),
      ).map((appointment) => ({
        appointment,
        practitioner: practitionerOf(desk, appointment).name,
        starts: slotOf(desk, appointment).starts,
      }));
      return inOrder(items, 'starts', ({ appointment }) => appointment.appointment_id);
    },
  },
  list_referrals: { answer: (desk, { patient_id }) => inOrder(referralsOf(desk, patient_id), 'valid_until', 'referral_id') },
  list_prescriptions: {
    answer: ({ state }, { patient_id }) =>
      inOrder(
        where(state.prescriptions, (item) => item.patient_id === patient_id),
        'medicine',
        'prescription_id',
      ),
  },
  list_waiting: { answer: (desk, { practitioner_id }) => queueOf(desk, practitioner_id) },
};
