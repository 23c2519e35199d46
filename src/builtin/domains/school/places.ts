import type { Policy } from '../../kit/domain.ts';
import type { Enrolment, Fee, SchoolState, Section, Student } from './design.ts';

/** The school's rules as its moves need them, kept beside the blueprint's own so that a plan is right in every state. */

export function enrolmentsOf(state: SchoolState, student: Student, status: Enrolment['status']): Enrolment[] {
  return Object.values(state.enrolments).filter((each) => each.student_id === student.student_id && each.status === status);
}

export function enrolledIn(state: SchoolState, section: Section): Enrolment[] {
  return Object.values(state.enrolments).filter((each) => each.section_id === section.section_id && each.status === 'enrolled');
}

/** Those who wait for a section, first in line first. */
export function lineOf(state: SchoolState, section: Section): Enrolment[] {
  return Object.values(state.enrolments)
    .filter((each) => each.section_id === section.section_id && each.status === 'waiting')
    .sort((a, b) => (a.place_in_line ?? 0) - (b.place_in_line ?? 0));
}

export function freePlaces(state: SchoolState, section: Section): number {
  return section.capacity - enrolledIn(state, section).length;
}

export function dueFees(state: SchoolState, student: Student): Fee[] {
  return Object.values(state.fees).filter(
    (fee) => fee.status === 'due' && state.enrolments[fee.enrolment_id]?.student_id === student.student_id,
  );
}

function codeOf(state: SchoolState, enrolment: Enrolment): string | undefined {
  return state.sections[enrolment.section_id]?.course_code;
}

function passed(state: SchoolState, policy: Policy, student: Student, course: string): boolean {
  return enrolmentsOf(state, student, 'completed').some(
    (each) => codeOf(state, each) === course && (each.points ?? 0) >= Number(policy.pass_mark),
  );
}

/** Leave or debts keep a student from any place. */
export function standing(state: SchoolState, policy: Policy, student: Student): 'on leave' | 'debts' | undefined {
  if (student.on_leave) return 'on leave';
  const owed = dueFees(state, student).reduce((sum, fee) => sum + fee.amount_cents, 0);
  return owed > Number(policy.debt_cents) ? 'debts' : undefined;
}

/** Why a student may neither have a place in a section nor wait for one. */
export function refused(state: SchoolState, policy: Policy, student: Student, section: Section): string | undefined {
  if (section.status !== 'open') return 'not open';
  const held = [...enrolmentsOf(state, student, 'enrolled'), ...enrolmentsOf(state, student, 'waiting')];
  if (held.some((each) => codeOf(state, each) === section.course_code)) return 'twice';
  if (passed(state, policy, student, section.course_code)) return 'passed';
  const requires = state.courses[section.course_code]?.requires ?? [];
  if (requires.some((course) => !passed(state, policy, student, course))) return 'requirements';
  return standing(state, policy, student);
}

/** Why a place does not fit a student's timetable or load. */
export function placeRefused(
  state: SchoolState,
  policy: Policy,
  student: Student,
  section: Section,
  except?: Section,
): 'overlap' | 'credits' | undefined {
  const taken = enrolmentsOf(state, student, 'enrolled').flatMap((each) => state.sections[each.section_id] ?? []);
  const others = taken.filter((each) => each !== except);
  const clash = others.some(
    (other) =>
      other.weekday === section.weekday &&
      other.start_hour < section.start_hour + section.hours &&
      section.start_hour < other.start_hour + other.hours,
  );
  if (clash) return 'overlap';
  const credits = [...others, section].reduce((sum, each) => sum + (state.courses[each.course_code]?.credits ?? 0), 0);
  return credits > Number(policy.max_credits) ? 'credits' : undefined;
}
