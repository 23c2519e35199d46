import { daysBetween } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate } from '../../kit/wording.ts';
import { type Ahead, ahead, freeSlots, queueOf } from './booking-requests.ts';
import type { ClinicState, Slot } from './design.ts';
import {
  appointmentsOf,
  type ClinicSetting,
  clock,
  date,
  doctorKey,
  findPatient,
  listDoctors,
  patientKey,
  slotsCall,
} from './lookups.ts';

/** Appointments of patients who have more than one ahead. */
function oneOfSeveral(setting: ClinicSetting): Ahead[] {
  return ahead(setting).filter(({ patient }) => comingOf(setting, patient).length > 1);
}

function comingOf({ state, today }: ClinicSetting, patient: Ahead['patient']) {
  return appointmentsOf(state, patient).filter((item) => item.appointment.status === 'booked' && date(item.slot) > today);
}

/** A later slot to which an appointment may be moved. */
function laterSlot(setting: ClinicSetting, { appointment, slot, patient, practitioner }: Ahead): Slot | undefined {
  const { state, policy, today, random } = setting;
  if (daysBetween(today, date(slot)) < Number(policy.cancel_days) || queueOf(state, practitioner).length > 0) return undefined;
  const referral = appointment.referral_id === null ? undefined : state.referrals[appointment.referral_id];
  return random
    .shuffle(freeSlots(setting, practitioner))
    .find(
      (one) =>
        date(one) > date(slot) &&
        (!referral || referral.valid_until >= date(one)) &&
        appointmentsOf(state, patient).every((item) => item.slot.starts !== one.starts),
    );
}

const when = (slot: Slot): string => `${longDate(date(slot))} at ${clock(slot)}`;

const cancelWhich: RequestTemplate<ClinicState> = {
  name: 'cancel one of several appointments',
  kind: 'underspecified',
  plan(setting) {
    const { random } = setting;
    const [found] = oneOfSeveral(setting);
    if (!found) return undefined;
    const { appointment, slot, patient, practitioner } = found;
    const which = `the one with ${practitioner.name} on ${when(slot)}`;
    return {
      text: random.pick([
        `${patient.name} has just called and wants to cancel an appointment.`,
        `I have ${patient.name} on the phone, who cannot come to an appointment. Please cancel it.`,
      ]),
      records: [patientKey(patient), doctorKey(practitioner)],
      calls: [
        findPatient(patient),
        { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'booked' } },
        { tool: 'cancel_appointment', arguments: { appointment_id: appointment.appointment_id, by: 'patient' } },
      ],
      user: {
        wants: `${patient.name} cancels an appointment: ${which}. The other appointments stay.`,
        facts: [
          {
            kind: 'record',
            about: 'the appointment that is cancelled',
            says: random.pick([`It is ${which}.`, `That is ${which}.`]),
            question: `${patient.name} has several appointments ahead. Which appointment should I cancel?`,
            before: 3,
            decides: [{ call: 3, argument: 'appointment_id' }],
          },
        ],
      },
    };
  },
};

const moveToWhen: RequestTemplate<ClinicState> = {
  name: 'move an appointment to a day not said',
  kind: 'underspecified',
  plan(setting) {
    const { random } = setting;
    for (const found of ahead(setting)) {
      const target = laterSlot(setting, found);
      if (!target) continue;
      const { appointment, slot, patient, practitioner } = found;
      return {
        text: random.pick([
          `${patient.name} needs another time for the appointment with ${practitioner.name}. Can you move it?`,
          `Something has come up for ${patient.name} on ${longDate(date(slot))}. Please move the appointment with ${practitioner.name}.`,
        ]),
        records: [patientKey(patient), doctorKey(practitioner)],
        calls: [
          findPatient(patient),
          { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'booked' } },
          listDoctors,
          slotsCall(practitioner, { date: date(target) }),
          { tool: 'move_appointment', arguments: { appointment_id: appointment.appointment_id, slot_id: target.slot_id } },
        ],
        user: {
          wants: `The appointment of ${patient.name} with ${practitioner.name} is moved to ${when(target)}.`,
          facts: [
            {
              kind: 'date',
              about: 'the new day and time',
              says: random.pick([`To ${when(target)}, please.`, `${when(target)} would suit.`]),
              question: `To which day and time should I move the appointment of ${patient.name}?`,
              before: 4,
              decides: [{ call: 5, argument: 'slot_id' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

const referHowOften: RequestTemplate<ClinicState> = {
  name: 'write a referral for visits not said',
  kind: 'underspecified',
  plan({ state, random }) {
    const family = random.shuffle(Object.values(state.practitioners)).find((one) => one.specialty === 'general');
    const patient = random.shuffle(Object.values(state.patients))[0];
    const specialty = random.pick(['dermatology', 'cardiology', 'physiotherapy'] as const);
    if (!family || !patient) return undefined;
    const visits = random.integer(3, 10);
    return {
      text: random.pick([
        `${family.name} refers ${patient.name} to ${specialty}. Please write the referral.`,
        `Can you write a referral to ${specialty} for ${patient.name}? It comes from ${family.name}.`,
      ]),
      records: [patientKey(patient)],
      calls: [
        findPatient(patient),
        listDoctors,
        {
          tool: 'issue_referral',
          arguments: { patient_id: patient.patient_id, practitioner_id: family.practitioner_id, specialty, visits },
        },
      ],
      user: {
        wants: `A referral from ${family.name} to ${specialty} for ${patient.name}, for ${visits} visits.`,
        facts: [
          {
            kind: 'count',
            about: 'the number of visits',
            says: random.pick([`For ${visits} visits.`, `The doctor wrote ${visits} visits.`]),
            question: `For how many visits should the referral of ${patient.name} be?`,
            before: 3,
            decides: [{ call: 3, argument: 'visits' }],
          },
        ],
      },
    };
  },
};

export const clinicOpen: readonly RequestTemplate<ClinicState>[] = [cancelWhich, moveToWhen, referHowOften];
