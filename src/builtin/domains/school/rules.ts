import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Enrolment, Fee, SchoolPolicy, SchoolState, Section, Student } from './design.ts';

declare const POLICY: SchoolPolicy;

export class SchoolRules extends Environment<SchoolState> {
  protected enrolmentsOf(student_id: string): Enrolment[] {
    return Object.values(this.state.enrolments).filter((enrolment) => enrolment.student_id === student_id);
  }

  protected enrolledIn(section_id: string): Enrolment[] {
    return Object.values(this.state.enrolments).filter((each) => each.section_id === section_id && each.status === 'enrolled');
  }

  protected freePlaces(section: Section): number {
    return section.status === 'open' ? section.capacity - this.enrolledIn(section.section_id).length : 0;
  }

  /** Those who wait for a section, first in line first. */
  protected line(section_id: string): Enrolment[] {
    return Object.values(this.state.enrolments)
      .filter((each) => each.section_id === section_id && each.status === 'waiting')
      .sort((a, b) => (a.place_in_line ?? 0) - (b.place_in_line ?? 0));
  }

  protected enter(student_id: string, section_id: string, status: Enrolment['status'], place_in_line: number | null): Enrolment {
    const enrolment: Enrolment = { enrolment_id: this.newId('E'), student_id, section_id, status, place_in_line, points: null };
    this.state.enrolments[enrolment.enrolment_id] = enrolment;
    return enrolment;
  }

  /** Take somebody out of the line; those behind move up. */
  protected closeGap(left: Enrolment): void {
    const place = left.place_in_line ?? 0;
    left.place_in_line = null;
    for (const other of this.line(left.section_id)) {
      if (other.place_in_line !== null && other.place_in_line > place) other.place_in_line -= 1;
    }
  }

  protected dissolveLine(section_id: string): void {
    for (const enrolment of this.line(section_id)) {
      enrolment.status = 'dropped';
      enrolment.place_in_line = null;
    }
  }

  protected feesOf(student_id: string): Fee[] {
    return Object.values(this.state.fees).filter((fee) => this.state.enrolments[fee.enrolment_id]?.student_id === student_id);
  }

  protected owed(student_id: string): number {
    return this.feesOf(student_id).reduce((sum, fee) => sum + (fee.status === 'due' ? fee.amount_cents : 0), 0);
  }

  protected creditsOf(student_id: string): number {
    return this.enrolmentsOf(student_id)
      .filter((enrolment) => enrolment.status === 'enrolled')
      .reduce((sum, enrolment) => sum + this.creditsIn(enrolment.section_id), 0);
  }

  protected creditsIn(section_id: string): number {
    return this.state.courses[this.state.sections[section_id]?.course_code ?? '']?.credits ?? 0;
  }

  protected charge(enrolment: Enrolment): void {
    const course = this.state.courses[this.state.sections[enrolment.section_id]?.course_code ?? ''];
    if (!course || course.fee_cents === 0) return;
    const fee: Fee = {
      fee_id: this.newId('F'),
      enrolment_id: enrolment.enrolment_id,
      amount_cents: course.fee_cents,
      status: 'due',
      reason: null,
    };
    this.state.fees[fee.fee_id] = fee;
  }

  protected dropDueFee(enrolment_id: string): void {
    for (const fee of Object.values(this.state.fees)) {
      if (fee.enrolment_id === enrolment_id && fee.status === 'due') delete this.state.fees[fee.fee_id];
    }
  }

  protected overlap(
    a: Pick<Section, 'weekday' | 'start_hour' | 'hours'>,
    b: Pick<Section, 'weekday' | 'start_hour' | 'hours'>,
  ): boolean {
    return a.weekday === b.weekday && a.start_hour < b.start_hour + b.hours && b.start_hour < a.start_hour + a.hours;
  }

  /** A section in which the student is enrolled that overlaps with another one. */
  protected clash(student_id: string, target: Section, except?: string): Section | undefined {
    return this.enrolmentsOf(student_id)
      .filter((enrolment) => enrolment.status === 'enrolled' && enrolment.section_id !== except)
      .map((enrolment) => this.state.sections[enrolment.section_id])
      .find((section) => section !== undefined && this.overlap(section, target));
  }

  protected passed(student_id: string, course_code: string): boolean {
    return this.enrolmentsOf(student_id).some(
      (enrolment) =>
        enrolment.status === 'completed' &&
        (enrolment.points ?? 0) >= POLICY.pass_mark &&
        this.state.sections[enrolment.section_id]?.course_code === course_code,
    );
  }

  /** Why a student gets no places at all at present, if so. */
  protected standing(student: Student): string | undefined {
    if (student.on_leave) return `${student.name} is on leave.`; // R5
    const owed = this.owed(student.student_id);
    if (owed > POLICY.debt_cents) return `${student.name} owes ${owed} cents.`; // R5
    return undefined;
  }

  /** Why a student may neither have a place in a section nor wait for one, if so. */
  protected refusal(student: Student, section: Section): string | undefined {
    if (section.status !== 'open') return `Section ${section.section_id} is ${section.status}.`; // R11
    const standing = this.standing(student);
    if (standing) return standing; // R5
    const course = section.course_code;
    if (this.passed(student.student_id, course)) return `${student.name} has passed ${course} already.`; // R6
    const twice = this.enrolmentsOf(student.student_id).find(
      (enrolment) =>
        (enrolment.status === 'enrolled' || enrolment.status === 'waiting') &&
        this.state.sections[enrolment.section_id]?.course_code === course,
    );
    if (twice) return `${student.name} is ${twice.status} in ${course} already.`; // R6
    const missing = (this.state.courses[course]?.requires ?? []).find((required) => !this.passed(student.student_id, required));
    if (missing !== undefined) return `${student.name} has not passed ${missing}.`; // R1
    return undefined;
  }

  /** Why a place in a section does not fit a student's timetable or load, if so. */
  protected placeRefusal(student: Student, section: Section): string | undefined {
    const other = this.clash(student.student_id, section);
    if (other) return `${student.name} has ${other.course_code} at that time.`; // R3
    const credits = this.creditsOf(student.student_id) + this.creditsIn(section.section_id);
    if (credits > POLICY.max_credits) return `${student.name} would have ${credits} credits.`; // R4
    return undefined;
  }
}

export const invariants: Invariants<SchoolState> = {
  R2: (state) =>
    Object.values(state.sections).every(
      (section) =>
        Object.values(state.enrolments).filter((each) => each.section_id === section.section_id && each.status === 'enrolled')
          .length <= section.capacity,
    ),
  R3: (state) => {
    const taken = Object.values(state.enrolments).filter((each) => each.status === 'enrolled');
    return taken.every((each) =>
      taken.every((other) => {
        const [a, b] = [state.sections[each.section_id], state.sections[other.section_id]];
        return (
          each === other ||
          each.student_id !== other.student_id ||
          !a ||
          !b ||
          a.weekday !== b.weekday ||
          a.start_hour + a.hours <= b.start_hour ||
          b.start_hour + b.hours <= a.start_hour
        );
      }),
    );
  },
  R8: (state) =>
    Object.values(state.sections).every((section) => {
      const waiting = Object.values(state.enrolments).filter(
        (each) => each.section_id === section.section_id && each.status === 'waiting',
      );
      return waiting
        .map((each) => each.place_in_line ?? 0)
        .sort((a, b) => a - b)
        .every((place, i) => place === i + 1);
    }),
};
