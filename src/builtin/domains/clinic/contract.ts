import { addDays, daysBetween } from '../../../base/days.ts';
import { change, create, must, type Reason } from '../../../domain/contract/form.ts';
import { all, at, least, lookUp, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Appointment, ClinicPolicy, ClinicState, Prescription, Referral, Slot } from './design.ts';
import { type Desk, dayOf, practitionerOf, queueOf, readContract, referralsOf, slotOf } from './read-contract.ts';
import type { ClinicReception } from './writes.ts';

function appointmentsOf({ state }: Desk, patient_id: string, status: Appointment['status']): Appointment[] {
  return where(state.appointments, (item) => item.patient_id === patient_id && item.status === status);
}

/** Days from today to an appointment, of which moving and cancelling without a fee need some. */
function daysAhead(desk: Desk, appointment: Appointment): number {
  return daysBetween(desk.today, dayOf(slotOf(desk, appointment).starts));
}

interface Need {
  readonly patient_id: string;
  readonly specialty: string;
  readonly day: string;
}

/** Rule R2: the referral with which a patient sees a kind of specialist on a day, the one that ends first. */
function usableReferral(desk: Desk, { patient_id, specialty, day }: Need): Referral | undefined {
  const usable = referralsOf(desk, patient_id).filter(
    (referral) => referral.specialty === specialty && referral.visits_left > 0 && referral.valid_until >= day,
  );
  return least(usable, ({ valid_until, referral_id }) => `${valid_until} ${referral_id}`);
}

function referralFor(desk: Desk, slot: Slot, patient_id: string): Referral | undefined {
  const { specialty } = at(desk.state.practitioners, slot.practitioner_id);
  return usableReferral(desk, { patient_id, specialty, day: dayOf(slot.starts) });
}

/** Rules R1 and R11. */
function unavailable({ now }: Desk, slot: Slot, rule: 'R1' | 'R11'): Reason[] {
  return [
    must(`${rule} the slot is not free`, () => slot.status !== 'free'),
    must(`${rule} the slot has begun`, () => slot.starts <= now),
  ];
}

/** Rule R10. */
function notTheirTurn(desk: Desk, slot: Slot, patient_id: string): Reason {
  return must('R10 somebody else waits', () => {
    const [first] = queueOf(desk, slot.practitioner_id);
    return first !== undefined && first.patient_id !== patient_id;
  });
}

/** Rule R4, second half. */
function isElsewhere(desk: Desk, slot: Slot, { patient_id, except }: { patient_id: string; except?: string }): Reason {
  return must('R4 the patient has another appointment then', () =>
    appointmentsOf(desk, patient_id, 'booked').some(
      (item) => item.appointment_id !== except && slotOf(desk, item).starts === slot.starts,
    ),
  );
}

/** Rule R6, first half. */
function notAhead(desk: Desk, appointment: Appointment): Reason[] {
  return [
    must('R6 the appointment is not booked', () => appointment.status !== 'booked'),
    must('R6 the appointment does not lie ahead', () => slotOf(desk, appointment).starts <= desk.now),
  ];
}

function ended({ state }: Desk, prescription_id: string): Reason {
  return must('R8 it is not taken any more', () => at(state.prescriptions, prescription_id).status !== 'active');
}

/** Whether the prescriber saw the patient lately enough for a controlled medicine. */
function wasSeen(desk: Desk, { patient_id, practitioner_id }: Prescription): boolean {
  return appointmentsOf(desk, patient_id, 'attended').some(
    (item) =>
      practitionerOf(desk, item).practitioner_id === practitioner_id &&
      daysBetween(dayOf(slotOf(desk, item).starts), desk.today) <= desk.policy.controlled_days,
  );
}

/** What the reception of the clinic promises. */
export const contract: ContractOf<ClinicState, ClinicPolicy, ClinicReception> = {
  ...readContract,
  book_appointment: {
    refuse(desk, { slot_id, patient_id }) {
      const { state, policy, now } = desk;
      const slot = at(state.slots, slot_id);
      const { practitioner_id, specialty, takes_new } = at(state.practitioners, slot.practitioner_id);
      return [
        ...unavailable(desk, slot, 'R1'),
        must(
          'R2 no referral with which the specialist can be seen',
          () => specialty !== 'general' && !referralFor(desk, slot, patient_id),
        ),
        must('R3 too many missed appointments', () => appointmentsOf(desk, patient_id, 'missed').length >= policy.max_missed),
        must(
          'R4 as many appointments ahead as allowed',
          () =>
            appointmentsOf(desk, patient_id, 'booked').filter((item) => slotOf(desk, item).starts > now).length >=
            policy.max_booked,
        ),
        isElsewhere(desk, slot, { patient_id }),
        must(
          'R5 no new patients are taken',
          () =>
            !takes_new &&
            !appointmentsOf(desk, patient_id, 'attended').some(
              (item) => practitionerOf(desk, item).practitioner_id === practitioner_id,
            ),
        ),
        notTheirTurn(desk, slot, patient_id),
      ];
    },
    changes(desk, { slot_id, patient_id }) {
      const slot = at(desk.state.slots, slot_id);
      const referral = referralFor(desk, slot, patient_id);
      const entry = queueOf(desk, slot.practitioner_id).find((item) => item.patient_id === patient_id);
      const referral_id = referral?.referral_id ?? null;
      return [
        create('appointments', { slot_id, patient_id, status: 'booked', cancelled_by: null, referral_id, fee_cents: 0 }),
        change('slots', slot_id, { status: 'booked' }),
        ...(referral ? [change('referrals', referral.referral_id, { visits_left: referral.visits_left - 1 })] : []),
        ...(entry ? [change('waiting_list', entry.waiting_id, { status: 'served' })] : []),
      ];
    },
  },
  move_appointment: {
    refuse(desk, { appointment_id, slot_id }) {
      const { state, policy } = desk;
      const [appointment, slot] = [at(state.appointments, appointment_id), at(state.slots, slot_id)];
      const { patient_id, referral_id } = appointment;
      const referral = lookUp(state.referrals, referral_id);
      return [
        ...notAhead(desk, appointment),
        must('R6 too late to move it', () => daysAhead(desk, appointment) < policy.cancel_days),
        must('the slot is of another practitioner', () => slotOf(desk, appointment).practitioner_id !== slot.practitioner_id),
        ...unavailable(desk, slot, 'R1'),
        must('R2 the referral is not valid then', () => referral !== undefined && referral.valid_until < dayOf(slot.starts)),
        isElsewhere(desk, slot, { patient_id, except: appointment_id }),
        notTheirTurn(desk, slot, patient_id),
      ];
    },
    changes: ({ state }, { appointment_id, slot_id }) => [
      change('appointments', appointment_id, { slot_id }),
      change('slots', at(state.appointments, appointment_id).slot_id, { status: 'free' }),
      change('slots', slot_id, { status: 'booked' }),
    ],
  },
  cancel_appointment: {
    refuse: (desk, { appointment_id }) => notAhead(desk, at(desk.state.appointments, appointment_id)),
    changes(desk, { appointment_id, by }) {
      const { state, policy } = desk;
      const appointment = at(state.appointments, appointment_id);
      const referral = lookUp(state.referrals, appointment.referral_id);
      const isLate = by === 'patient' && daysAhead(desk, appointment) < policy.cancel_days;
      const fee_cents = isLate ? policy.late_fee_cents : 0;
      return [
        change('appointments', appointment_id, { status: 'cancelled', cancelled_by: by, fee_cents }),
        change('slots', appointment.slot_id, { status: 'free' }),
        ...(referral && !isLate ? [change('referrals', referral.referral_id, { visits_left: referral.visits_left + 1 })] : []),
      ];
    },
  },
  record_attendance: {
    refuse(desk, { appointment_id }) {
      const appointment = at(desk.state.appointments, appointment_id);
      return [
        must('R7 it is recorded already, or cancelled', () => appointment.status !== 'booked'),
        must('R7 it has not begun', () => slotOf(desk, appointment).starts > desk.now),
      ];
    },
    changes: (_desk, { appointment_id, came }) => [
      change('appointments', appointment_id, { status: came ? 'attended' : 'missed' }),
    ],
  },
  excuse_missed: {
    refuse: ({ state }, { appointment_id }) => [
      must('R7 it was not missed', () => at(state.appointments, appointment_id).status !== 'missed'),
    ],
    changes: (_desk, { appointment_id }) => [change('appointments', appointment_id, { status: 'excused' })],
  },
  block_slot: {
    refuse: (desk, { slot_id }) => unavailable(desk, at(desk.state.slots, slot_id), 'R11'),
    changes: (_desk, { slot_id }) => [change('slots', slot_id, { status: 'blocked' })],
  },
  open_slot: {
    refuse: ({ state, now }, { slot_id }) => [
      must('R11 the slot is not blocked', () => at(state.slots, slot_id).status !== 'blocked'),
      must('R11 the slot has begun', () => at(state.slots, slot_id).starts <= now),
    ],
    changes: (_desk, { slot_id }) => [change('slots', slot_id, { status: 'free' })],
  },
  issue_referral: {
    refuse: (desk, { patient_id, practitioner_id, specialty }) => [
      must('R12 only general practitioners refer', () => at(desk.state.practitioners, practitioner_id).specialty !== 'general'),
      must(
        'R12 the patient has a usable referral',
        () => usableReferral(desk, { patient_id, specialty, day: desk.today }) !== undefined,
      ),
    ],
    changes: ({ today }, { patient_id, practitioner_id: issued_by, specialty, visits: visits_left }) => [
      create('referrals', { patient_id, issued_by, specialty, visits_left, valid_until: addDays(today, 180) }),
    ],
  },
  renew_prescription: {
    refuse(desk, { prescription_id }) {
      const prescription = at(desk.state.prescriptions, prescription_id);
      const usedUp = addDays(prescription.last_issued, prescription.lasts_days);
      return [
        ended(desk, prescription_id),
        must('R8 no repeats left', () => prescription.repeats_left === 0),
        must('R8 too early', () => desk.today < addDays(usedUp, -desk.policy.early_days)),
        must('R8 the prescriber has not seen the patient lately', () => prescription.controlled && !wasSeen(desk, prescription)),
      ];
    },
    changes: ({ state, today }, { prescription_id }) => [
      change('prescriptions', prescription_id, {
        last_issued: today,
        repeats_left: at(state.prescriptions, prescription_id).repeats_left - 1,
      }),
    ],
  },
  end_prescription: {
    refuse: (desk, { prescription_id }) => [ended(desk, prescription_id)],
    changes: (_desk, { prescription_id }) => [change('prescriptions', prescription_id, { status: 'ended' })],
  },
  join_waiting_list: {
    refuse(desk, { patient_id, practitioner_id }) {
      const { state, policy, today, now } = desk;
      const until = addDays(today, policy.waiting_days);
      return [
        must('R9 a slot is free soon', () =>
          all(state.slots).some(
            ({ starts, status, practitioner_id: whose }) =>
              whose === practitioner_id && status === 'free' && starts > now && dayOf(starts) <= until,
          ),
        ),
        must('R9 the patient waits already', () =>
          queueOf(desk, practitioner_id).some((entry) => entry.patient_id === patient_id),
        ),
      ];
    },
    changes: ({ now }, { patient_id, practitioner_id, urgent }) => [
      create('waiting_list', { patient_id, practitioner_id, urgent, added: now, status: 'waiting' }),
    ],
  },
  leave_waiting_list: {
    refuse: ({ state }, { waiting_id }) => [
      must('the patient does not wait any more', () => at(state.waiting_list, waiting_id).status !== 'waiting'),
    ],
    changes: (_desk, { waiting_id }) => [change('waiting_list', waiting_id, { status: 'withdrawn' })],
  },
};
