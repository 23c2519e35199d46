import { all, at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { longDate } from '../../kit/wording.ts';
import { contract } from './contract.ts';
import {
  type Appointment,
  type ClinicPolicy,
  type ClinicState,
  design,
  type Patient,
  type Practitioner,
  type Slot,
} from './design.ts';
import { dayOf } from './read-contract.ts';
import type { ClinicReception } from './writes.ts';

export type Desk = Scene<ClinicState, ClinicPolicy>;

export const call = callsOf<ClinicReception>();

/** How a record is found by whoever knows names and days. */
const finders: Finders<ClinicState> = {
  patients: ({ name }) => [call('find_patients', { text: name })],
  practitioners: () => [call('list_practitioners', {})],
  slots: ({ practitioner_id, starts }, { practitioners }) => [
    at(practitioners, practitioner_id),
    call('list_slots', { practitioner_id, date: dayOf(starts) }),
  ],
  appointments: ({ patient_id, status }, { patients }) => [
    at(patients, patient_id),
    call('list_appointments', { patient_id, status }),
  ],
  prescriptions: ({ patient_id }, { patients }) => [at(patients, patient_id), call('list_prescriptions', { patient_id })],
  waiting_list: ({ practitioner_id }, { practitioners }) => [
    at(practitioners, practitioner_id),
    call('list_waiting', { practitioner_id }),
  ],
};

export const request = requestsOf<ClinicState, ClinicPolicy>(design, contract, finders);

export interface Visit {
  readonly appointment: Appointment;
  readonly slot: Slot;
  readonly patient: Patient;
  readonly practitioner: Practitioner;
}

export function visits({ state }: Desk): Visit[] {
  return all(state.appointments).map((appointment) => {
    const slot = at(state.slots, appointment.slot_id);
    const practitioner = at(state.practitioners, slot.practitioner_id);
    return { appointment, slot, practitioner, patient: at(state.patients, appointment.patient_id) };
  });
}

/** Slots of a practitioner after today, in order of time. */
export function slotsOf({ state, today }: Desk, { practitioner_id }: Practitioner): Slot[] {
  return where(state.slots, (slot) => slot.practitioner_id === practitioner_id && dayOf(slot.starts) > today).sort((a, b) =>
    a.starts < b.starts ? -1 : 1,
  );
}

/** "9:30" */
export const clock = (slot: Slot): string => slot.starts.slice(11, 16).replace(/^0/, '');

/** "Friday 13 March at 9:30" */
export const moment = (slot: Slot): string => `${longDate(dayOf(slot.starts))} at ${clock(slot)}`;
