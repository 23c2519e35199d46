import { addDays } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { people } from '../../kit/names.ts';
import { counted, listOf, longDate, weekdayName } from '../../kit/wording.ts';
import { type Course, type SchoolState, type Section, weekdays } from './design.ts';
import { enrolledIn, freePlaces, lineOf, placeRefused, standing } from './places.ts';

type Here = Setting<SchoolState>;

/** What is asked about whole sections. */
export const sectionMoves: readonly RequestTemplate<SchoolState>[] = [
  { name: 'results', kind: 'bulk', plan: results },
  { name: 'correct-result', kind: 'compensating', plan: correctResult },
  { name: 'call-off', plan: callOff },
  { name: 'offer', plan: offer },
  { name: 'more-places', plan: morePlaces },
];

const findCourse = (course: Course): PlannedToolCall => ({ tool: 'find_courses', arguments: { text: course.title } });
const listSections = (course: Course): PlannedToolCall => ({
  tool: 'list_sections',
  arguments: { course_code: course.course_code },
});
const roster = (section: Section): PlannedToolCall => ({ tool: 'get_roster', arguments: { section_id: section.section_id } });

/** Open sections that are the only open one of their course on that evening. */
function clear({ state }: Here): { section: Section; course: Course }[] {
  const open = Object.values(state.sections).filter((section) => section.status === 'open');
  return open.flatMap((section) => {
    const course = state.courses[section.course_code];
    const same = open.filter((other) => other.course_code === section.course_code && other.weekday === section.weekday);
    return course && same.length === 1 ? [{ section, course }] : [];
  });
}

function results(here: Here) {
  const { state, random, today } = here;
  const found = random
    .shuffle(clear(here))
    .find(({ section }) => section.first_day < today && enrolledIn(state, section).some((each) => each.points === null));
  if (!found) return undefined;
  const { section, course } = found;
  const missing = enrolledIn(state, section).filter((each) => each.points === null);
  const marks = missing.map((each) => ({
    each,
    points: random.integer(31, 98),
    name: state.students[each.student_id]?.name ?? '',
  }));
  const told = listOf(marks.map((mark) => `${mark.name} ${mark.points}`));
  const finish = random.chance(0.7);
  const tail = finish ? ' That completes the results, so close the group.' : ' Leave the group open for now.';
  const text = random.pick([
    `Here are the results still missing in the ${section.weekday} group of ${course.title}: ${told} points.${tail}`,
    `${section.teacher} has sent the marks for ${course.title} on ${section.weekday} (${told}). Please enter them.${tail}`,
  ]);
  return {
    text,
    records: [
      `sections/${section.section_id}`,
      `courses/${course.course_code}`,
      ...missing.flatMap((each) => [`enrolments/${each.enrolment_id}`, `students/${each.student_id}`]),
    ],
    calls: [
      findCourse(course),
      listSections(course),
      roster(section),
      ...marks.map(({ each, points }) => ({ tool: 'record_points', arguments: { enrolment_id: each.enrolment_id, points } })),
      ...(finish ? [{ tool: 'finish_section', arguments: { section_id: section.section_id } }] : []),
    ],
  };
}

function correctResult({ state, random }: Here) {
  const enrolment = random
    .shuffle(Object.values(state.enrolments))
    .find((each) => each.status === 'enrolled' && each.points !== null);
  const student = enrolment && state.students[enrolment.student_id];
  const course = enrolment && state.courses[state.sections[enrolment.section_id]?.course_code ?? ''];
  if (!enrolment || !student || !course || enrolment.points === null) return undefined;
  const gain = random.integer(2, 9);
  const points = Math.min(100, enrolment.points + gain);
  if (points === enrolment.points) return undefined;
  const text = random.pick([
    `A question in the ${course.title} test was marked wrongly: ${student.name} gets ${points - enrolment.points} points more than what is entered.`,
    `Please raise the result of ${student.name} in ${course.title} by ${points - enrolment.points} points, the appeal was granted.`,
  ]);
  return {
    text,
    records: [`enrolments/${enrolment.enrolment_id}`, `students/${student.student_id}`],
    calls: [
      { tool: 'find_students', arguments: { name: student.name } },
      findCourse(course),
      { tool: 'get_student', arguments: { student_id: student.student_id } },
      { tool: 'record_points', arguments: { enrolment_id: enrolment.enrolment_id, points } },
    ],
  };
}

function callOff(here: Here) {
  const { state, random, today } = here;
  const section = random.shuffle(Object.values(state.sections)).find((each) => {
    const same = Object.values(state.sections).filter(
      (other) => other.teacher === each.teacher && other.status === 'open' && other.first_day > today,
    );
    return each.status === 'open' && each.first_day > today && same.length > 0;
  });
  if (!section) return undefined;
  const all = Object.values(state.sections).filter(
    (other) => other.teacher === section.teacher && other.status === 'open' && other.first_day > today,
  );
  const text = random.pick([
    `${section.teacher} has broken a leg and cannot teach this term. Cancel every group of theirs that has not begun.`,
    `We have lost ${section.teacher} to another school. All their sections that are still to start are off; the ones that are running go on.`,
  ]);
  return {
    text,
    records: all.flatMap((each) => [
      `sections/${each.section_id}`,
      `courses/${each.course_code}`,
      ...[...enrolledIn(state, each), ...lineOf(state, each)].map((enrolment) => `students/${enrolment.student_id}`),
    ]),
    calls: [
      { tool: 'list_teacher_sections', arguments: { teacher: section.teacher } },
      ...all.map((each) => ({ tool: 'cancel_section', arguments: { section_id: each.section_id } })),
    ],
  };
}

function offer({ state, random, today }: Here) {
  const course = random.pick(Object.values(state.courses));
  const known = new Set([
    ...Object.values(state.sections).map((section) => section.teacher),
    ...Object.values(state.students).map((s) => s.name),
  ]);
  const teacher = people(random, 60).find((person) => !known.has(person.name))?.name;
  const first_day = addDays(today, random.integer(14, 60));
  const weekday = weekdays.find((name) => name === weekdayName(first_day));
  if (teacher === undefined || weekday === undefined) return undefined;
  const start_hour = random.integer(17, 19);
  const hours = random.integer(1, 3);
  const capacity = random.integer(6, 18);
  const clock = `${start_hour - 12} pm`;
  const text = random.pick([
    `We are adding a ${course.title} group: ${teacher} teaches it on ${weekday}s at ${clock}, ${counted(hours)} ${hours === 1 ? 'hour' : 'hours'} each time, starting ${longDate(first_day)}. It has ${capacity} places.`,
    `${teacher} joins us for ${course.title}. Set up the group: ${capacity} places, every ${weekday} from ${clock} to ${start_hour - 12 + hours} pm, first evening ${longDate(first_day)}.`,
  ]);
  return {
    text,
    records: [`courses/${course.course_code}`],
    calls: [
      findCourse(course),
      {
        tool: 'open_section',
        arguments: { course_code: course.course_code, teacher, weekday, start_hour, hours, capacity, first_day },
      },
    ],
  };
}

function morePlaces(here: Here) {
  const { state, random, policy } = here;
  const found = random.shuffle(clear(here)).find(({ section }) => lineOf(state, section).length > 0);
  if (!found) return undefined;
  const { section, course } = found;
  const extra = random.integer(1, 3);
  const room = freePlaces(state, section) + extra;
  const line = lineOf(state, section);
  const fit = line.filter((each) => {
    const student = state.students[each.student_id];
    return student !== undefined && !standing(state, policy, student) && !placeRefused(state, policy, student, section);
  });
  const admitted = fit.slice(0, room);
  if (admitted.length === 0 || section.capacity + extra > 40) return undefined;
  const text = random.pick([
    `We found a bigger room for ${course.title} on ${section.weekday}: add ${counted(extra)} ${extra === 1 ? 'place' : 'places'} and let in people from the waiting list, in order, as long as there are places and somebody who may have one.`,
    `Enlarge the ${section.weekday} group of ${course.title} by ${counted(extra)}. Then fill what is free from the waiting list until the group is full or nobody on the list can be admitted.`,
  ]);
  return {
    text,
    records: [
      `sections/${section.section_id}`,
      `courses/${course.course_code}`,
      ...line.flatMap((each) => [`enrolments/${each.enrolment_id}`, `students/${each.student_id}`]),
    ],
    calls: [
      findCourse(course),
      listSections(course),
      roster(section),
      { tool: 'change_capacity', arguments: { section_id: section.section_id, capacity: section.capacity + extra } },
      ...admitted.map(() => ({ tool: 'admit_next', arguments: { section_id: section.section_id } })),
    ],
  };
}
