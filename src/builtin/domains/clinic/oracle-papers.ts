import { addDays, daysBetween } from '../../../base/days.ts';
import { change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  appointmentsOf,
  type Desk,
  dayOf,
  type OfPatient,
  type OfSlot,
  practitionerOf,
  queueOf,
  slotOf,
  unavailable,
  usableReferral,
} from './oracle-desk.ts';
import type { ClinicState, Prescription } from './state.ts';

interface NewReferral extends OfPatient {
  readonly practitioner_id: string;
  readonly specialty: string;
  readonly visits: number;
}

interface OfPrescription {
  readonly prescription_id: string;
}

interface Joining extends OfPatient {
  readonly practitioner_id: string;
  readonly urgent: boolean;
}

interface OfEntry {
  readonly waiting_id: string;
}

const ended = (prescription: Prescription | undefined): Reason => [
  prescription?.status !== 'active',
  'R8: there is no such prescription that is still taken',
];

/** Whether the prescriber saw the patient lately enough for a controlled medicine. */
function wasSeen({ state, policy, today }: Desk, { patient_id, practitioner_id }: Prescription): boolean {
  return appointmentsOf(state, patient_id, 'attended').some(
    (item) =>
      practitionerOf(state, item)?.practitioner_id === practitioner_id &&
      daysBetween(dayOf(slotOf(state, item)?.starts ?? ''), today) <= Number(policy.controlled_days),
  );
}

export const papers: Oracles<ClinicState> = {
  block_slot: {
    refusal: (desk, { slot_id }: OfSlot) => firstOf(unavailable(desk, desk.state.slots[slot_id])),
    changes: (_desk, { slot_id }: OfSlot) => [change('slots', slot_id, { status: 'blocked' })],
  },
  open_slot: {
    refusal: ({ state, now }, { slot_id }: OfSlot) =>
      firstOf(
        noSuch(state.slots[slot_id], 'slot'),
        [state.slots[slot_id]?.status !== 'blocked', 'R11: the slot is not blocked'],
        [(state.slots[slot_id]?.starts ?? '') <= now, 'R11: the slot has begun'],
      ),
    changes: (_desk, { slot_id }: OfSlot) => [change('slots', slot_id, { status: 'free' })],
  },
  issue_referral: {
    refusal: ({ state, today }, { patient_id, practitioner_id, specialty }: NewReferral) =>
      firstOf(
        noSuch(state.patients[patient_id], 'patient'),
        noSuch(state.practitioners[practitioner_id], 'practitioner'),
        [state.practitioners[practitioner_id]?.specialty !== 'general', 'R12: only general practitioners refer'],
        [usableReferral(state, { patient_id, specialty, day: today }) !== undefined, 'R12: the patient has a usable referral'],
      ),
    changes: ({ today }, { patient_id, practitioner_id, specialty, visits }: NewReferral) => [
      create('referrals', {
        patient_id,
        issued_by: practitioner_id,
        specialty,
        visits_left: visits,
        valid_until: addDays(today, 180),
      }),
    ],
  },
  renew_prescription: {
    refusal(desk, { prescription_id }: OfPrescription) {
      const { state, policy, today } = desk;
      const prescription = state.prescriptions[prescription_id];
      if (!prescription) return 'there is no such prescription';
      const usedUp = addDays(prescription.last_issued, prescription.lasts_days);
      return firstOf(
        ended(prescription),
        [prescription.repeats_left === 0, 'R8: no repeats left'],
        [today < addDays(usedUp, -Number(policy.early_days)), 'R8: too early'],
        [prescription.controlled && !wasSeen(desk, prescription), 'R8: the prescriber has not seen the patient lately'],
      );
    },
    changes: ({ state, today }, { prescription_id }: OfPrescription) => [
      change('prescriptions', prescription_id, {
        last_issued: today,
        repeats_left: (state.prescriptions[prescription_id]?.repeats_left ?? 0) - 1,
      }),
    ],
  },
  end_prescription: {
    refusal: ({ state }, { prescription_id }: OfPrescription) => firstOf(ended(state.prescriptions[prescription_id])),
    changes: (_desk, { prescription_id }: OfPrescription) => [change('prescriptions', prescription_id, { status: 'ended' })],
  },
  join_waiting_list: {
    refusal({ state, policy, today, now }, { patient_id, practitioner_id }: Joining) {
      const until = addDays(today, Number(policy.waiting_days));
      const isSoonFree = all(state.slots).some(
        (slot) =>
          slot.practitioner_id === practitioner_id && slot.status === 'free' && slot.starts > now && dayOf(slot.starts) <= until,
      );
      return firstOf(
        noSuch(state.patients[patient_id], 'patient'),
        noSuch(state.practitioners[practitioner_id], 'practitioner'),
        [isSoonFree, 'R9: a slot is free soon'],
        [queueOf(state, practitioner_id).some((entry) => entry.patient_id === patient_id), 'R9: the patient waits already'],
      );
    },
    changes: ({ now }, { patient_id, practitioner_id, urgent }: Joining) => [
      create('waiting_list', { patient_id, practitioner_id, urgent, added: now, status: 'waiting' }),
    ],
  },
  leave_waiting_list: {
    refusal: ({ state }, { waiting_id }: OfEntry) =>
      firstOf(noSuch(state.waiting_list[waiting_id], 'place on the list'), [
        state.waiting_list[waiting_id]?.status !== 'waiting',
        'the patient does not wait any more',
      ]),
    changes: (_desk, { waiting_id }: OfEntry) => [change('waiting_list', waiting_id, { status: 'withdrawn' })],
  },
};
