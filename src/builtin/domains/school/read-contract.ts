import { inOrder, must, openText, type Reason, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Course, Enrolment, Fee, SchoolPolicy, SchoolState, Section, Student } from './design.ts';
import type { SchoolReads } from './reads.ts';

export type School = World<SchoolState, SchoolPolicy>;
type State = SchoolState;

export function enrolledIn(state: State, section_id: string): Enrolment[] {
  return where(state.enrolments, (item) => item.section_id === section_id && item.status === 'enrolled');
}

/** Rule R8: those who wait for a section, first in line first. */
export function lineOf(state: State, section_id: string): Enrolment[] {
  const waiting = where(state.enrolments, (item) => item.section_id === section_id && item.status === 'waiting');
  return sorted(waiting, 'place_in_line');
}

/** A section that is finished or cancelled has no places. */
export function freePlaces(state: State, { section_id, status, capacity }: Section): number {
  return status === 'open' ? capacity - enrolledIn(state, section_id).length : 0;
}

export function courseOf(state: State, section_id: string): Course {
  return at(state.courses, at(state.sections, section_id).course_code);
}

export function enrolmentsOf(state: State, student_id: string, ...statuses: readonly Enrolment['status'][]): Enrolment[] {
  return where(state.enrolments, (item) => item.student_id === student_id && statuses.includes(item.status));
}

function feesOf(state: State, student_id: string): Fee[] {
  return where(state.fees, (fee) => at(state.enrolments, fee.enrolment_id).student_id === student_id);
}

export function dueFees(state: State, student_id: string): Fee[] {
  return feesOf(state, student_id).filter((fee) => fee.status === 'due');
}

const owedBy = (state: State, student_id: string): number => sum(dueFees(state, student_id), (fee) => fee.amount_cents);

function creditsOf(state: State, student_id: string): number {
  return sum(enrolmentsOf(state, student_id, 'enrolled'), (item) => courseOf(state, item.section_id).credits);
}

function hasPassed({ state, policy }: School, student_id: string, course_code: string): boolean {
  return enrolmentsOf(state, student_id, 'completed').some(
    (item) => courseOf(state, item.section_id).course_code === course_code && (item.points ?? 0) >= policy.pass_mark,
  );
}

type Evening = Pick<Section, 'weekday' | 'start_hour' | 'hours'>;

export function overlap(one: Evening, other: Evening): boolean {
  const begin = Math.max(one.start_hour, other.start_hour);
  const end = Math.min(one.start_hour + one.hours, other.start_hour + other.hours);
  return one.weekday === other.weekday && begin < end;
}

/** Rule R3, for a section that a student would take, instead of another one or in addition. */
export function clashes(state: State, student_id: string, section: Section, instead?: string): boolean {
  return enrolmentsOf(state, student_id, 'enrolled').some(
    ({ section_id }) => section_id !== instead && overlap(at(state.sections, section_id), section),
  );
}

/** Rule R5: what keeps a student from any place. */
export function bars({ state, policy }: School, { student_id, on_leave }: Student): Reason[] {
  return [
    must('R5 the student is on leave', () => on_leave),
    must('R5 the student owes too much', () => owedBy(state, student_id) > policy.debt_cents),
  ];
}

/** What keeps a student from a section, waiting for it included. */
export function reasonsAgainst(school: School, student: Student, section: Section): Reason[] {
  const { state } = school;
  const { student_id } = student;
  const course = at(state.courses, section.course_code);
  return [
    must('R11 the section is finished or cancelled', () => section.status !== 'open'),
    ...bars(school, student),
    must('R6 the student passed the course', () => hasPassed(school, student_id, course.course_code)),
    must('R6 the student is in the course', () =>
      enrolmentsOf(state, student_id, 'enrolled', 'waiting').some((item) => courseOf(state, item.section_id) === course),
    ),
    must('R1 a required course is missing', () => course.requires.some((code) => !hasPassed(school, student_id, code))),
  ];
}

/** What keeps a student from taking a place, but not from waiting for one. */
export function reasonsAgainstPlace({ state, policy }: School, { student_id }: Student, section: Section): Reason[] {
  const credits = creditsOf(state, student_id) + at(state.courses, section.course_code).credits;
  return [
    must('R3 the student has another section at that time', () => clashes(state, student_id, section)),
    must('R4 too many credits', () => credits > policy.max_credits),
  ];
}

const tooShort = (text: string): Reason => must('fewer than two characters to look for', () => text.trim().length < 2);

/** What the registrar's reading operations promise. */
export const readContract: ContractOf<SchoolState, SchoolPolicy, SchoolReads> = {
  find_students: {
    refuse: (_school, { name }) => [tooShort(name)],
    answer: ({ state }, { name }) =>
      inOrder(
        where(state.students, (student) => contains(student.name, name)),
        'student_id',
      ),
  },
  get_student: {
    answer({ state }, { student_id }) {
      const enrolments = sorted(
        where(state.enrolments, (item) => item.student_id === student_id),
        'enrolment_id',
      );
      return {
        student: at(state.students, student_id),
        enrolments,
        course_codes: enrolments.map((item) => courseOf(state, item.section_id).course_code),
        fees: sorted(feesOf(state, student_id), 'fee_id'),
        credits: creditsOf(state, student_id),
        owed_cents: owedBy(state, student_id),
      };
    },
  },
  find_courses: {
    refuse: (_school, { text }) => [tooShort(text)],
    answer: ({ state }, { text }) =>
      inOrder(
        where(state.courses, (course) => contains(course.title, text) || contains(course.course_code, text)),
        'course_code',
      ),
  },
  list_sections: {
    answer: ({ state }, { course_code }) =>
      inOrder(
        where(state.sections, (section) => section.course_code === course_code).map((section) => ({
          section,
          free_places: freePlaces(state, section),
          waiting: lineOf(state, section.section_id).length,
        })),
        ({ section }) => section.section_id,
      ),
  },
  list_teacher_sections: {
    refuse: (_school, { teacher }) => [tooShort(teacher)],
    answer: ({ state }, { teacher }) =>
      inOrder(
        where(state.sections, (section) => contains(section.teacher, teacher)),
        'section_id',
      ),
  },
  get_roster: {
    answer({ state }, { section_id }) {
      const named = (enrolment: Enrolment) => ({ enrolment, name: at(state.students, enrolment.student_id).name });
      const taken = all(state.enrolments).filter(
        (item) => item.section_id === section_id && (item.status === 'enrolled' || item.status === 'completed'),
      );
      return {
        section: at(state.sections, section_id),
        course_title: courseOf(state, section_id).title,
        students: [
          ...sorted(taken.map(named), 'name', ({ enrolment }) => enrolment.enrolment_id),
          ...lineOf(state, section_id).map(named),
        ],
      };
    },
  },
  check_eligibility: {
    answer(school, { student_id, section_id }) {
      const [student, section] = [at(school.state.students, student_id), at(school.state.sections, section_id)];
      const against = [...reasonsAgainst(school, student, section), ...reasonsAgainstPlace(school, student, section)];
      const eligible = !against.some((reason) => reason.holds());
      return { eligible, reason: eligible ? null : openText };
    },
  },
};
