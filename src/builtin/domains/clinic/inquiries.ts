import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import type { ClinicState, Patient } from './design.ts';

const findPatient = ({ name }: Patient) => ({ tool: 'find_patients', arguments: { text: name } });
const about = (patient: Patient): string[] => [`patients/${patient.patient_id}`];
const of = <Item extends { patient_id: string }>(items: Record<string, Item>, patient: Patient): Item[] =>
  Object.values(items).filter((item) => item.patient_id === patient.patient_id);

/** Questions at the reception of the practice. */
export const clinicInquiries: readonly RequestTemplate<ClinicState>[] = [
  inquiry(
    'until when a referral is valid',
    ({ state }) => Object.values(state.patients).filter((patient) => of(state.referrals, patient).length === 1),
    (patient) => ({
      says: [
        `Until when is the referral of ${patient.name} valid, and how many visits are left on it?`,
        `${patient.name} asks about the referral: how many visits does it still cover, and on which day does it run out?`,
      ],
      records: about(patient),
      calls: [findPatient(patient), { tool: 'list_referrals', arguments: { patient_id: patient.patient_id } }],
      told: [
        {
          about: 'the last day of the referral',
          type: 'date',
          from: { call: 2, path: 'data.0.valid_until' },
          answer: 'The referral is valid until {}.',
        },
        {
          about: 'how many visits are left',
          type: 'number',
          from: { call: 2, path: 'data.0.visits_left' },
          answer: 'Visits left on it: {}.',
        },
      ],
    }),
  ),
  inquiry(
    'how many appointments were missed',
    ({ state }) =>
      Object.values(state.patients).filter((patient) =>
        of(state.appointments, patient).some(({ status }) => status === 'missed'),
      ),
    (patient) => ({
      says: [
        `How many appointments has ${patient.name} missed?`,
        `Count the appointments that ${patient.name} did not turn up for, excused ones left out.`,
      ],
      records: about(patient),
      calls: [
        findPatient(patient),
        { tool: 'list_appointments', arguments: { patient_id: patient.patient_id, status: 'missed' } },
      ],
      told: [
        {
          about: 'how many appointments were missed',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `${patient.name} has missed {} so far.`,
        },
      ],
    }),
  ),
  inquiry(
    'when a medicine was last issued',
    ({ state }) => Object.values(state.prescriptions),
    (prescription, { state }) => {
      const patient = state.patients[prescription.patient_id];
      if (!patient || of(state.prescriptions, patient).length > 1) return undefined;
      return {
        says: [
          `When was the ${prescription.medicine} of ${patient.name} last issued?`,
          `${patient.name} wants to know on which day the last ${prescription.medicine} was given out.`,
        ],
        records: about(patient),
        calls: [findPatient(patient), { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } }],
        told: [
          {
            about: 'the day on which it was last issued',
            type: 'date',
            from: { call: 2, path: 'data.0.last_issued' },
            answer: 'It was last issued on {}.',
          },
        ],
      };
    },
  ),
  inquiry(
    'which medicine has the most repeats',
    ({ state }) =>
      Object.values(state.patients).filter((patient) =>
        hasOneLargest(of(state.prescriptions, patient).map(({ repeats_left }) => repeats_left)),
      ),
    (patient) => ({
      says: [
        `Which of the medicines of ${patient.name} has the most repeats left?`,
        `${patient.name} takes several medicines. For which one are the most repeats left?`,
      ],
      records: about(patient),
      calls: [findPatient(patient), { tool: 'list_prescriptions', arguments: { patient_id: patient.patient_id } }],
      told: [
        {
          about: 'the medicine with the most repeats left',
          type: 'name',
          compute: 'most',
          field: 'repeats_left',
          label: 'medicine',
          from: { call: 2, path: 'data' },
          answer: 'The most repeats are left for {}.',
        },
      ],
    }),
  ),
  inquiry(
    'how many wait',
    ({ state }) =>
      Object.values(state.practitioners).filter((one) =>
        Object.values(state.waiting_list).some(
          (entry) => entry.practitioner_id === one.practitioner_id && entry.status === 'waiting',
        ),
      ),
    (practitioner) => ({
      says: [
        `How many people are waiting for an appointment with ${practitioner.name} at the moment?`,
        `How long is the waiting list of ${practitioner.name}? I need the number of people on it.`,
      ],
      records: [`practitioners/${practitioner.practitioner_id}`],
      calls: [
        { tool: 'list_practitioners', arguments: {} },
        { tool: 'list_waiting', arguments: { practitioner_id: practitioner.practitioner_id } },
      ],
      told: [
        {
          about: 'how many people are waiting',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `Waiting for ${practitioner.name}: {}.`,
        },
      ],
    }),
  ),
];
