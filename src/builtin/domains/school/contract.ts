import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create, must, type Reason, remove } from '../../../domain/contract/form.ts';
import { all, at, sorted, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import { weekdayName } from '../../kit/wording.ts';
import type { Enrolment, SchoolPolicy, SchoolState, Section } from './design.ts';
import {
  bars,
  clashes,
  courseOf,
  enrolledIn,
  freePlaces,
  lineOf,
  overlap,
  readContract,
  reasonsAgainst,
  reasonsAgainstPlace,
  type School,
} from './read-contract.ts';
import type { EveningSchool } from './writes.ts';

const noPlace: Pick<Enrolment, 'status' | 'place_in_line'> = { status: 'dropped', place_in_line: null };

/** The fee that falls due with a place; a course that costs nothing has none. The id of an enrolment that is made is not known before. */
function charged({ state }: School, section_id: string, enrolment_id?: string): Change[] {
  const amount_cents = courseOf(state, section_id).fee_cents;
  const values = { amount_cents, status: 'due', reason: null };
  if (amount_cents === 0) return [];
  return [create('fees', enrolment_id === undefined ? values : { ...values, enrolment_id })];
}

/** Fees that are due disappear with the place they are for. */
function cancelledFees({ state }: School, enrolment_id: string): Change[] {
  const due = where(state.fees, (fee) => fee.enrolment_id === enrolment_id && fee.status === 'due');
  return due.map((fee) => remove('fees', fee.fee_id));
}

/** Somebody leaves the line, and those behind move up. */
function movedUp({ state }: School, { section_id, place_in_line }: Enrolment): Change[] {
  return lineOf(state, section_id).flatMap((item) => {
    const place = item.place_in_line ?? 0;
    return place > (place_in_line ?? 0) ? [change('enrolments', item.enrolment_id, { place_in_line: place - 1 })] : [];
  });
}

/** The end of a waiting list. */
function dissolved({ state }: School, section_id: string): Change[] {
  return lineOf(state, section_id).map((item) => change('enrolments', item.enrolment_id, noPlace));
}

/** Rule R9: the first in line who may have a place. */
function firstAdmissible(school: School, section_id: string): Enrolment | undefined {
  const { state } = school;
  return lineOf(state, section_id).find(({ student_id }) => {
    const student = at(state.students, student_id);
    const against = [...bars(school, student), ...reasonsAgainstPlace(school, student, at(state.sections, section_id))];
    return !against.some((reason) => reason.holds());
  });
}

const full = ({ state }: School, section: Section): Reason =>
  must('R2 the section is full', () => freePlaces(state, section) <= 0);

const othersWait = ({ state }: School, section_id: string): Reason =>
  must('R9 others wait for it', () => lineOf(state, section_id).length > 0);

const notOpen = ({ status }: Section): Reason => must('R11 the section is finished or cancelled', () => status !== 'open');

const notEnrolled = ({ status }: Enrolment): Reason => must('R11 the student is not enrolled', () => status !== 'enrolled');

function settled({ state }: School, fee_id: string): Reason[] {
  const { status } = at(state.fees, fee_id);
  return [must('the fee is paid', () => status === 'paid'), must('the fee is waived', () => status === 'waived')];
}

function tooLate({ state, policy, today }: School, { section_id }: Enrolment): Reason {
  const { first_day } = at(state.sections, section_id);
  return must('R10 too late to leave the section', () => daysBetween(first_day, today) > policy.drop_days);
}

/** The section meant by another evening: the earliest of the course that is open on it. */
function sectionOn({ state }: School, { section_id, course_code }: Section, weekday: Section['weekday']): Section | undefined {
  const others = where(
    state.sections,
    (other) =>
      other.section_id !== section_id &&
      other.course_code === course_code &&
      other.weekday === weekday &&
      other.status === 'open',
  );
  return sorted(others, 'start_hour', 'section_id')[0];
}

/** What the registrar of the evening school promises. */
export const contract: ContractOf<SchoolState, SchoolPolicy, EveningSchool> = {
  ...readContract,
  enrol_student: {
    refuse(school, { student_id, section_id }) {
      const [student, section] = [at(school.state.students, student_id), at(school.state.sections, section_id)];
      return [
        ...reasonsAgainst(school, student, section),
        ...reasonsAgainstPlace(school, student, section),
        full(school, section),
        othersWait(school, section_id),
      ];
    },
    changes: (school, { student_id, section_id }) => [
      create('enrolments', { student_id, section_id, status: 'enrolled', place_in_line: null, points: null }),
      ...charged(school, section_id),
    ],
  },
  join_waiting_list: {
    refuse(school, { student_id, section_id }) {
      const { state, policy } = school;
      const section = at(state.sections, section_id);
      const waiting = lineOf(state, section_id).length;
      return [
        ...reasonsAgainst(school, at(state.students, student_id), section),
        must('R7 there is a free place', () => freePlaces(state, section) > 0 && waiting === 0),
        must('R7 the waiting list is full', () => waiting >= policy.waiting_places),
      ];
    },
    changes({ state }, { student_id, section_id }) {
      const place_in_line = lineOf(state, section_id).length + 1;
      return [create('enrolments', { student_id, section_id, status: 'waiting', place_in_line, points: null })];
    },
  },
  admit_next: {
    refuse(school, { section_id }) {
      const section = at(school.state.sections, section_id);
      const isEmpty = lineOf(school.state, section_id).length === 0;
      return [
        notOpen(section),
        full(school, section),
        must('nobody waits', () => isEmpty),
        must('R9 nobody who waits may have the place', () => !isEmpty && !firstAdmissible(school, section_id)),
      ];
    },
    changes(school, { section_id }) {
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
    refuse: ({ state }, { enrolment_id }) => [
      must('the student does not wait', () => at(state.enrolments, enrolment_id).status !== 'waiting'),
    ],
    changes: (school, { enrolment_id }) => [
      change('enrolments', enrolment_id, noPlace),
      ...movedUp(school, at(school.state.enrolments, enrolment_id)),
    ],
  },
  drop_section: {
    refuse(school, { enrolment_id }) {
      const enrolment = at(school.state.enrolments, enrolment_id);
      return [notEnrolled(enrolment), tooLate(school, enrolment)];
    },
    changes: (school, { enrolment_id }) => [
      change('enrolments', enrolment_id, { ...noPlace, points: null }),
      ...cancelledFees(school, enrolment_id),
    ],
  },
  switch_section: {
    refuse(school, { enrolment_id, weekday }) {
      const { state } = school;
      const enrolment = at(state.enrolments, enrolment_id);
      const { student_id, section_id, points } = enrolment;
      const own = at(state.sections, section_id);
      const target = own.weekday === weekday ? undefined : sectionOn(school, own, weekday);
      return [
        notEnrolled(enrolment),
        tooLate(school, enrolment),
        must('R11 the student has a result', () => points !== null),
        must('R11 it is the same evening', () => own.weekday === weekday),
        must('R11 the course is not held on that evening', () => own.weekday !== weekday && !target),
        ...(target ? [full(school, target), othersWait(school, target.section_id)] : []),
        must('R3 the student has another section at that time', () =>
          target ? clashes(state, student_id, target, section_id) : false,
        ),
      ];
    },
    changes(school, { enrolment_id, weekday }) {
      const { section_id } = at(school.state.enrolments, enrolment_id);
      const target = sectionOn(school, at(school.state.sections, section_id), weekday);
      return target ? [change('enrolments', enrolment_id, { section_id: target.section_id })] : [];
    },
  },
  record_points: {
    refuse({ state, today }, { enrolment_id, points }) {
      const enrolment = at(state.enrolments, enrolment_id);
      return [
        notEnrolled(enrolment),
        must('R11 teaching has not begun', () => at(state.sections, enrolment.section_id).first_day > today),
        must('that is the result already', () => enrolment.points === points),
      ];
    },
    changes: (_school, { enrolment_id, points }) => [change('enrolments', enrolment_id, { points })],
  },
  finish_section: {
    refuse({ state }, { section_id }) {
      const students = enrolledIn(state, section_id);
      return [
        notOpen(at(state.sections, section_id)),
        must('R13 nobody is enrolled', () => students.length === 0),
        must('R13 a result is missing', () => students.some((item) => item.points === null)),
      ];
    },
    changes: (school, { section_id }) => [
      change('sections', section_id, { status: 'finished' }),
      ...enrolledIn(school.state, section_id).map((item) => change('enrolments', item.enrolment_id, { status: 'completed' })),
      ...dissolved(school, section_id),
    ],
  },
  cancel_section: {
    refuse: ({ state, today }, { section_id }) => [
      notOpen(at(state.sections, section_id)),
      must('R12 teaching has begun', () => at(state.sections, section_id).first_day <= today),
    ],
    changes: (school, { section_id }) => [
      change('sections', section_id, { status: 'cancelled' }),
      ...enrolledIn(school.state, section_id).flatMap((item) => [
        change('enrolments', item.enrolment_id, noPlace),
        ...cancelledFees(school, item.enrolment_id),
      ]),
      ...dissolved(school, section_id),
    ],
  },
  open_section: {
    refuse({ state, today }, args) {
      const days = daysBetween(today, args.first_day);
      return [
        must('no teacher is named', () => args.teacher.trim() === ''),
        must('the first day does not lie ahead', () => days <= 0),
        must('the first day is more than a year ahead', () => days > 365),
        must('the first day is another day of the week', () => weekdayName(args.first_day) !== args.weekday),
        must('R14 the teacher has a section at that time', () =>
          all(state.sections).some(
            (section) => section.teacher === args.teacher.trim() && section.status === 'open' && overlap(section, args),
          ),
        ),
      ];
    },
    changes: (_school, args) => [create('sections', { ...args, teacher: args.teacher.trim(), status: 'open' })],
  },
  change_capacity: {
    refuse({ state }, { section_id, capacity }) {
      const section = at(state.sections, section_id);
      return [
        notOpen(section),
        must('it has that many places already', () => section.capacity === capacity),
        must('R2 more students are enrolled', () => enrolledIn(state, section_id).length > capacity),
      ];
    },
    changes: (_school, { section_id, capacity }) => [change('sections', section_id, { capacity })],
  },
  pay_fee: {
    refuse: (school, { fee_id }) => settled(school, fee_id),
    changes: (_school, { fee_id }) => [change('fees', fee_id, { status: 'paid' })],
  },
  waive_fee: {
    refuse: (school, { fee_id, reason }) => [...settled(school, fee_id), must('no reason is given', () => reason.trim() === '')],
    changes: (_school, { fee_id, reason }) => [change('fees', fee_id, { status: 'waived', reason: reason.trim() })],
  },
};
