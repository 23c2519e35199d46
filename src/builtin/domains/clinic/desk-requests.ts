import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { listOf, longDate } from '../../kit/wording.ts';
import { call, clock, type Desk, request, slotsOf, visits } from './desk.ts';
import { dayOf } from './read-contract.ts';

const recordDay = request({
  name: 'record the attendance of a day',
  kind: 'bulk',
  cases: ({ state }) => all(state.practitioners),
  ask(practitioner, desk) {
    const open = visits(desk).filter(
      ({ appointment, slot, practitioner: whose }) =>
        whose === practitioner && appointment.status === 'booked' && dayOf(slot.starts) < desk.today,
    );
    const [day, second] = new Set(open.map(({ slot }) => dayOf(slot.starts)));
    const patients = new Set(open.map(({ patient }) => patient));
    if (day === undefined || second !== undefined || patients.size < open.length) return undefined;
    const absent = open.length > 1 && desk.random.chance(0.6) ? desk.random.pick(open) : undefined;
    const { practitioner_id } = practitioner;
    return {
      says: [
        absent
          ? `On ${longDate(day)} everybody came to ${practitioner.name} except ${absent.patient.name}. Record the attendance of that day.`
          : `Everyone who was booked with ${practitioner.name} on ${longDate(day)} came. Please record that.`,
      ],
      sees: [
        practitioner,
        showing(call('list_slots', { practitioner_id, date: day }), ...open.map(({ appointment }) => appointment)),
        ...(absent ? [absent.patient] : []),
      ],
      does: open.map(({ appointment: { appointment_id }, patient }) =>
        call('record_attendance', { appointment_id, came: patient !== absent?.patient }),
      ),
    };
  },
});

const excuseAll = request({
  name: 'excuse missed appointments',
  kind: 'bulk',
  cases: ({ state }) => all(state.patients),
  ask(patient, { state }) {
    const missed = where(state.appointments, (one) => one.patient_id === patient.patient_id && one.status === 'missed');
    if (missed.length === 0) return undefined;
    const [which, them] = missed.length === 1 ? ['the missed appointment', 'it'] : ['all missed appointments', 'them'];
    return {
      says: [
        `${patient.name} has handed in a doctor's note for ${which}; excuse ${them}.`,
        `Excuse everything that ${patient.name} missed: it was because of a stay in hospital.`,
      ],
      does: missed.map(({ appointment_id }) => call('excuse_missed', { appointment_id })),
    };
  },
});

const excuseOne = request({
  name: 'excuse an appointment',
  cases: visits,
  ask(visit, desk) {
    const { appointment, slot, patient, practitioner } = visit;
    const day = dayOf(slot.starts);
    const same = visits(desk).filter(
      (other) => other.patient === patient && other.practitioner === practitioner && dayOf(other.slot.starts) === day,
    );
    if (same.length > 1) return undefined;
    return {
      says: [
        `${patient.name} had a good reason for missing ${practitioner.name} on ${longDate(day)}, so that appointment should count as excused.`,
      ],
      sees: [patient, showing(call('list_appointments', { patient_id: patient.patient_id }), appointment)],
      does: [call('excuse_missed', { appointment_id: appointment.appointment_id })],
    };
  },
  refusals: [
    {
      because: 'R7 it was not missed',
      kind: 'already-done',
      says: ({ appointment, slot, patient, practitioner }) =>
        appointment.status === 'excused'
          ? [
              `${patient.name} had a good reason for missing ${practitioner.name} on ${longDate(dayOf(slot.starts))}, so that appointment should count as excused.`,
            ]
          : undefined,
      shows: ({ appointment }) => [[appointment, 'status']],
    },
  ],
});

/** Prescriptions that patient and medicine single out. */
function prescriptions({ state }: Desk) {
  return all(state.prescriptions).flatMap((prescription) => {
    const { patient_id, medicine } = prescription;
    const alike = where(state.prescriptions, (one) => one.patient_id === patient_id && one.medicine === medicine);
    return alike.length === 1 ? [{ prescription, medicine, patient: at(state.patients, patient_id) }] : [];
  });
}

const renewAll = request({
  name: 'renew prescriptions',
  kind: 'bulk',
  cases: ({ state }) => all(state.patients),
  ask(patient, desk) {
    const own = where(desk.state.prescriptions, (one) => one.patient_id === patient.patient_id);
    const renewals = own.map(({ prescription_id }) => call('renew_prescription', { prescription_id })).filter(desk.accepts);
    if (own.length < 2 || renewals.length === 0) return undefined;
    return {
      says: [`${patient.name} asks for all prescriptions that can be renewed today. Renew those, and leave the others alone.`],
      does: renewals,
      touches: own,
    };
  },
});

const renewOne = request({
  name: 'renew a prescription',
  cases: prescriptions,
  ask: ({ prescription, medicine, patient }) => ({
    says: [
      `${patient.name} has run out of ${medicine}; renew the prescription.`,
      `${patient.name} is running out of ${medicine}. Please renew the prescription.`,
      `Please renew the ${medicine} of ${patient.name}.`,
    ],
    sees: [prescription],
    does: [call('renew_prescription', { prescription_id: prescription.prescription_id })],
  }),
  refusals: [{ because: 'R8 no repeats left', shows: ({ prescription }) => [[prescription, 'repeats_left']] }],
});

const endMedicine = request({
  name: 'end a prescription',
  cases: prescriptions,
  ask: ({ prescription, medicine, patient }) => ({
    says: [
      `${patient.name} no longer takes ${medicine}; end that prescription.`,
      `The doctor has stopped ${medicine} for ${patient.name}. Please end the prescription.`,
    ],
    sees: [prescription],
    does: [call('end_prescription', { prescription_id: prescription.prescription_id })],
  }),
  refusals: [
    {
      because: 'R8 it is not taken any more',
      kind: 'already-done',
      says: ({ medicine, patient }) => [
        `${patient.name} no longer takes ${medicine}; make sure that the prescription has ended.`,
        `The prescription of ${medicine} for ${patient.name} should not run any longer. See that it is ended.`,
      ],
      shows: ({ prescription }) => [[prescription, 'status']],
    },
  ],
});

const leaveList = request({
  name: 'leave a waiting list',
  cases: ({ state }) => all(state.waiting_list),
  ask(entry, { state }) {
    const [patient, practitioner] = [at(state.patients, entry.patient_id), at(state.practitioners, entry.practitioner_id)];
    return {
      says: [
        `${patient.name} has found help elsewhere and no longer waits for ${practitioner.name}.`,
        `Take ${patient.name} off the waiting list of ${practitioner.name}.`,
      ],
      sees: [patient, entry],
      does: [call('leave_waiting_list', { waiting_id: entry.waiting_id })],
    };
  },
});

/** Each practitioner with each coming day on which there are slots. */
function days(desk: Desk) {
  return all(desk.state.practitioners).flatMap((practitioner) =>
    pairs([practitioner], [...new Set(slotsOf(desk, practitioner).map((slot) => dayOf(slot.starts)))]),
  );
}

const clearDay = request({
  name: 'clear a day of a practitioner',
  kind: 'bulk',
  cases: days,
  ask([practitioner, day], desk) {
    const slots = slotsOf(desk, practitioner).filter((slot) => dayOf(slot.starts) === day && slot.status !== 'blocked');
    const booked = visits(desk).filter(({ appointment, slot }) => appointment.status === 'booked' && slots.includes(slot));
    if (slots.length === 0 || booked.length > 2) return undefined;
    const cancels = booked.map(({ appointment: { appointment_id } }) =>
      call('cancel_appointment', { appointment_id, by: 'clinic' }),
    );
    const blocks = slots.map(({ slot_id }) => call('block_slot', { slot_id }));
    const { practitioner_id } = practitioner;
    return {
      says: [
        booked.length === 0
          ? `${practitioner.name} is at a conference on ${longDate(day)}. Block every slot of that day that is free.`
          : `${practitioner.name} is ill on ${longDate(day)}. Cancel every appointment of that day on the part of the clinic, then block all slots of the day.`,
      ],
      sees: [
        practitioner,
        showing(call('list_slots', { practitioner_id, date: day }), ...booked.map(({ appointment }) => appointment), ...slots),
      ],
      ...(cancels.length > 0 ? { does: cancels, afterwards: blocks } : { does: blocks }),
    };
  },
});

const reopenDay = request({
  name: 'open blocked slots',
  kind: 'bulk',
  cases: days,
  ask([practitioner, day], desk) {
    const blocked = slotsOf(desk, practitioner).filter((slot) => dayOf(slot.starts) === day && slot.status === 'blocked');
    if (blocked.length === 0) return undefined;
    const which = blocked.length === 1 ? 'the blocked slot' : `the blocked slots at ${listOf(blocked.map(clock))}`;
    return {
      says: [`${practitioner.name} can work on ${longDate(day)} after all. Open ${which} of that day again.`],
      does: blocked.map(({ slot_id }) => call('open_slot', { slot_id })),
    };
  },
});

export const deskRequests = [renewAll, recordDay, excuseAll, clearDay, leaveList, endMedicine, reopenDay, renewOne, excuseOne];
