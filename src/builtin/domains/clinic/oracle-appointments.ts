import { daysBetween } from '../../../base/days.ts';
import { change, create } from '../../../domain/contract/form.ts';
import { firstOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import {
  appointmentsOf,
  type Desk,
  dayOf,
  isElsewhere,
  notAhead,
  notTheirTurn,
  type OfAppointment,
  type OfPatient,
  type OfSlot,
  practitionerOf,
  queueOf,
  slotOf,
  unavailable,
  usableReferral,
} from './oracle-desk.ts';
import type { ClinicState } from './state.ts';

type Booking = OfSlot & OfPatient;
type Move = OfAppointment & OfSlot;
type Cancellation = OfAppointment & { readonly by: string };
type Attendance = OfAppointment & { readonly came: boolean };

/** Days from today to an appointment, of which moving and cancelling without a fee need some. */
function daysAhead({ state, today }: Desk, appointment_id: string): number {
  return daysBetween(today, dayOf(slotOf(state, state.appointments[appointment_id])?.starts ?? today));
}

function referralFor(state: ClinicState, { slot_id, patient_id }: Booking): ReturnType<typeof usableReferral> {
  const slot = state.slots[slot_id];
  const specialty = state.practitioners[slot?.practitioner_id ?? '']?.specialty ?? '';
  return usableReferral(state, { patient_id, specialty, day: dayOf(slot?.starts ?? '') });
}

export const appointments: Oracles<ClinicState> = {
  book_appointment: {
    refusal(desk, { slot_id, patient_id }: Booking) {
      const { state, policy, now } = desk;
      const slot = state.slots[slot_id];
      const practitioner = state.practitioners[slot?.practitioner_id ?? ''];
      if (!slot || !practitioner || !state.patients[patient_id]) return 'there is no such slot or patient';
      const ahead = appointmentsOf(state, patient_id, 'booked').filter((item) => (slotOf(state, item)?.starts ?? '') > now);
      const isKnown = appointmentsOf(state, patient_id, 'attended').some(
        (item) => practitionerOf(state, item)?.practitioner_id === practitioner.practitioner_id,
      );
      return firstOf(
        unavailable(desk, slot),
        [
          practitioner.specialty !== 'general' && !referralFor(state, { slot_id, patient_id }),
          'R2: no referral with which the specialist can be seen',
        ],
        [appointmentsOf(state, patient_id, 'missed').length >= Number(policy.max_missed), 'R3: too many missed appointments'],
        [ahead.length >= Number(policy.max_booked), 'R4: as many appointments ahead as allowed'],
        isElsewhere(desk, slot, { patient_id }),
        [!practitioner.takes_new && !isKnown, 'R5: no new patients are taken'],
        notTheirTurn(desk, slot, patient_id),
      );
    },
    changes({ state }, { slot_id, patient_id }: Booking) {
      const referral = referralFor(state, { slot_id, patient_id });
      const entry = queueOf(state, state.slots[slot_id]?.practitioner_id ?? '').find((item) => item.patient_id === patient_id);
      return [
        create('appointments', {
          slot_id,
          patient_id,
          status: 'booked',
          cancelled_by: null,
          referral_id: referral?.referral_id ?? null,
          fee_cents: 0,
        }),
        change('slots', slot_id, { status: 'booked' }),
        ...(referral ? [change('referrals', referral.referral_id, { visits_left: referral.visits_left - 1 })] : []),
        ...(entry ? [change('waiting_list', entry.waiting_id, { status: 'served' })] : []),
      ];
    },
  },
  move_appointment: {
    refusal(desk, { appointment_id, slot_id }: Move) {
      const { state, policy } = desk;
      const [appointment, slot] = [state.appointments[appointment_id], state.slots[slot_id]];
      if (!appointment || !slot) return 'there is no such appointment or slot';
      const { patient_id, referral_id } = appointment;
      const referral = state.referrals[referral_id ?? ''];
      return firstOf(
        notAhead(desk, appointment),
        [daysAhead(desk, appointment_id) < Number(policy.cancel_days), 'R6: too late to move it'],
        [slotOf(state, appointment)?.practitioner_id !== slot.practitioner_id, 'the slot is of another practitioner'],
        unavailable(desk, slot),
        [referral !== undefined && referral.valid_until < dayOf(slot.starts), 'R2: the referral is not valid then'],
        isElsewhere(desk, slot, { patient_id, except: appointment_id }),
        notTheirTurn(desk, slot, patient_id),
      );
    },
    changes: ({ state }, { appointment_id, slot_id }: Move) => [
      change('appointments', appointment_id, { slot_id }),
      change('slots', state.appointments[appointment_id]?.slot_id ?? '', { status: 'free' }),
      change('slots', slot_id, { status: 'booked' }),
    ],
  },
  cancel_appointment: {
    refusal: (desk, { appointment_id }: Cancellation) => firstOf(notAhead(desk, desk.state.appointments[appointment_id])),
    changes(desk, { appointment_id, by }: Cancellation) {
      const { state, policy } = desk;
      const appointment = state.appointments[appointment_id];
      const referral = state.referrals[appointment?.referral_id ?? ''];
      const isLate = by === 'patient' && daysAhead(desk, appointment_id) < Number(policy.cancel_days);
      return [
        change('appointments', appointment_id, {
          status: 'cancelled',
          cancelled_by: by,
          fee_cents: isLate ? Number(policy.late_fee_cents) : 0,
        }),
        change('slots', appointment?.slot_id ?? '', { status: 'free' }),
        ...(referral && !isLate ? [change('referrals', referral.referral_id, { visits_left: referral.visits_left + 1 })] : []),
      ];
    },
  },
  record_attendance: {
    refusal({ state, now }, { appointment_id }: Attendance) {
      const appointment = state.appointments[appointment_id];
      return firstOf(
        noSuch(appointment, 'appointment'),
        [appointment?.status !== 'booked', 'R7: it is recorded already, or cancelled'],
        [(slotOf(state, appointment)?.starts ?? '') > now, 'R7: it has not begun'],
      );
    },
    changes: (_desk, { appointment_id, came }: Attendance) => [
      change('appointments', appointment_id, { status: came ? 'attended' : 'missed' }),
    ],
  },
  excuse_missed: {
    refusal: ({ state }, { appointment_id }: OfAppointment) =>
      firstOf(noSuch(state.appointments[appointment_id], 'appointment'), [
        state.appointments[appointment_id]?.status !== 'missed',
        'R7: it was not missed',
      ]),
    changes: (_desk, { appointment_id }: OfAppointment) => [change('appointments', appointment_id, { status: 'excused' })],
  },
};
