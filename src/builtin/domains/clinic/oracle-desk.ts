import { all, inOrderOf, type Moment, type Reason } from '../../kit/oracle.ts';
import type { Appointment, ClinicState, Practitioner, Slot } from './state.ts';

export type Desk = Moment<ClinicState>;
type Referral = ClinicState['referrals'][string];
type WaitingEntry = ClinicState['waiting_list'][string];

export interface OfAppointment {
  readonly appointment_id: string;
}

export interface OfSlot {
  readonly slot_id: string;
}

export interface OfPatient {
  readonly patient_id: string;
}

export const dayOf = (when: string): string => when.slice(0, 10);

export function slotOf({ slots }: ClinicState, appointment: Appointment | undefined): Slot | undefined {
  return slots[appointment?.slot_id ?? ''];
}

export function practitionerOf(state: ClinicState, appointment: Appointment): Practitioner | undefined {
  return state.practitioners[slotOf(state, appointment)?.practitioner_id ?? ''];
}

export function appointmentsOf({ appointments }: ClinicState, patient_id: string, status: Appointment['status']): Appointment[] {
  return all(appointments).filter((appointment) => appointment.patient_id === patient_id && appointment.status === status);
}

/** Rule R10: who waits for a practitioner, in the order in which they are served. */
export function queueOf({ waiting_list }: ClinicState, practitioner_id: string): WaitingEntry[] {
  return inOrderOf(
    all(waiting_list).filter((entry) => entry.practitioner_id === practitioner_id && entry.status === 'waiting'),
    (entry) => (entry.urgent ? 0 : 1),
    (entry) => entry.added,
    (entry) => entry.waiting_id,
  );
}

/** Referrals of a patient, the one that ends first at the top. */
export function referralsOf({ referrals }: ClinicState, patient_id: string): Referral[] {
  return inOrderOf(
    all(referrals).filter((referral) => referral.patient_id === patient_id),
    (referral) => referral.valid_until,
    (referral) => referral.referral_id,
  );
}

/** Rule R2: the referral with which a patient sees a kind of specialist on a day. */
export function usableReferral(state: ClinicState, need: OfPatient & { specialty: string; day: string }): Referral | undefined {
  return referralsOf(state, need.patient_id).find(
    (referral) => referral.specialty === need.specialty && referral.visits_left > 0 && referral.valid_until >= need.day,
  );
}

/** Rules R1 and R11. */
export function unavailable({ now }: Desk, slot: Slot | undefined): Reason {
  return [slot?.status !== 'free' || slot.starts <= now, 'R1, R11: there is no such free slot in the future'];
}

/** Rule R10. */
export function notTheirTurn({ state }: Desk, slot: Slot | undefined, patient_id: string): Reason {
  const [first] = queueOf(state, slot?.practitioner_id ?? '');
  return [first !== undefined && first.patient_id !== patient_id, 'R10: somebody else waits'];
}

/** Rule R4, second half. */
export function isElsewhere(
  { state }: Desk,
  slot: Slot | undefined,
  { patient_id, except }: OfPatient & { except?: string },
): Reason {
  return [
    appointmentsOf(state, patient_id, 'booked').some(
      (appointment) => appointment.appointment_id !== except && slotOf(state, appointment)?.starts === slot?.starts,
    ),
    'R4: the patient has another appointment then',
  ];
}

/** Rule R6, first half. */
export function notAhead({ state, now }: Desk, appointment: Appointment | undefined): Reason {
  return [
    appointment?.status !== 'booked' || (slotOf(state, appointment)?.starts ?? '') <= now,
    'R6: there is no such booked appointment in the future',
  ];
}
