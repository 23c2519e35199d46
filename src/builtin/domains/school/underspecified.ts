import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import type { SchoolState, Section, Student } from './design.ts';
import { enrolledIn, freePlaces, lineOf, placeRefused, refused } from './places.ts';
import { ahead, check, enrol, findCourse, findStudent, listSections, recordsOf } from './requests.ts';

type Here = Setting<SchoolState>;

export const schoolOpen: readonly RequestTemplate<SchoolState>[] = [
  { name: 'enrol-on-which-evening', kind: 'underspecified', plan: enrolWhen },
  { name: 'record-which-result', kind: 'underspecified', plan: recordWhat },
  { name: 'capacity-how-large', kind: 'underspecified', plan: enlargeTo },
];

function mayJoin({ state, policy }: Here, student: Student, section: Section): boolean {
  return (
    freePlaces(state, section) > 0 &&
    lineOf(state, section).length === 0 &&
    !refused(state, policy, student, section) &&
    !placeRefused(state, policy, student, section)
  );
}

function enrolWhen(here: Here) {
  const { state, random } = here;
  for (const { section, course } of random.shuffle(ahead(here))) {
    const others = ahead(here).filter((other) => other.course === course && other.section !== section);
    const student = random
      .shuffle(Object.values(state.students))
      .find((one) => mayJoin(here, one, section) && others.some((other) => mayJoin(here, one, other.section)));
    if (!student) continue;
    return {
      text: random.pick([
        `${student.name} would like to take ${course.title}. Please enrol them.`,
        `Please register ${student.name} for ${course.title}; there are places left.`,
      ]),
      records: [...recordsOf(student, section), ...others.map((other) => `sections/${other.section.section_id}`)],
      calls: [findStudent(student), findCourse(course), listSections(course), check(student, section), enrol(student, section)],
      user: {
        wants: `${student.name} is enrolled in the ${section.weekday} group of ${course.title}.`,
        facts: [
          {
            kind: 'record' as const,
            about: 'the group, the day of the week, the evening',
            says: random.pick([`On ${section.weekday} evenings.`, `The group on ${section.weekday}.`]),
            question: `${course.title} has several groups. Which evening should it be for ${student.name}?`,
            before: 4,
            decides: [
              { call: 5, argument: 'section_id' },
              { call: 4, argument: 'section_id' },
            ],
          },
        ],
      },
    };
  }
  return undefined;
}

function recordWhat({ state, random, today }: Here) {
  for (const enrolment of random.shuffle(Object.values(state.enrolments))) {
    const section = state.sections[enrolment.section_id];
    const student = state.students[enrolment.student_id];
    const course = state.courses[section?.course_code ?? ''];
    if (!section || !student || !course || section.status !== 'open' || section.first_day >= today) continue;
    if (enrolment.status !== 'enrolled' || enrolment.points !== null) continue;
    const points = random.integer(33, 97);
    return {
      text: random.pick([
        `${section.teacher} has marked the test of ${student.name} in ${course.title}. Please enter the result.`,
        `The result of ${student.name} in ${course.title} is here at last; enter it, nothing else.`,
      ]),
      records: [`enrolments/${enrolment.enrolment_id}`, `students/${student.student_id}`, `sections/${section.section_id}`],
      calls: [
        findStudent(student),
        findCourse(course),
        { tool: 'get_student', arguments: { student_id: student.student_id } },
        { tool: 'record_points', arguments: { enrolment_id: enrolment.enrolment_id, points } },
      ],
      user: {
        wants: `${points} points are entered for ${student.name} in ${course.title}.`,
        facts: [
          {
            kind: 'count' as const,
            about: 'the result in points',
            says: random.pick([`${points} points.`, `It is ${points} points.`]),
            question: `How many points did ${student.name} get?`,
            before: 4,
            decides: [{ call: 4, argument: 'points' }],
          },
        ],
      },
    };
  }
  return undefined;
}

function enlargeTo(here: Here) {
  const { state, random } = here;
  const found = random.shuffle(ahead(here)).find(({ section }) => lineOf(state, section).length === 0 && section.capacity < 30);
  if (!found) return undefined;
  const { section, course } = found;
  const capacity = Math.max(section.capacity, enrolledIn(state, section).length) + random.integer(2, 8);
  return {
    text: random.pick([
      `The ${section.weekday} group of ${course.title} moves to a larger room. Please change the number of places.`,
      `We have another room for ${course.title} on ${section.weekday}, so the capacity of that group changes.`,
    ]),
    records: [`sections/${section.section_id}`, `courses/${course.course_code}`],
    calls: [
      findCourse(course),
      listSections(course),
      { tool: 'change_capacity', arguments: { section_id: section.section_id, capacity } },
    ],
    user: {
      wants: `The ${section.weekday} group of ${course.title} has ${capacity} places.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'the number of places, the capacity',
          says: random.pick([`It has ${capacity} places.`, `${capacity} places in all.`]),
          question: `How many places should the ${section.weekday} group of ${course.title} have?`,
          before: 3,
          decides: [{ call: 3, argument: 'capacity' }],
        },
      ],
    },
  };
}
