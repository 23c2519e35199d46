import { daysBetween } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { listOf } from '../../kit/wording.ts';
import type { Course, Enrolment, SchoolState, Section, Student } from './design.ts';
import { dueFees, enrolmentsOf, freePlaces, lineOf, placeRefused, refused, standing } from './places.ts';
import { sectionMoves } from './section-requests.ts';

type Here = Setting<SchoolState>;

export const schoolMoves: readonly RequestTemplate<SchoolState>[] = [
  { name: 'enrol-or-wait', kind: 'conditional', plan: enrolOrWait },
  { name: 'preferred-evening', kind: 'conditional', plan: preferredEvening },
  { name: 'drop-and-fill', kind: 'conditional', plan: dropAndFill },
  { name: 'pay-and-enrol', plan: payAndEnrol },
  { name: 'pay-everything', kind: 'bulk', plan: payEverything },
  { name: 'waive-fee', plan: waiveFee },
  { name: 'other-evening', plan: otherEvening },
  { name: 'stop-waiting', plan: stopWaiting },
  ...sectionMoves,
];

export const findStudent = (student: Student): PlannedToolCall => ({ tool: 'find_students', arguments: { name: student.name } });
const getStudent = (student: Student): PlannedToolCall => ({
  tool: 'get_student',
  arguments: { student_id: student.student_id },
});
export const findCourse = (course: Course): PlannedToolCall => ({ tool: 'find_courses', arguments: { text: course.title } });
export const listSections = (course: Course): PlannedToolCall => ({
  tool: 'list_sections',
  arguments: { course_code: course.course_code },
});
export const check = (student: Student, section: Section): PlannedToolCall => ({
  tool: 'check_eligibility',
  arguments: { student_id: student.student_id, section_id: section.section_id },
});
export const enrol = (student: Student, section: Section): PlannedToolCall => ({
  tool: 'enrol_student',
  arguments: { student_id: student.student_id, section_id: section.section_id },
});

/** Sections that are to begin, with an evening that no other open section of the course has. */
export function ahead({ state, today }: Here): { section: Section; course: Course }[] {
  const open = Object.values(state.sections).filter((section) => section.status === 'open');
  return open.flatMap((section) => {
    const course = state.courses[section.course_code];
    const same = open.filter((other) => other.course_code === section.course_code && other.weekday === section.weekday);
    return course && section.first_day > today && same.length === 1 ? [{ section, course }] : [];
  });
}

/** Student and section for which `fits` holds, picked at random. */
function pair(here: Here, fits: (student: Student, section: Section, course: Course) => boolean) {
  const { state, random } = here;
  for (const { section, course } of random.shuffle(ahead(here))) {
    const student = random.shuffle(Object.values(state.students)).find((each) => fits(each, section, course));
    if (student) return { student, section, course };
  }
  return undefined;
}

export const recordsOf = (student: Student, ...sections: Section[]): string[] => [
  `students/${student.student_id}`,
  ...sections.flatMap((section) => [`sections/${section.section_id}`, `courses/${section.course_code}`]),
];

function enrolOrWait(here: Here) {
  const { state, random, policy } = here;
  const open = (section: Section): boolean => freePlaces(state, section) > 0 && lineOf(state, section).length === 0;
  const wantOpen = random.chance(0.5);
  const found = pair(here, (student, section) => {
    if (refused(state, policy, student, section) || placeRefused(state, policy, student, section)) return false;
    return open(section) ? wantOpen : !wantOpen && lineOf(state, section).length < Number(policy.waiting_places);
  });
  if (!found) return undefined;
  const { student, section, course } = found;
  const text = random.pick([
    `${student.name} would like to take ${course.title} on ${section.weekday} evenings. If there is no place to be had, put them on the waiting list.`,
    `Please register ${student.name} for the ${section.weekday} group of ${course.title}, or for its waiting list in case it is full or others are already in line.`,
  ]);
  return {
    text,
    records: recordsOf(student, section),
    calls: [
      findStudent(student),
      findCourse(course),
      listSections(course),
      check(student, section),
      open(section)
        ? enrol(student, section)
        : { tool: 'join_waiting_list', arguments: { student_id: student.student_id, section_id: section.section_id } },
    ],
  };
}

function preferredEvening(here: Here) {
  const { state, random, policy } = here;
  const possible = (student: Student, section: Section): boolean =>
    freePlaces(state, section) > 0 &&
    lineOf(state, section).length === 0 &&
    !refused(state, policy, student, section) &&
    !placeRefused(state, policy, student, section);
  const rival = (section: Section): Section | undefined =>
    ahead(here).find((other) => other.course.course_code === section.course_code && other.section !== section)?.section;
  const found = pair(here, (student, section) => {
    const other = rival(section);
    return other !== undefined && (possible(student, section) || possible(student, other));
  });
  const other = found && rival(found.section);
  if (!found || !other) return undefined;
  const { student, section, course } = found;
  const first = possible(student, section);
  const text = random.pick([
    `${student.name} wants a place in ${course.title}, best on ${section.weekday}. Should that group have no place for them or not fit their timetable, take the one on ${other.weekday}.`,
    `Enrol ${student.name} in ${course.title}: ${section.weekday} if that works, ${other.weekday} if it does not (no waiting lists, please).`,
  ]);
  const second: PlannedToolCall[] = first ? [] : [check(student, other)];
  return {
    text,
    records: recordsOf(student, section, other),
    calls: [
      findStudent(student),
      findCourse(course),
      listSections(course),
      check(student, section),
      ...second,
      enrol(student, first ? section : other),
    ],
  };
}

/** The enrolment of a student and the section it is in, where it can still be left. */
function leavable({ state, random, today, policy }: Here, fits: (section: Section, enrolment: Enrolment) => boolean) {
  for (const enrolment of random.shuffle(Object.values(state.enrolments))) {
    const section = state.sections[enrolment.section_id];
    const student = state.students[enrolment.student_id];
    const course = section && state.courses[section.course_code];
    if (!section || !student || !course || enrolment.status !== 'enrolled' || !fits(section, enrolment)) continue;
    if (daysBetween(section.first_day, today) <= Number(policy.drop_days)) return { enrolment, section, student, course };
  }
  return undefined;
}

function dropAndFill(here: Here) {
  const { state, random, policy } = here;
  const queued = random.chance(0.6);
  const found = leavable(here, (section) => lineOf(state, section).length > 0 === queued);
  if (!found) return undefined;
  const { enrolment, section, student, course } = found;
  const may = (waiting: Enrolment): boolean => {
    const other = state.students[waiting.student_id];
    return other !== undefined && !standing(state, policy, other) && !placeRefused(state, policy, other, section);
  };
  const line = lineOf(state, section);
  if (line.length > 0 && !line.some(may)) return undefined;
  const text = random.pick([
    `${student.name} is giving up ${course.title}. Take them out of it, and if somebody is waiting for that group let the next one in.`,
    `Please drop ${student.name} from ${course.title}; should there be a waiting list, the place goes to the next in line who can have it.`,
  ]);
  return {
    text,
    records: [
      `enrolments/${enrolment.enrolment_id}`,
      ...recordsOf(student, section),
      ...line.map((each) => `students/${each.student_id}`),
    ],
    calls: [
      findStudent(student),
      getStudent(student),
      { tool: 'get_roster', arguments: { section_id: section.section_id } },
      { tool: 'drop_section', arguments: { enrolment_id: enrolment.enrolment_id } },
      ...(line.length > 0 ? [{ tool: 'admit_next', arguments: { section_id: section.section_id } }] : []),
    ],
  };
}

function payAndEnrol(here: Here) {
  const { state, random, policy } = here;
  const found = pair(here, (student, section) => {
    const settled: SchoolState = {
      ...state,
      fees: Object.fromEntries(
        Object.entries(state.fees).filter(
          ([, fee]) => fee.status !== 'due' || state.enrolments[fee.enrolment_id]?.student_id !== student.student_id,
        ),
      ),
    };
    return (
      standing(state, policy, student) === 'debts' &&
      freePlaces(state, section) > 0 &&
      lineOf(state, section).length === 0 &&
      !refused(settled, policy, student, section) &&
      !placeRefused(state, policy, student, section)
    );
  });
  if (!found) return undefined;
  const { student, section, course } = found;
  const fees = dueFees(state, student);
  const text = random.pick([
    `${student.name} has just settled everything they owed us, in cash. Book that, then enrol them in ${course.title} on ${section.weekday}.`,
    `${student.name} was told that debts stand in the way of ${course.title}. They have now paid all open fees: book the payments and give them a place in the ${section.weekday} group.`,
  ]);
  return {
    text,
    records: [...recordsOf(student, section), ...fees.map((fee) => `fees/${fee.fee_id}`)],
    calls: [
      findStudent(student),
      getStudent(student),
      findCourse(course),
      listSections(course),
      ...fees.map((fee) => ({ tool: 'pay_fee', arguments: { fee_id: fee.fee_id } })),
      enrol(student, section),
    ],
  };
}

function payEverything({ state, random }: Here) {
  const student = random.shuffle(Object.values(state.students)).find((each) => dueFees(state, each).length > 0);
  if (!student) return undefined;
  const fees = dueFees(state, student);
  const text = random.pick([
    `A transfer from ${student.name} covers all the fees they still had open. Please mark them as paid.`,
    `${student.name} has paid everything that was due.`,
  ]);
  return {
    text,
    records: [`students/${student.student_id}`, ...fees.map((fee) => `fees/${fee.fee_id}`)],
    calls: [
      findStudent(student),
      getStudent(student),
      ...fees.map((fee) => ({ tool: 'pay_fee', arguments: { fee_id: fee.fee_id } })),
    ],
  };
}

function waiveFee({ state, random }: Here) {
  for (const student of random.shuffle(Object.values(state.students))) {
    const fees = dueFees(state, student);
    const fee = fees[0];
    const section = fee && state.sections[state.enrolments[fee.enrolment_id]?.section_id ?? ''];
    const course = section && state.courses[section.course_code];
    if (!fee || !course) continue;
    const [why, reason] = random.pick([
      ['they have lost their job', 'Lost their job'],
      ['they help out as a volunteer', 'Works for the school as a volunteer'],
      ['the social fund covers such cases', 'Covered by the social fund'],
    ] as const);
    const text = random.pick([
      `The head has decided to waive what ${student.name} still owes for ${course.title}, because ${why}.`,
      `Please let ${student.name} off the fee for ${course.title}: ${why}. Any other fees stay as they are.`,
    ]);
    return {
      text,
      records: [`students/${student.student_id}`, `fees/${fee.fee_id}`],
      calls: [
        findStudent(student),
        findCourse(course),
        getStudent(student),
        { tool: 'waive_fee', arguments: { fee_id: fee.fee_id, reason } },
      ],
    };
  }
  return undefined;
}

function otherEvening(here: Here) {
  const { state, random, policy } = here;
  const options = ahead(here);
  const target = (section: Section, enrolment: Enrolment): Section | undefined => {
    const student = state.students[enrolment.student_id];
    return options.find(
      (other) =>
        student !== undefined &&
        other.section !== section &&
        other.course.course_code === section.course_code &&
        lineOf(state, other.section).length === 0 &&
        other.section.capacity < 40 &&
        placeRefused(state, policy, student, other.section, section) !== 'overlap',
    )?.section;
  };
  const found = leavable(here, (section, enrolment) => enrolment.points === null && target(section, enrolment) !== undefined);
  const other = found && target(found.section, found.enrolment);
  if (!found || !other) return undefined;
  const { enrolment, section, student, course } = found;
  const full = freePlaces(state, other) === 0;
  const text = random.pick([
    `${student.name} would rather attend ${course.title} on ${other.weekday} than on ${section.weekday}. Move them; if that group is full, give it one more place first.`,
    `Please switch ${student.name} from the ${section.weekday} to the ${other.weekday} group of ${course.title}. We can squeeze in one extra chair there, but only enlarge the group if it has no place left.`,
  ]);
  const enlarge: PlannedToolCall = {
    tool: 'change_capacity',
    arguments: { section_id: other.section_id, capacity: other.capacity + 1 },
  };
  return {
    text,
    records: [`enrolments/${enrolment.enrolment_id}`, ...recordsOf(student, section, other)],
    calls: [
      findStudent(student),
      getStudent(student),
      findCourse(course),
      listSections(course),
      ...(full ? [enlarge] : []),
      { tool: 'switch_section', arguments: { enrolment_id: enrolment.enrolment_id, weekday: other.weekday } },
    ],
  };
}

function stopWaiting({ state, random }: Here) {
  const student = random.shuffle(Object.values(state.students)).find((each) => enrolmentsOf(state, each, 'waiting').length > 0);
  if (!student) return undefined;
  const waiting = enrolmentsOf(state, student, 'waiting');
  const titles = waiting.map((each) => state.courses[state.sections[each.section_id]?.course_code ?? '']?.title ?? '');
  const text = random.pick([
    `${student.name} no longer wants to wait for ${listOf(titles)}. Take them off the list${waiting.length > 1 ? 's' : ''}.`,
    `Please strike ${student.name} from the waiting list${waiting.length > 1 ? 's' : ''} of ${listOf(titles)}, they have found something else.`,
  ]);
  const sections = waiting.flatMap((each) => state.sections[each.section_id] ?? []);
  return {
    text,
    records: [...recordsOf(student, ...sections), ...waiting.map((each) => `enrolments/${each.enrolment_id}`)],
    calls: [
      findStudent(student),
      getStudent(student),
      ...waiting.map((each) => ({ tool: 'leave_waiting_list', arguments: { enrolment_id: each.enrolment_id } })),
    ],
  };
}
