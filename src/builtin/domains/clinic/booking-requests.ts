import { addDays } from '../../../base/days.ts';
import { all, at, pairs } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { longDate } from '../../kit/wording.ts';
import type { Practitioner, Slot } from './design.ts';
import { call, type Desk, moment, request, slotsOf, type Visit, visits } from './desk.ts';
import { dayOf, queueOf } from './read-contract.ts';

function freeSlots(desk: Desk, practitioner: Practitioner): Slot[] {
  return slotsOf(desk, practitioner).filter((slot) => slot.status === 'free');
}

/** All coming slots of a practitioner, of which the request is about one. */
const amongAll = ({ practitioner_id }: Practitioner, slot: Slot) => showing(call('list_slots', { practitioner_id }), slot);

/** Booked appointments after today that patient and practitioner single out. */
function ahead(desk: Desk): Visit[] {
  const coming = visits(desk).filter(
    ({ appointment, slot }) => appointment.status === 'booked' && dayOf(slot.starts) > desk.today,
  );
  return coming.filter(
    (one) => coming.filter((other) => other.patient === one.patient && other.practitioner === one.practitioner).length === 1,
  );
}

/** Slots after today, each with each patient. */
function wishes(desk: Desk) {
  const slots = all(desk.state.practitioners).flatMap((practitioner) =>
    slotsOf(desk, practitioner).map((slot) => ({ practitioner, slot })),
  );
  return pairs(slots, all(desk.state.patients)).map(([wished, patient]) => ({ ...wished, patient }));
}

const bookWished = request({
  name: 'book a slot or the next one',
  kind: 'conditional',
  cases: wishes,
  ask({ practitioner, slot: wished, patient }, desk) {
    const slot = freeSlots(desk, practitioner).find(
      ({ starts }) => dayOf(starts) === dayOf(wished.starts) && starts >= wished.starts,
    );
    if (!slot) return undefined;
    return {
      says: [
        `${patient.name} would like to see ${practitioner.name} on ${moment(wished)}. If that is taken, book the next free time later that day.`,
        `If ${practitioner.name} is still free on ${moment(wished)}, book it for ${patient.name}; otherwise take the next free slot of that day.`,
      ],
      sees: [patient, slot],
      does: [call('book_appointment', { slot_id: slot.slot_id, patient_id: patient.patient_id })],
    };
  },
});

const bookFixed = request({
  name: 'book a slot and no other',
  cases: wishes,
  ask: ({ practitioner, slot, patient }) => ({
    says: [
      `${patient.name} wants to see ${practitioner.name} on ${moment(slot)}. It has to be that very time; otherwise the patient will call again.`,
      `Book ${patient.name} in with ${practitioner.name} for ${moment(slot)}, and for no other time.`,
    ],
    sees: [patient, slot],
    does: [call('book_appointment', { slot_id: slot.slot_id, patient_id: patient.patient_id })],
  }),
  refusals: [{ because: 'R1 the slot is not free', shows: ({ slot }) => [[slot, 'status']] }],
});

const earliestOrWait = request({
  name: 'earliest slot or waiting list',
  kind: 'conditional',
  cases: ({ state }) => pairs(all(state.practitioners), all(state.patients)),
  ask([practitioner, patient], desk) {
    const days = desk.policy.waiting_days;
    const slot = freeSlots(desk, practitioner).find(({ starts }) => dayOf(starts) <= addDays(desk.today, days));
    const [{ patient_id }, { practitioner_id }] = [patient, practitioner];
    if (queueOf(desk, practitioner_id).some((entry) => entry.patient_id === patient_id)) return undefined;
    return {
      says: [
        `Book the earliest free appointment with ${practitioner.name} for ${patient.name}. If there is none within the next ${days} days, add the patient to the waiting list, not as urgent.`,
        `${patient.name} needs to see ${practitioner.name} as soon as possible: take the first free slot within the next ${days} days, or add an ordinary place on the waiting list when there is none.`,
      ],
      sees: [patient, practitioner, slot ? amongAll(practitioner, slot) : call('list_slots', { practitioner_id })],
      does: [
        slot
          ? call('book_appointment', { slot_id: slot.slot_id, patient_id })
          : call('join_waiting_list', { patient_id, practitioner_id }),
      ],
    };
  },
});

const cancel = request({
  name: 'cancel an appointment',
  cases: ahead,
  ask: ({ appointment, slot, patient, practitioner }) => ({
    says: [
      `${patient.name} cannot come to ${practitioner.name} on ${longDate(slot.starts)} and cancels.`,
      `Please cancel the appointment of ${patient.name} with ${practitioner.name}; the patient asked for it.`,
    ],
    sees: [appointment],
    does: [call('cancel_appointment', { appointment_id: appointment.appointment_id, by: 'patient' })],
    touches: [practitioner],
  }),
  withheld: {
    name: 'cancel one of several appointments',
    isOpen: ({ patient }, cases) => cases.filter((other) => other.patient === patient).length > 1,
    says: ({ patient }) => [
      `${patient.name} has just called and wants to cancel an appointment.`,
      `I have ${patient.name} on the phone, who cannot come to an appointment. Please cancel it.`,
    ],
    wants: ({ slot, patient, practitioner }) =>
      `${patient.name} cancels an appointment: the one with ${practitioner.name} on ${moment(slot)}. The other appointments stay.`,
    facts: ({ slot, patient, practitioner }) => [
      {
        kind: 'record',
        about: 'the appointment that is cancelled',
        says: ['It', 'That'].map((word) => `${word} is the one with ${practitioner.name} on ${moment(slot)}.`),
        question: `${patient.name} has several appointments ahead. Which appointment should I cancel?`,
        decides: ['appointment_id'],
      },
    ],
  },
});

const moveLater = request({
  name: 'move an appointment',
  cases: ahead,
  ask({ appointment, slot, patient, practitioner }, desk) {
    const target = freeSlots(desk, practitioner).find(({ starts }) => dayOf(starts) > dayOf(slot.starts));
    if (!target) return undefined;
    return {
      says: [
        `${patient.name} is travelling on ${longDate(slot.starts)}. Move the appointment with ${practitioner.name} to the first free slot on a later day.`,
        `Postpone ${patient.name}'s appointment with ${practitioner.name} to the earliest free time after ${longDate(slot.starts)}, not on the same day.`,
      ],
      sees: [appointment, practitioner, amongAll(practitioner, target)],
      does: [call('move_appointment', { appointment_id: appointment.appointment_id, slot_id: target.slot_id })],
    };
  },
});

const moveTo = request({
  name: 'move an appointment to another time',
  cases: (desk) =>
    ahead(desk).flatMap((visit) =>
      freeSlots(desk, visit.practitioner)
        .filter(({ starts }) => dayOf(starts) > dayOf(visit.slot.starts))
        .map((target) => ({ ...visit, target })),
    ),
  ask: ({ appointment, patient, practitioner, target }) => ({
    says: [
      `${patient.name} needs another time for the appointment with ${practitioner.name}: move it to ${moment(target)}.`,
      `Please move the appointment of ${patient.name} with ${practitioner.name} to ${moment(target)}.`,
    ],
    sees: [appointment, practitioner, target],
    does: [call('move_appointment', { appointment_id: appointment.appointment_id, slot_id: target.slot_id })],
  }),
  withheld: {
    name: 'move an appointment to a day not said',
    says: ({ slot, patient, practitioner }) => [
      `${patient.name} needs another time for the appointment with ${practitioner.name}. Can you move it?`,
      `Something has come up for ${patient.name} on ${longDate(dayOf(slot.starts))}. Please move the appointment with ${practitioner.name}.`,
    ],
    wants: ({ patient, practitioner, target }) =>
      `The appointment of ${patient.name} with ${practitioner.name} is moved to ${moment(target)}.`,
    facts: ({ patient, target }) => [
      {
        kind: 'date',
        about: 'the new day and time',
        says: [`To ${moment(target)}, please.`, `${moment(target)} would suit.`],
        question: `To which day and time should I move the appointment of ${patient.name}?`,
        decides: ['slot_id'],
        tells: [target],
      },
    ],
  },
});

const refer = request({
  name: 'refer and book',
  cases({ state, random }) {
    const doctors = pairs(all(state.practitioners), all(state.practitioners));
    return pairs(doctors, all(state.patients)).flatMap(([[family, practitioner], patient]) => {
      const { specialty } = practitioner;
      return family.specialty === 'general' && specialty !== 'general'
        ? [{ family, practitioner, specialty, patient, count: random.integer(2, 8), isBooked: random.chance(0.6) }]
        : [];
    });
  },
  ask({ family, practitioner, specialty, patient, count, isBooked }, desk) {
    const [slot] = isBooked ? freeSlots(desk, practitioner) : [];
    const { patient_id } = patient;
    const book = slot && call('book_appointment', { slot_id: slot.slot_id, patient_id });
    // With the new referral, nothing else may stand against the booking.
    if (isBooked && !(book && desk.loneReason(book)?.startsWith('R2'))) return undefined;
    const end = book ? ` and book the earliest free slot with ${practitioner.name} on it.` : '; no appointment is needed yet.';
    return {
      says: [`${family.name} refers ${patient.name} to ${specialty} for ${count} visits. Write the referral${end}`],
      sees: [patient, family, ...(slot ? [amongAll(practitioner, slot)] : [])],
      does: [call('issue_referral', { patient_id, practitioner_id: family.practitioner_id, specialty, visits: count })],
      afterwards: book ? [book] : [],
      touches: [practitioner],
    };
  },
  withheld: {
    name: 'write a referral for visits not said',
    isOpen: ({ isBooked }) => !isBooked,
    says: ({ family, patient, specialty }) => [
      `${family.name} refers ${patient.name} to ${specialty}. Please write the referral.`,
      `Can you write a referral to ${specialty} for ${patient.name}? It comes from ${family.name}.`,
    ],
    wants: ({ family, patient, specialty, count }) =>
      `A referral from ${family.name} to ${specialty} for ${patient.name}, for ${count} visits.`,
    facts: ({ patient, count }) => [
      {
        kind: 'count',
        about: 'the number of visits',
        says: [`For ${count} visits.`, `The doctor wrote ${count} visits.`],
        question: `For how many visits should the referral of ${patient.name} be?`,
        decides: ['visits'],
      },
    ],
  },
});

const swapForFirst = request({
  name: 'cancel and give the slot to the first who waits',
  kind: 'compensating',
  cases: ahead,
  ask({ appointment, slot, patient, practitioner }, desk) {
    const [first] = queueOf(desk, practitioner.practitioner_id);
    if (!first || first.patient_id === patient.patient_id) return undefined;
    const book = call('book_appointment', { slot_id: slot.slot_id, patient_id: first.patient_id });
    // Once the appointment is cancelled, nothing else may stand against the booking.
    if (!desk.loneReason(book)?.startsWith('R1 the slot is not free')) return undefined;
    return {
      says: [
        `${patient.name} cancels the appointment with ${practitioner.name} on ${longDate(slot.starts)}. Give the slot to whoever is first on the waiting list.`,
      ],
      sees: [
        appointment,
        practitioner,
        showing(
          call('list_waiting', { practitioner_id: practitioner.practitioner_id }),
          at(desk.state.patients, first.patient_id),
          slot,
        ),
      ],
      does: [call('cancel_appointment', { appointment_id: appointment.appointment_id, by: 'patient' })],
      afterwards: [book],
    };
  },
});

export const bookingRequests = [bookWished, cancel, earliestOrWait, moveLater, refer, swapForFirst, bookFixed, moveTo];
