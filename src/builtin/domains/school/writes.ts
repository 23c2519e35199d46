import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Course, Enrolment, Fee, SchoolPolicy, Section, Student } from './design.ts';
import { SchoolReads } from './reads.ts';

declare const POLICY: SchoolPolicy;

export class EveningSchool extends SchoolReads {
  /**
   * Give a student a free place in a section. The fee of the course falls due.
   * @effect write  @rules R1 R2 R3 R4 R5 R6 R9 R11
   * @param student_id  The student.
   * @param section_id  The section.
   */
  enrol_student({ student_id, section_id }: { student_id: Ref<Student>; section_id: Ref<Section> }): Result<Enrolment> {
    const student = this.state.students[student_id];
    if (!student) return fail(`There is no student ${student_id}.`);
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    const refusal = this.refusal(student, section) ?? this.placeRefusal(student, section);
    if (refusal) return fail(refusal); // R1 R3 R4 R5 R6 R11
    if (this.freePlaces(section) <= 0) return fail(`Section ${section_id} is full.`); // R2
    if (this.line(section_id).length > 0) return fail(`Others are waiting for section ${section_id}.`); // R9
    const enrolment = this.enter(student_id, section_id, 'enrolled', null);
    this.charge(enrolment);
    return ok(enrolment);
  }

  /**
   * Put a student at the end of the waiting list of a section. The requirements of the course must be met already.
   * @effect write  @rules R1 R5 R6 R7 R11
   * @param student_id  The student.
   * @param section_id  The section.
   */
  join_waiting_list({ student_id, section_id }: { student_id: Ref<Student>; section_id: Ref<Section> }): Result<Enrolment> {
    const student = this.state.students[student_id];
    if (!student) return fail(`There is no student ${student_id}.`);
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    const refusal = this.refusal(student, section);
    if (refusal) return fail(refusal); // R1 R5 R6 R11
    const waiting = this.line(section_id).length;
    if (waiting === 0 && this.freePlaces(section) > 0) return fail(`Section ${section_id} has a free place.`); // R7
    if (waiting >= POLICY.waiting_places) return fail(`The waiting list of section ${section_id} is full.`); // R7
    return ok(this.enter(student_id, section_id, 'waiting', waiting + 1));
  }

  /**
   * Give a free place to the first in line who may have it. The fee of the course falls due.
   * @effect write  @rules R2 R3 R4 R5 R9 R11
   * @param section_id  The section.
   */
  admit_next({ section_id }: { section_id: Ref<Section> }): Result<Enrolment> {
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    if (section.status !== 'open') return fail(`Section ${section_id} is ${section.status}.`); // R11
    const line = this.line(section_id);
    if (line.length === 0) return fail(`Nobody waits for section ${section_id}.`);
    if (this.freePlaces(section) <= 0) return fail(`Section ${section_id} is full.`); // R2
    const next = line.find((enrolment) => {
      const student = this.state.students[enrolment.student_id];
      return student !== undefined && this.standing(student) === undefined && this.placeRefusal(student, section) === undefined; // R3 R4 R5
    });
    if (!next) return fail(`None of those who wait for section ${section_id} may have the place.`); // R9
    next.status = 'enrolled';
    this.closeGap(next);
    this.charge(next);
    return ok(next);
  }

  /**
   * A student no longer waits.
   * @effect write  @rules R8
   * @param enrolment_id  The place on the waiting list.
   */
  leave_waiting_list({ enrolment_id }: { enrolment_id: Ref<Enrolment> }): Result<Enrolment> {
    const enrolment = this.state.enrolments[enrolment_id];
    if (!enrolment) return fail(`There is no enrolment ${enrolment_id}.`);
    if (enrolment.status !== 'waiting') return fail(`Enrolment ${enrolment_id} is ${enrolment.status}, not waiting.`);
    enrolment.status = 'dropped';
    this.closeGap(enrolment); // R8
    return ok(enrolment);
  }

  /**
   * A student leaves a section, and a result entered for it is lost. A fee that is due disappears, one that was paid stays
   * paid.
   * @effect write  @rules R10
   * @param enrolment_id  The enrolment.
   */
  drop_section({ enrolment_id }: { enrolment_id: Ref<Enrolment> }): Result<Enrolment> {
    const enrolment = this.state.enrolments[enrolment_id];
    if (!enrolment) return fail(`There is no enrolment ${enrolment_id}.`);
    const section = this.state.sections[enrolment.section_id];
    if (!section || enrolment.status !== 'enrolled') return fail(`Enrolment ${enrolment_id} is ${enrolment.status}.`);
    if (this.daysBetween(section.first_day, this.today()) > POLICY.drop_days) {
      return fail(`Sections can be left until ${POLICY.drop_days} days after their first day, ${section.first_day}.`); // R10
    }
    enrolment.status = 'dropped';
    enrolment.points = null;
    this.dropDueFee(enrolment_id);
    return ok(enrolment);
  }

  /**
   * Move an enrolled student who has no result yet to the open section of the same course on another evening, which must
   * have a free place and no waiting list. The fee stays. Where the course has several sections on that evening, the
   * earliest is meant.
   * @effect write  @rules R2 R3 R9 R10 R11
   * @param enrolment_id  The enrolment.
   * @param weekday  The other evening.
   */
  switch_section({ enrolment_id, weekday }: { enrolment_id: Ref<Enrolment>; weekday: Section['weekday'] }): Result<Enrolment> {
    const enrolment = this.state.enrolments[enrolment_id];
    if (!enrolment) return fail(`There is no enrolment ${enrolment_id}.`);
    const section = this.state.sections[enrolment.section_id];
    if (!section || enrolment.status !== 'enrolled') return fail(`Enrolment ${enrolment_id} is ${enrolment.status}.`);
    if (this.daysBetween(section.first_day, this.today()) > POLICY.drop_days)
      return fail('It is too late to leave the present section.'); // R10
    if (enrolment.points !== null) return fail(`Enrolment ${enrolment_id} has a result already.`); // R11
    if (section.weekday === weekday) return fail(`Section ${section.section_id} meets on ${weekday}.`);
    const target = Object.values(this.state.sections)
      .filter((other) => other.course_code === section.course_code && other.weekday === weekday && other.status === 'open')
      .sort((a, b) => a.start_hour - b.start_hour || (a.section_id < b.section_id ? -1 : 1))[0];
    if (!target) return fail(`${section.course_code} has no other open section on ${weekday}.`); // R11
    if (this.freePlaces(target) <= 0) return fail(`Section ${target.section_id} is full.`); // R2
    if (this.line(target.section_id).length > 0) return fail(`Others are waiting for section ${target.section_id}.`); // R9
    const clash = this.clash(enrolment.student_id, target, enrolment.section_id);
    if (clash) return fail(`Section ${target.section_id} overlaps with ${clash.course_code}.`); // R3
    enrolment.section_id = target.section_id;
    return ok(enrolment);
  }

  /**
   * Enter or correct the result of an enrolled student.
   * @effect write  @rules R11
   * @param enrolment_id  The enrolment.
   * @param points  The result.
   */
  record_points({ enrolment_id, points }: { enrolment_id: Ref<Enrolment>; points: Integer<0, 100> }): Result<Enrolment> {
    const enrolment = this.state.enrolments[enrolment_id];
    if (!enrolment) return fail(`There is no enrolment ${enrolment_id}.`);
    const section = this.state.sections[enrolment.section_id];
    if (!section || enrolment.status !== 'enrolled') return fail(`Enrolment ${enrolment_id} is ${enrolment.status}.`); // R11
    if (section.first_day > this.today()) return fail(`Teaching begins on ${section.first_day}.`); // R11
    if (enrolment.points === points) return fail(`The result is ${points} points already.`);
    enrolment.points = points;
    return ok(enrolment);
  }

  /**
   * Close a section when all results are in. Its enrolments are completed and its waiting list is dissolved.
   * @effect write  @rules R13
   * @param section_id  The section.
   */
  finish_section({ section_id }: { section_id: Ref<Section> }): Result<Section> {
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    if (section.status !== 'open') return fail(`Section ${section_id} is ${section.status}.`);
    const inside = this.enrolledIn(section_id);
    if (inside.length === 0) return fail(`Nobody is enrolled in section ${section_id}.`);
    const missing = inside.filter((enrolment) => enrolment.points === null).length;
    if (missing > 0) return fail(`${missing} results of section ${section_id} are missing.`); // R13
    for (const enrolment of inside) enrolment.status = 'completed';
    this.dissolveLine(section_id);
    section.status = 'finished';
    return ok(section);
  }

  /**
   * Call a section off before it begins. Its students are dropped, fees that are due disappear, paid ones stay with the
   * school as credit.
   * @effect write  @rules R12
   * @param section_id  The section.
   */
  cancel_section({ section_id }: { section_id: Ref<Section> }): Result<Section> {
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    if (section.status !== 'open') return fail(`Section ${section_id} is ${section.status}.`);
    if (section.first_day <= this.today()) return fail(`Section ${section_id} began on ${section.first_day}.`); // R12
    for (const enrolment of this.enrolledIn(section_id)) {
      enrolment.status = 'dropped';
      this.dropDueFee(enrolment.enrolment_id);
    }
    this.dissolveLine(section_id);
    section.status = 'cancelled';
    return ok(section);
  }

  /**
   * Offer a course on an evening of the week.
   * @effect write  @rules R14
   * @param course_code  The course.
   * @param teacher  Full name of the teacher.
   * @param weekday  Evening on which it meets.
   * @param start_hour  Full hour at which it begins.
   * @param hours  How long it lasts.
   * @param capacity  Number of places.
   * @param first_day  First day of teaching; it must be that day of the week and lie ahead, within a year.
   */
  open_section({
    course_code,
    teacher,
    weekday,
    start_hour,
    hours,
    capacity,
    first_day,
  }: {
    course_code: Ref<Course>;
    teacher: string;
    weekday: Section['weekday'];
    start_hour: Integer<16, 20>;
    hours: Integer<1, 3>;
    capacity: Integer<1, 40>;
    first_day: Day;
  }): Result<Section> {
    if (!this.state.courses[course_code]) return fail(`There is no course ${course_code}.`);
    const name = teacher.trim();
    if (name === '') return fail('A section needs a teacher.');
    const ahead = this.daysBetween(this.today(), first_day);
    if (!(ahead > 0 && ahead <= 365)) return fail('The first day must lie ahead, within a year.');
    const day = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][this.weekday(first_day)];
    if (day !== weekday) return fail(`${first_day} is a ${day}.`);
    const busy = Object.values(this.state.sections).some(
      (section) => section.teacher === name && section.status === 'open' && this.overlap(section, { weekday, start_hour, hours }),
    );
    if (busy) return fail(`${name} teaches another section at that time.`); // R14
    const section: Section = {
      section_id: this.newId('S'),
      course_code,
      teacher: name,
      weekday,
      start_hour,
      hours,
      capacity,
      first_day,
      status: 'open',
    };
    this.state.sections[section.section_id] = section;
    return ok(section);
  }

  /**
   * Give a section another number of places.
   * @effect write  @rules R2 R11
   * @param section_id  The section.
   * @param capacity  New number of places.
   */
  change_capacity({ section_id, capacity }: { section_id: Ref<Section>; capacity: Integer<1, 40> }): Result<Section> {
    const section = this.state.sections[section_id];
    if (!section) return fail(`There is no section ${section_id}.`);
    if (section.status !== 'open') return fail(`Section ${section_id} is ${section.status}.`); // R11
    if (section.capacity === capacity) return fail(`Section ${section_id} has ${capacity} places already.`);
    const inside = this.enrolledIn(section_id).length;
    if (capacity < inside) return fail(`${inside} students are enrolled in section ${section_id}.`); // R2
    section.capacity = capacity;
    return ok(section);
  }

  /**
   * Book the payment of a fee.
   * @effect write
   * @param fee_id  The fee.
   */
  pay_fee({ fee_id }: { fee_id: Ref<Fee> }): Result<Fee> {
    const fee = this.state.fees[fee_id];
    if (!fee) return fail(`There is no fee ${fee_id}.`);
    if (fee.status !== 'due') return fail(`Fee ${fee_id} is ${fee.status}.`);
    fee.status = 'paid';
    return ok(fee);
  }

  /**
   * Let a student off a fee that is due.
   * @effect write
   * @param fee_id  The fee.
   * @param reason  Why.
   */
  waive_fee({ fee_id, reason }: { fee_id: Ref<Fee>; reason: string }): Result<Fee> {
    const fee = this.state.fees[fee_id];
    if (!fee) return fail(`There is no fee ${fee_id}.`);
    if (reason.trim() === '') return fail('Say why the fee is waived.');
    if (fee.status !== 'due') return fail(`Fee ${fee_id} is ${fee.status}.`);
    fee.status = 'waived';
    fee.reason = reason.trim();
    return ok(fee);
  }
}
