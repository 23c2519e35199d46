import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  listOf,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;

/** Registrar of an evening school with courses, sections, prerequisites, waiting lists, grades and fees. */
export const design = {
  slug: 'school',
  name: 'EveningSchool',
  title: 'School',
  domain: 'education',
  summary: 'Registrar of an evening school with courses, sections, prerequisites, waiting lists, grades and fees.',
  introduction:
    'Registrar of an evening school. Students take sections of courses that meet once a week; a course may require that others have been passed with enough points. Full sections keep a waiting list, fees fall due on enrolment, and nobody who owes too much may enrol.',
  usefulness: 9,
  modelability: 9,
  terms:
    'course, class, enrol, enroll, student, section, waiting list, grade, prerequisite, tuition fee, semester, timetable, drop a course, school, registrar',
  policy: {
    pass_mark: constant([50, 55, 60], 'Points that are needed to pass a course.'),
    max_credits: constant([10, 12, 14], 'Most credits a student can be enrolled for at a time.'),
    drop_days: constant([7, 10, 14], 'A section can be left until this many days after its first day.'),
    waiting_places: constant([2, 3, 4], 'Places on the waiting list of a section.'),
    debt_cents: constant([20000, 30000], 'Nobody who owes more than this can enrol.'),
  },
  entities: {
    Student: entity('students', 'Somebody who takes courses.', {
      student_id: key('Matriculation number.', { policy: 'hard' }),
      name: text('Full name.'),
      email: text('Mail address.', { unique: true }),
      on_leave: flag('Takes no courses at present.'),
    }),
    Course: entity('courses', 'What is taught.', {
      course_code: key('Code in the catalogue.', { policy: 'hard' }),
      title: text('Title in the catalogue.', { unique: true }),
      credits: whole('Credits it gives.', { minimum: 1, maximum: 6 }),
      fee_cents: whole('What it costs.', { minimum: 0 }),
      requires: listOf(ref('Course', 'Courses that must have been passed.')),
    }),
    Section: entity('sections', 'A course as it is held on one evening of the week by one teacher.', {
      section_id: key('Number of the section.'),
      course_code: ref('Course', 'The course.'),
      teacher: text('Who teaches.'),
      weekday: choice(weekdays, 'Evening on which it meets.'),
      start_hour: whole('Full hour at which it begins.', { minimum: 16, maximum: 20 }),
      hours: whole('How long it lasts.', { minimum: 1, maximum: 3 }),
      capacity: whole('Number of places.', { minimum: 1, maximum: 40 }),
      first_day: day('First day of teaching.'),
      status: choice(['open', 'finished', 'cancelled'], 'Whether it is held.'),
    }),
    Enrolment: entity('enrolments', 'A student in a section.', {
      enrolment_id: key('Id of the enrolment.'),
      student_id: ref('Student', 'Who.'),
      section_id: ref('Section', 'Where.'),
      status: choice(['enrolled', 'waiting', 'completed', 'dropped'], 'Where the enrolment is in its life.'),
      place_in_line: orNull(whole('Place on the waiting list, 1 is first; empty unless waiting.', { minimum: 1 })),
      points: orNull(whole('Result; empty until graded.', { minimum: 0, maximum: 100 })),
    }),
    Fee: entity('fees', 'What a student owes for an enrolment.', {
      fee_id: key('Id of the fee.'),
      enrolment_id: ref('Enrolment', 'What it is for.', { unique: true }),
      amount_cents: whole('Amount.', { minimum: 1 }),
      status: choice(['due', 'paid', 'waived'], 'Whether it has been settled.'),
      reason: orNull(text('Why it was waived.', { policy: 'semantic' })),
    }),
  },
  rules: {
    R1: guard('A student enrols only after passing all courses that the course requires ({pass_mark} points or more).'),
    R2: invariant('No section has more students enrolled than places.'),
    R3: invariant('The sections in which a student is enrolled never overlap in time.'),
    R4: guard('A student is enrolled for at most {max_credits} credits at a time.'),
    R5: guard('Nobody who owes more than {debt_cents} cents, or is on leave, can enrol or join a waiting list.'),
    R6: guard('Nobody is twice in a course (enrolled or waiting), nor takes again one that was passed.'),
    R7: guard(
      'One joins a waiting list only when the section is full or others wait for it already, and the list has {waiting_places} places.',
    ),
    R8: invariant('The waiting students of a section stand in places 1, 2, 3 and so on without gaps.'),
    R9: guard('A free place goes to the first in line who may have it: nobody else enrols while somebody waits.'),
    R10: guard('A section can be left until {drop_days} days after its first day; that cancels a fee that was not paid.'),
    R11: guard(
      'Results are entered for enrolled students once teaching has begun, and a section that is finished or cancelled takes no more students.',
    ),
    R12: guard('A section is cancelled only before its first day.'),
    R13: guard('A section is finished only when somebody is enrolled, and everybody enrolled has a result.'),
    R14: guard('A teacher never has two sections at the same time.'),
  },
} satisfies Design;

export type SchoolPolicy = PolicyOf<typeof design.policy>;
export type SchoolState = StateOf<typeof design.entities>;
export type Student = RecordOf<typeof design.entities.Student>;
export type Course = RecordOf<typeof design.entities.Course>;
export type Section = RecordOf<typeof design.entities.Section>;
export type Enrolment = RecordOf<typeof design.entities.Enrolment>;
export type Fee = RecordOf<typeof design.entities.Fee>;
