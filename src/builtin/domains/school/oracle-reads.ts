import { openText } from '../../../domain/contract/form.ts';
import { all, contains, firstOf, inOrderOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  creditsOf,
  feesOf,
  inside,
  owedBy,
  placesIn,
  queueFor,
  reasonsAgainst,
  reasonsAgainstPlace,
  type School,
} from './oracle-facts.ts';
import type { Enrolment, SchoolState } from './records.ts';

const tooShort = (text: string): Reason => [text.trim().length < 2, 'fewer than two characters to look for'];

export const schoolReads: Oracles<SchoolState> = {
  find_students: {
    refusal: (_school, { name }: { name: string }) => firstOf(tooShort(name)),
    answer: ({ state }, { name }: { name: string }) =>
      inOrderOf(
        all(state.students).filter((student) => contains(student.name, name)),
        (student) => student.student_id,
      ),
  },
  get_student: {
    refusal: ({ state }, { student_id }: { student_id: string }) => firstOf(noSuch(state.students[student_id], 'student')),
    answer: ({ state }, { student_id }: { student_id: string }) => {
      const enrolments = inOrderOf(
        all(state.enrolments).filter((item) => item.student_id === student_id),
        (item) => item.enrolment_id,
      );
      return {
        student: state.students[student_id] ?? null,
        enrolments,
        course_codes: enrolments.map((item) => state.sections[item.section_id]?.course_code ?? null),
        fees: inOrderOf(feesOf(state, student_id), (fee) => fee.fee_id),
        credits: creditsOf(state, student_id),
        owed_cents: owedBy(state, student_id),
      };
    },
  },
  find_courses: {
    refusal: (_school, { text }: { text: string }) => firstOf(tooShort(text)),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.courses).filter((course) => contains(course.title, text) || contains(course.course_code, text)),
        (course) => course.course_code,
      ),
  },
  list_sections: {
    refusal: ({ state }, { course_code }: { course_code: string }) => firstOf(noSuch(state.courses[course_code], 'course')),
    answer: ({ state }, { course_code }: { course_code: string }) =>
      inOrderOf(
        all(state.sections).filter((section) => section.course_code === course_code),
        (section) => section.section_id,
      ).map((section) => ({
        section,
        free_places: placesIn(state, section),
        waiting: queueFor(state, section.section_id).length,
      })),
  },
  list_teacher_sections: {
    refusal: (_school, { teacher }: { teacher: string }) => firstOf(tooShort(teacher)),
    answer: ({ state }, { teacher }: { teacher: string }) =>
      inOrderOf(
        all(state.sections).filter((section) => contains(section.teacher, teacher)),
        (section) => section.section_id,
      ),
  },
  get_roster: {
    refusal: ({ state }, { section_id }: { section_id: string }) => firstOf(noSuch(state.sections[section_id], 'section')),
    answer: ({ state }, { section_id }: { section_id: string }) => {
      const named = (enrolment: Enrolment) => ({ enrolment, name: state.students[enrolment.student_id]?.name ?? '' });
      const done = all(state.enrolments).filter((item) => item.section_id === section_id && item.status === 'completed');
      const taken = inOrderOf(
        [...inside(state, section_id), ...done].map(named),
        (row) => row.name,
        (row) => row.enrolment.enrolment_id,
      );
      const section = state.sections[section_id];
      return {
        section: section ?? null,
        course_title: state.courses[section?.course_code ?? '']?.title ?? null,
        students: [...taken, ...queueFor(state, section_id).map(named)],
      };
    },
  },
  check_eligibility: {
    refusal: ({ state }, { student_id, section_id }: { student_id: string; section_id: string }) =>
      firstOf(noSuch(state.students[student_id], 'student'), noSuch(state.sections[section_id], 'section')),
    answer(school: School, { student_id, section_id }: { student_id: string; section_id: string }) {
      const [student, section] = [school.state.students[student_id], school.state.sections[section_id]];
      const against = firstOf(...reasonsAgainst(school, student, section), ...reasonsAgainstPlace(school, student, section));
      return { eligible: against === undefined, reason: against === undefined ? null : openText };
    },
  },
};
