import { type Change, change, create, remove } from '../../../domain/contract/form.ts';
import { all, inOrderOf, type Moment, type Reason } from '../../kit/oracle.ts';
import type { Course, Enrolment, Fee, SchoolState, Section, Student } from './records.ts';

/** What the expectations of the school say again and again, read off its rules. */

export type School = Moment<SchoolState>;

export const noPlace: Pick<Enrolment, 'status' | 'place_in_line'> = { status: 'dropped', place_in_line: null };

export function inside(state: SchoolState, section_id: string): Enrolment[] {
  return all(state.enrolments).filter((item) => item.section_id === section_id && item.status === 'enrolled');
}

/** Rule R8: those who wait for a section, first in line first. */
export function queueFor(state: SchoolState, section_id: string): Enrolment[] {
  const waiting = all(state.enrolments).filter((item) => item.section_id === section_id && item.status === 'waiting');
  return inOrderOf(waiting, (item) => item.place_in_line ?? 0);
}

/** A section that is finished or cancelled has no places. */
export function placesIn(state: SchoolState, section: Section): number {
  return section.status === 'open' ? section.capacity - inside(state, section.section_id).length : 0;
}

export function courseOf(state: SchoolState, section_id: string): Course | undefined {
  return state.courses[state.sections[section_id]?.course_code ?? ''];
}

export function ofStudent(state: SchoolState, student_id: string, ...statuses: readonly Enrolment['status'][]): Enrolment[] {
  return all(state.enrolments).filter((item) => item.student_id === student_id && statuses.includes(item.status));
}

export function feesOf(state: SchoolState, student_id: string): Fee[] {
  return all(state.fees).filter((fee) => state.enrolments[fee.enrolment_id]?.student_id === student_id);
}

export function owedBy(state: SchoolState, student_id: string): number {
  const due = feesOf(state, student_id).filter((fee) => fee.status === 'due');
  return due.reduce((sum, fee) => sum + fee.amount_cents, 0);
}

export function creditsOf(state: SchoolState, student_id: string): number {
  const taken = ofStudent(state, student_id, 'enrolled');
  return taken.reduce((sum, item) => sum + (courseOf(state, item.section_id)?.credits ?? 0), 0);
}

function hasPassed({ state, policy }: School, student_id: string, course_code: string): boolean {
  return ofStudent(state, student_id, 'completed')
    .filter((item) => state.sections[item.section_id]?.course_code === course_code)
    .some((item) => (item.points ?? 0) >= Number(policy.pass_mark));
}

type Evening = Pick<Section, 'weekday' | 'start_hour' | 'hours'>;

export function overlap(one: Evening, other: Evening): boolean {
  const begin = Math.max(one.start_hour, other.start_hour);
  const end = Math.min(one.start_hour + one.hours, other.start_hour + other.hours);
  return one.weekday === other.weekday && begin < end;
}

/** Rule R3, for a section that a student would take, instead of another one or in addition. */
export function clashes(state: SchoolState, student_id: string, section: Section, instead?: string): boolean {
  return ofStudent(state, student_id, 'enrolled')
    .filter((item) => item.section_id !== instead)
    .some((item) => {
      const other = state.sections[item.section_id];
      return other !== undefined && overlap(other, section);
    });
}

/** Rule R5: what keeps a student from any place. */
export function isBarred({ state, policy }: School, student: Student): boolean {
  return student.on_leave || owedBy(state, student.student_id) > Number(policy.debt_cents);
}

/** What keeps a student from a section, waiting for it included. */
export function reasonsAgainst(school: School, student: Student | undefined, section: Section | undefined): Reason[] {
  if (!student || !section) return [];
  const { state } = school;
  const course = state.courses[section.course_code];
  const held = ofStudent(state, student.student_id, 'enrolled', 'waiting');
  return [
    [section.status !== 'open', 'R11: the section is finished or cancelled'],
    [isBarred(school, student), 'R5: the student is on leave or owes too much'],
    [hasPassed(school, student.student_id, section.course_code), 'R6: the student passed the course'],
    [held.some((item) => courseOf(state, item.section_id) === course), 'R6: the student is in the course'],
    [course?.requires.some((code) => !hasPassed(school, student.student_id, code)) === true, 'R1: a required course is missing'],
  ];
}

/** What keeps a student from taking a place, but not from waiting for one. */
export function reasonsAgainstPlace(
  { state, policy }: School,
  student: Student | undefined,
  section: Section | undefined,
): Reason[] {
  if (!student || !section) return [];
  const credits = creditsOf(state, student.student_id) + (state.courses[section.course_code]?.credits ?? 0);
  return [
    [clashes(state, student.student_id, section), 'R3: the student has another section at that time'],
    [credits > Number(policy.max_credits), 'R4: too many credits'],
  ];
}

/** The fee that falls due with a place; a course that costs nothing has none. The id of an enrolment that is made is not known before. */
export function charged({ state }: School, section_id: string, enrolment_id?: string): Change[] {
  const amount_cents = courseOf(state, section_id)?.fee_cents ?? 0;
  const values = { amount_cents, status: 'due', reason: null };
  if (amount_cents === 0) return [];
  return [create('fees', enrolment_id === undefined ? values : { ...values, enrolment_id })];
}

/** Fees that are due disappear with the place they are for. */
export function cancelledFees({ state }: School, enrolment_id: string): Change[] {
  const due = all(state.fees).filter((fee) => fee.enrolment_id === enrolment_id && fee.status === 'due');
  return due.map((fee) => remove('fees', fee.fee_id));
}

/** Somebody leaves the line, and those behind move up. */
export function movedUp({ state }: School, left: Enrolment | undefined): Change[] {
  const place = left?.place_in_line ?? 0;
  return queueFor(state, left?.section_id ?? '')
    .filter((item) => (item.place_in_line ?? 0) > place)
    .map((item) => change('enrolments', item.enrolment_id, { place_in_line: (item.place_in_line ?? 0) - 1 }));
}

/** The end of a waiting list. */
export function dissolved({ state }: School, section_id: string): Change[] {
  return queueFor(state, section_id).map((item) => change('enrolments', item.enrolment_id, noPlace));
}

/** Rule R9: the first in line who may have a place. */
export function firstAdmissible(school: School, section_id: string): Enrolment | undefined {
  const { state } = school;
  return queueFor(state, section_id).find((item) => {
    const student = state.students[item.student_id];
    const against = reasonsAgainstPlace(school, student, state.sections[section_id]);
    return student !== undefined && !isBarred(school, student) && !against.some(([holds]) => holds);
  });
}
