import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneSmallest, inquiry } from '../../kit/inquiry.ts';
import type { Course, SchoolState, Section, Student } from './design.ts';

const findStudent = ({ name }: Student) => ({ tool: 'find_students', arguments: { name } });
const getStudent = ({ student_id }: Student) => ({ tool: 'get_student', arguments: { student_id } });
const findCourse = ({ title }: Course) => ({ tool: 'find_courses', arguments: { text: title } });
const listSections = ({ course_code }: Course) => ({ tool: 'list_sections', arguments: { course_code } });
const sectionsOf = (state: SchoolState, course: Course): Section[] =>
  Object.values(state.sections).filter((section) => section.course_code === course.course_code);

/** Questions at the office of the evening school. */
export const schoolInquiries: readonly RequestTemplate<SchoolState>[] = [
  inquiry(
    'when a course begins',
    ({ state }) => Object.values(state.courses).filter((course) => sectionsOf(state, course).length === 1),
    (course) => ({
      says: [
        `On which day does "${course.title}" begin, and who teaches it?`,
        `Somebody asks about "${course.title}": who is the teacher, and when is the first evening?`,
      ],
      records: [`courses/${course.course_code}`],
      calls: [findCourse(course), listSections(course)],
      told: [
        { about: 'the first day', type: 'date', from: { call: 2, path: 'data.0.section.first_day' }, answer: 'It begins on {}.' },
        { about: 'the teacher', type: 'name', from: { call: 2, path: 'data.0.section.teacher' }, answer: 'The teacher is {}.' },
      ],
    }),
  ),
  inquiry(
    'how many places are free',
    ({ state }) =>
      Object.values(state.courses).filter(
        (course) => sectionsOf(state, course).length === 1 && sectionsOf(state, course)[0]?.status === 'open',
      ),
    (course) => ({
      says: [`How many places are still free in "${course.title}"?`, `"${course.title}": how many more people can we take?`],
      records: [`courses/${course.course_code}`],
      calls: [findCourse(course), listSections(course)],
      told: [
        {
          about: 'how many places are free',
          type: 'number',
          from: { call: 2, path: 'data.0.free_places' },
          answer: 'Free places: {}.',
        },
      ],
    }),
  ),
  inquiry(
    'what a student owes',
    ({ state }) =>
      Object.values(state.students).filter((student) =>
        Object.values(state.fees).some(
          (fee) => fee.status === 'due' && state.enrolments[fee.enrolment_id]?.student_id === student.student_id,
        ),
      ),
    (student) => ({
      says: [
        `How much does ${student.name} owe the school at present?`,
        `${student.name} would like to settle up. What is the amount?`,
      ],
      records: [`students/${student.student_id}`],
      calls: [findStudent(student), getStudent(student)],
      told: [
        {
          about: 'the amount that is owed',
          type: 'amount',
          from: { call: 2, path: 'data.owed_cents' },
          answer: `${student.name} owes {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'how many courses were completed',
    ({ state }) =>
      Object.values(state.students).filter((student) =>
        Object.values(state.enrolments).some((one) => one.student_id === student.student_id && one.status === 'completed'),
      ),
    (student) => ({
      says: [`How many courses has ${student.name} completed with us?`, `Count the completed courses of ${student.name}.`],
      records: [`students/${student.student_id}`],
      calls: [findStudent(student), getStudent(student)],
      told: [
        {
          about: 'how many courses were completed',
          type: 'number',
          compute: 'count',
          where: [{ name: 'status', value: 'completed' }],
          from: { call: 2, path: 'data.enrolments' },
          answer: `${student.name} has completed {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'earlier of two teachers',
    ({ state }) =>
      [...new Set(Object.values(state.sections).map(({ teacher }) => teacher))].filter((teacher) =>
        hasOneSmallest(
          Object.values(state.sections).flatMap((section) =>
            section.teacher === teacher ? [Date.parse(section.first_day)] : [],
          ),
        ),
      ),
    (teacher) => ({
      says: [
        `${teacher} teaches several groups here. Which course code has the one that began, or begins, first?`,
        `Of the groups of ${teacher}, which one has the earliest first evening? Tell me the code of its course.`,
      ],
      records: [`teachers/${teacher}`],
      calls: [{ tool: 'list_teacher_sections', arguments: { teacher } }],
      told: [
        {
          about: 'the code of the course that begins first',
          type: 'name',
          compute: 'least',
          field: 'first_day',
          label: 'course_code',
          from: { call: 1, path: 'data' },
          answer: 'The earliest one belongs to {}.',
        },
      ],
    }),
  ),
];
