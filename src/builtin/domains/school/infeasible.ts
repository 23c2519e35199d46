import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { longDate } from '../../kit/wording.ts';
import type { Enrolment, SchoolState, Section, Student } from './design.ts';

const findStudent = ({ name }: Student) => ({ tool: 'find_students', arguments: { name } });
const getStudent = ({ student_id }: Student) => ({ tool: 'get_student', arguments: { student_id } });
const listSections = ({ course_code }: Section) => ({ tool: 'list_sections', arguments: { course_code } });
const findCourse = (title: string) => ({ tool: 'find_courses', arguments: { text: title } });

/** The title of a section's course. */
function titleOf(state: SchoolState, section: Section): string {
  return state.courses[section.course_code]?.title ?? '';
}

/** Whether a student has only this to do with the course of a section. */
function isOnly(state: SchoolState, enrolment: Enrolment, section: Section): boolean {
  return (
    Object.values(state.enrolments).filter(
      (other) =>
        other.student_id === enrolment.student_id && state.sections[other.section_id]?.course_code === section.course_code,
    ).length === 1
  );
}

const leaveTooLate: RequestTemplate<SchoolState> = {
  name: 'leave-too-late',
  kind: 'infeasible',
  plan({ state, policy, today, random }) {
    for (const enrolment of random.shuffle(Object.values(state.enrolments))) {
      const [section, student] = [state.sections[enrolment.section_id], state.students[enrolment.student_id]];
      if (!section || !student || enrolment.status !== 'enrolled' || section.status !== 'open') continue;
      if (addDays(section.first_day, Number(policy.drop_days)) >= today || !isOnly(state, enrolment, section)) continue;
      const title = titleOf(state, section);
      return {
        text: random.pick([
          `${student.name} has no time for "${title}" any more and wants to leave the course.`,
          `Take ${student.name} out of "${title}"; the evenings do not suit any longer.`,
        ]),
        records: [`students/${student.student_id}`, `sections/${section.section_id}`],
        calls: [findStudent(student), getStudent(student), findCourse(title), listSections(section)],
        refused: [{ tool: 'drop_section', arguments: { enrolment_id: enrolment.enrolment_id } }],
        evidence: [{ collection: 'sections', key: section.section_id, attributes: ['first_day'] }],
      };
    }
    return undefined;
  },
};

const callOffRunning: RequestTemplate<SchoolState> = {
  name: 'call-off-what-has-begun',
  kind: 'infeasible',
  plan({ state, today, random }) {
    const section = random.shuffle(Object.values(state.sections)).find((one) => one.status === 'open' && one.first_day < today);
    if (!section) return undefined;
    const title = titleOf(state, section);
    return {
      text: random.pick([
        `${section.teacher} is not available any longer, so call off "${title}", the one that began on ${longDate(section.first_day)}.`,
        `Please cancel "${title}" with ${section.teacher}, which began on ${longDate(section.first_day)}.`,
      ]),
      records: [`sections/${section.section_id}`, `courses/${section.course_code}`],
      calls: [findCourse(title), listSections(section)],
      refused: [{ tool: 'cancel_section', arguments: { section_id: section.section_id } }],
      evidence: [{ collection: 'sections', key: section.section_id, attributes: ['first_day', 'status'] }],
    };
  },
};

const onLeave: RequestTemplate<SchoolState> = {
  name: 'enrol-somebody-on-leave',
  kind: 'infeasible',
  plan({ state, today, random }) {
    const student = Object.values(state.students).find((one) => one.on_leave);
    const open = Object.values(state.sections).filter((one) => one.status === 'open' && one.first_day > today);
    const section = random
      .shuffle(open)
      .find((one) => open.filter((other) => other.course_code === one.course_code && other.weekday === one.weekday).length === 1);
    if (!student || !section) return undefined;
    const title = titleOf(state, section);
    return {
      text: random.pick([
        `Enrol ${student.name} in "${title}" on ${section.weekday} evenings.`,
        `${student.name} would like to take "${title}", the one on ${section.weekday}s that begins on ${longDate(section.first_day)}. Sign the student up.`,
      ]),
      records: [`students/${student.student_id}`, `sections/${section.section_id}`],
      calls: [findStudent(student), getStudent(student), findCourse(title), listSections(section)],
      refused: [{ tool: 'enrol_student', arguments: { student_id: student.student_id, section_id: section.section_id } }],
      evidence: [{ collection: 'students', key: student.student_id, attributes: ['on_leave'] }],
    };
  },
};

const paidAlready: RequestTemplate<SchoolState> = {
  name: 'pay-what-is-paid',
  kind: 'already-done',
  plan({ state, random }) {
    for (const fee of random.shuffle(Object.values(state.fees))) {
      const enrolment = state.enrolments[fee.enrolment_id];
      const [section, student] = [state.sections[enrolment?.section_id ?? ''], state.students[enrolment?.student_id ?? '']];
      if (!enrolment || !section || !student || fee.status !== 'paid' || !isOnly(state, enrolment, section)) continue;
      const title = titleOf(state, section);
      return {
        text: random.pick([
          `${student.name} has paid the fee for "${title}". See that it is down as paid.`,
          `Make sure that the fee of ${student.name} for "${title}" counts as paid.`,
        ]),
        records: [`students/${student.student_id}`],
        calls: [findStudent(student), getStudent(student)],
        refused: [{ tool: 'pay_fee', arguments: { fee_id: fee.fee_id } }],
        evidence: [{ collection: 'fees', key: fee.fee_id, attributes: ['status'] }],
      };
    }
    return undefined;
  },
};

export const schoolInVain: readonly RequestTemplate<SchoolState>[] = [leaveTooLate, paidAlready, callOffRunning, onLeave];
