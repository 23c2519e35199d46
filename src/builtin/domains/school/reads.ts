import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Course, Enrolment, Fee, Section, Student } from './design.ts';
import { SchoolRules } from './rules.ts';

export class SchoolReads extends SchoolRules {
  /**
   * Find students by a part of their name, in order of their number.
   * @effect read
   * @param name  Part of the name, at least two letters.
   */
  find_students({ name }: { name: string }): Result<Student[]> {
    const wanted = name.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two letters of the name.');
    return ok(
      Object.values(this.state.students)
        .filter((student) => student.name.toLowerCase().includes(wanted))
        .sort((a, b) => (a.student_id < b.student_id ? -1 : 1)),
    );
  }

  /**
   * A student with all enrolments by id (and the course of each, in the same order), fees by id, credits at present and
   * what is owed.
   * @effect read
   * @param student_id  The student.
   */
  get_student({ student_id }: { student_id: Ref<Student> }): Result<{
    student: Student;
    enrolments: Enrolment[];
    course_codes: string[];
    fees: Fee[];
    credits: Integer;
    owed_cents: Integer;
  }> {
    const student = this.state.students[student_id];
    if (!student) return fail(`There is no student ${student_id}.`);
    const enrolments = this.enrolmentsOf(student_id).sort((a, b) => (a.enrolment_id < b.enrolment_id ? -1 : 1));
    return ok({
      student,
      enrolments,
      course_codes: enrolments.map((enrolment) => this.state.sections[enrolment.section_id]?.course_code ?? ''),
      fees: this.feesOf(student_id).sort((a, b) => (a.fee_id < b.fee_id ? -1 : 1)),
      credits: this.creditsOf(student_id),
      owed_cents: this.owed(student_id),
    });
  }

  /**
   * Find courses by a part of their title or code, in order of their code.
   * @effect read
   * @param text  Part of the title or code, at least two characters.
   */
  find_courses({ text }: { text: string }): Result<Course[]> {
    const wanted = text.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two characters.');
    return ok(
      Object.values(this.state.courses)
        .filter((course) => course.title.toLowerCase().includes(wanted) || course.course_code.toLowerCase().includes(wanted))
        .sort((a, b) => (a.course_code < b.course_code ? -1 : 1)),
    );
  }

  /**
   * The sections of a course by number, with free places (none unless the section is open) and the number of students
   * waiting.
   * @effect read
   * @param course_code  The course.
   */
  list_sections({
    course_code,
  }: {
    course_code: Ref<Course>;
  }): Result<{ section: Section; free_places: Integer; waiting: Integer }[]> {
    if (!this.state.courses[course_code]) return fail(`There is no course ${course_code}.`);
    return ok(
      Object.values(this.state.sections)
        .filter((section) => section.course_code === course_code)
        .sort((a, b) => (a.section_id < b.section_id ? -1 : 1))
        .map((section) => ({ section, free_places: this.freePlaces(section), waiting: this.line(section.section_id).length })),
    );
  }

  /**
   * The sections of a teacher, by number.
   * @effect read
   * @param teacher  Part of the name of the teacher, at least two letters.
   */
  list_teacher_sections({ teacher }: { teacher: string }): Result<Section[]> {
    const wanted = teacher.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two letters of the name.');
    return ok(
      Object.values(this.state.sections)
        .filter((section) => section.teacher.toLowerCase().includes(wanted))
        .sort((a, b) => (a.section_id < b.section_id ? -1 : 1)),
    );
  }

  /**
   * A section with the students in it: enrolled and completed ones by name, then the waiting list in order.
   * @effect read
   * @param section_id  The section.
   */
  get_roster({
    section_id,
  }: {
    section_id: Ref<Section>;
  }): Result<{ section: Section; course_title: string; students: { enrolment: Enrolment; name: string }[] }> {
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    const named = (enrolment: Enrolment) => ({ enrolment, name: this.state.students[enrolment.student_id]?.name ?? '' });
    const taken = Object.values(this.state.enrolments)
      .filter((each) => each.section_id === section_id && (each.status === 'enrolled' || each.status === 'completed'))
      .map(named)
      .sort((a, b) =>
        a.name < b.name ? -1 : a.name > b.name ? 1 : a.enrolment.enrolment_id < b.enrolment.enrolment_id ? -1 : 1,
      );
    return ok({
      section,
      course_title: this.state.courses[section.course_code]?.title ?? '',
      students: [...taken, ...this.line(section_id).map(named)],
    });
  }

  /**
   * Whether a student may have a place in a section, leaving aside whether one is free; the reason when not.
   * @effect read
   * @param student_id  The student.
   * @param section_id  The section.
   */
  check_eligibility({
    student_id,
    section_id,
  }: {
    student_id: Ref<Student>;
    section_id: Ref<Section>;
  }): Result<{ eligible: boolean; reason: string | null }> {
    const student = this.state.students[student_id];
    if (!student) return fail(`There is no student ${student_id}.`);
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    const reason = this.refusal(student, section) ?? this.placeRefusal(student, section) ?? null;
    return ok({ eligible: reason === null, reason });
  }
}
