import { daysBetween } from '../../../base/days.ts';
import { change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, inOrderOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  cancelledFees,
  charged,
  clashes,
  firstAdmissible,
  movedUp,
  noPlace,
  placesIn,
  queueFor,
  reasonsAgainst,
  reasonsAgainstPlace,
  type School,
} from './oracle-facts.ts';
import type { Enrolment, Fee, SchoolState } from './records.ts';

type OfEnrolment = { readonly enrolment_id: string };
type OfSection = { readonly section_id: string };
type InSection = OfSection & { readonly student_id: string };
type Switch = OfEnrolment & { readonly weekday: string };

const notEnrolled = (enrolment: Enrolment | undefined): Reason => [
  enrolment?.status !== 'enrolled',
  'the student is not enrolled',
];

const settled = (fee: Fee | undefined): Reason[] => [
  noSuch(fee, 'fee'),
  [fee?.status === 'paid', 'the fee is paid'],
  [fee?.status === 'waived', 'the fee is waived'],
];

function tooLate({ state, policy, today }: School, enrolment: Enrolment | undefined): Reason {
  const begun = state.sections[enrolment?.section_id ?? '']?.first_day ?? today;
  return [daysBetween(begun, today) > Number(policy.drop_days), 'R10: too late to leave the section'];
}

/** The section meant by another evening: the earliest of the course that is open on it. */
function sectionOn({ state }: School, { enrolment_id, weekday }: Switch): SchoolState['sections'][string] | undefined {
  const own = state.sections[state.enrolments[enrolment_id]?.section_id ?? ''];
  if (own?.weekday === weekday) return undefined;
  const others = all(state.sections).filter(
    (section) => section.course_code === own?.course_code && section.weekday === weekday && section.status === 'open',
  );
  return inOrderOf(
    others,
    (section) => section.start_hour,
    (section) => section.section_id,
  )[0];
}

/** Places, waiting lists, results and fees. */
export const schoolPlaces: Oracles<SchoolState> = {
  enrol_student: {
    refusal(school, { student_id, section_id }: InSection) {
      const [student, section] = [school.state.students[student_id], school.state.sections[section_id]];
      return firstOf(
        noSuch(student, 'student'),
        noSuch(section, 'section'),
        ...reasonsAgainst(school, student, section),
        ...reasonsAgainstPlace(school, student, section),
        [section !== undefined && placesIn(school.state, section) <= 0, 'R2: the section is full'],
        [queueFor(school.state, section_id).length > 0, 'R9: others wait for it'],
      );
    },
    changes: (school, { student_id, section_id }: InSection) => [
      create('enrolments', { student_id, section_id, status: 'enrolled', place_in_line: null, points: null }),
      ...charged(school, section_id),
    ],
  },
  join_waiting_list: {
    refusal(school, { student_id, section_id }: InSection) {
      const { state, policy } = school;
      const [student, section] = [state.students[student_id], state.sections[section_id]];
      const waiting = queueFor(state, section_id).length;
      return firstOf(
        noSuch(student, 'student'),
        noSuch(section, 'section'),
        ...reasonsAgainst(school, student, section),
        [section !== undefined && placesIn(state, section) > 0 && waiting === 0, 'R7: there is a free place'],
        [waiting >= Number(policy.waiting_places), 'R7: the waiting list is full'],
      );
    },
    changes: ({ state }, { student_id, section_id }: InSection) => [
      create('enrolments', {
        student_id,
        section_id,
        status: 'waiting',
        place_in_line: queueFor(state, section_id).length + 1,
        points: null,
      }),
    ],
  },
  admit_next: {
    refusal(school, { section_id }: OfSection) {
      const section = school.state.sections[section_id];
      return firstOf(
        noSuch(section, 'section'),
        [section?.status !== 'open', 'R11: the section is finished or cancelled'],
        [section !== undefined && placesIn(school.state, section) <= 0, 'R2: the section is full'],
        [queueFor(school.state, section_id).length === 0, 'nobody waits'],
        [!firstAdmissible(school, section_id), 'nobody who waits may have the place'],
      );
    },
    changes(school, { section_id }: OfSection) {
      const next = firstAdmissible(school, section_id);
      if (!next) return [];
      return [
        change('enrolments', next.enrolment_id, { status: 'enrolled', place_in_line: null }),
        ...movedUp(school, next),
        ...charged(school, section_id, next.enrolment_id),
      ];
    },
  },
  leave_waiting_list: {
    refusal: ({ state }, { enrolment_id }: OfEnrolment) =>
      firstOf(noSuch(state.enrolments[enrolment_id], 'enrolment'), [
        state.enrolments[enrolment_id]?.status !== 'waiting',
        'the student does not wait',
      ]),
    changes: (school, { enrolment_id }: OfEnrolment) => [
      change('enrolments', enrolment_id, noPlace),
      ...movedUp(school, school.state.enrolments[enrolment_id]),
    ],
  },
  drop_section: {
    refusal(school, { enrolment_id }: OfEnrolment) {
      const enrolment = school.state.enrolments[enrolment_id];
      return firstOf(noSuch(enrolment, 'enrolment'), notEnrolled(enrolment), tooLate(school, enrolment));
    },
    changes: (school, { enrolment_id }: OfEnrolment) => [
      change('enrolments', enrolment_id, { ...noPlace, points: null }),
      ...cancelledFees(school, enrolment_id),
    ],
  },
  switch_section: {
    refusal(school, args: Switch) {
      const { state } = school;
      const enrolment = state.enrolments[args.enrolment_id];
      const target = sectionOn(school, args);
      return firstOf(
        noSuch(enrolment, 'enrolment'),
        notEnrolled(enrolment),
        tooLate(school, enrolment),
        [enrolment?.points !== null, 'R11: the student has a result'],
        [!target, 'R11: the course is not held on that evening, or it is the same evening'],
        [target !== undefined && placesIn(state, target) <= 0, 'R2: the section is full'],
        [queueFor(state, target?.section_id ?? '').length > 0, 'R9: others wait for it'],
        [
          target !== undefined && clashes(state, enrolment?.student_id ?? '', target, enrolment?.section_id),
          'R3: the student has another section at that time',
        ],
      );
    },
    changes(school, args: Switch) {
      const target = sectionOn(school, args);
      return target ? [change('enrolments', args.enrolment_id, { section_id: target.section_id })] : [];
    },
  },
  record_points: {
    refusal({ state, today }, { enrolment_id, points }: OfEnrolment & { points: number }) {
      const enrolment = state.enrolments[enrolment_id];
      return firstOf(
        noSuch(enrolment, 'enrolment'),
        notEnrolled(enrolment),
        [(state.sections[enrolment?.section_id ?? '']?.first_day ?? '') > today, 'R11: teaching has not begun'],
        [enrolment?.points === points, 'that is the result already'],
      );
    },
    changes: (_school, { enrolment_id, points }: OfEnrolment & { points: number }) => [
      change('enrolments', enrolment_id, { points }),
    ],
  },
  pay_fee: {
    refusal: ({ state }, { fee_id }: { fee_id: string }) => firstOf(...settled(state.fees[fee_id])),
    changes: (_school, { fee_id }: { fee_id: string }) => [change('fees', fee_id, { status: 'paid' })],
  },
  waive_fee: {
    refusal: ({ state }, { fee_id, reason }: { fee_id: string; reason: string }) =>
      firstOf(...settled(state.fees[fee_id]), [reason.trim() === '', 'no reason is given']),
    changes: (_school, { fee_id, reason }: { fee_id: string; reason: string }) => [
      change('fees', fee_id, { status: 'waived', reason: reason.trim() }),
    ],
  },
};
