import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { idMaker, keyed } from '../../kit/keyed.ts';
import { people } from '../../kit/names.ts';
import { weekdayName } from '../../kit/wording.ts';
import { catalogueFor } from './courses.ts';
import { type Enrolment, type Fee, type SchoolState, type Section, type Student, weekdays } from './design.ts';
import { lineOf, placeRefused, refused } from './places.ts';

/** The first evening of teaching that lies `offset` days ahead (or back), moved on when it falls on a weekend. */
function teachingDay(today: string, offset: number): { first_day: string; weekday: Section['weekday'] } {
  for (let day = addDays(today, offset); ; day = addDays(day, 1)) {
    const weekday = weekdays.find((name) => name === weekdayName(day));
    if (weekday) return { first_day: day, weekday };
  }
}

/** A term in which some sections are finished, some run, and most are open for enrolment. */
export function makeSchool({ today, random, policy }: Omit<Setting<SchoolState>, 'state'>): SchoolState {
  const id = idMaker(() => random.next());
  const folk = people(random, 20);
  const students = folk.slice(0, 14).map(
    (person, i): Student => ({
      student_id: String(20410 + i * 37),
      name: person.name,
      email: person.email,
      on_leave: i === 13,
    }),
  );
  const teachers = folk.slice(14).map((person) => person.name);
  const { courses, first, second, single } = catalogueFor(random.fork('catalogue'));
  const [alpha, beta, gamma] = first;
  const [left, right] = single;
  const sections: Section[] = [];
  const section = (course_code: string, offset: number, capacity: number, status: Section['status']): Section => {
    const { first_day, weekday } = teachingDay(today, offset);
    const start_hour = random.pick([17, 18, 19]);
    const free = teachers.filter((name) => !sections.some((other) => other.teacher === name && other.weekday === weekday));
    const made: Section = {
      section_id: id('S'),
      course_code,
      teacher: random.pick(free.length > 0 ? free : teachers),
      weekday,
      start_hour,
      hours: random.integer(1, 2),
      capacity,
      first_day,
      status,
    };
    sections.push(made);
    return made;
  };
  const past = [...first, ...single].map((code) => section(code, -random.integer(150, 200), 14, 'finished'));
  const running = section(alpha, -random.integer(40, 60), 5, 'open');
  const recent = [section(second[0], -4, 5, 'open'), section(second[2], -random.integer(2, 5), 4, 'open')];
  section(left, random.integer(8, 12), 6, 'cancelled');
  const start = random.integer(7, 9);
  const ahead = [alpha, right, right, beta, beta, second[1], gamma, gamma, left, alpha].map((code, i) =>
    section(code, start + ((i * 3) % 7), [4, 3, 7, 4, 7, 4, 3, 7, 3, 6][i] ?? 4, 'open'),
  );

  const state: SchoolState = {
    students: keyed(students, 'student_id'),
    courses: keyed(courses, 'course_code'),
    sections: keyed(sections, 'section_id'),
    enrolments: {},
    fees: {},
  };
  const enrolled = (target: Section): number =>
    Object.values(state.enrolments).filter((each) => each.section_id === target.section_id && each.status === 'enrolled').length;
  const add = (student: Student, target: Section, status: Enrolment['status'], points: number | null): Enrolment => {
    const enrolment_id = id('E');
    const place_in_line = status === 'waiting' ? lineOf(state, target).length + 1 : null;
    const made = { enrolment_id, student_id: student.student_id, section_id: target.section_id, status, place_in_line, points };
    state.enrolments[enrolment_id] = made;
    return made;
  };
  const charge = (enrolment: Enrolment, status: Fee['status']): void => {
    const course = state.courses[state.sections[enrolment.section_id]?.course_code ?? ''];
    const reason = status === 'waived' ? 'Long illness' : null;
    const fee_id = id('F');
    state.fees[fee_id] = { fee_id, enrolment_id: enrolment.enrolment_id, amount_cents: course?.fee_cents ?? 1, status, reason };
  };
  for (const finished of past) {
    for (const student of random.sample(students, 4)) {
      const pass = random.chance(0.8);
      const points = pass ? random.integer(62, 97) : random.integer(20, Number(policy.pass_mark) - 1);
      charge(add(student, finished, 'completed', points), random.chance(0.85) ? 'paid' : 'waived');
    }
  }
  const popular = [running, ...recent, ...ahead.filter((_, i) => i === 1 || i === 3 || i === 6)];
  for (const target of [running, ...recent, ...ahead]) {
    for (const student of random.shuffle(students)) {
      const full = enrolled(target) >= target.capacity - (target === ahead[3] ? 1 : 0);
      const refusal = refused(state, policy, student, target) ?? placeRefused(state, policy, student, target);
      if (full || refusal || (!popular.includes(target) && random.chance(0.6))) continue;
      charge(add(student, target, 'enrolled', null), random.chance(0.4) ? 'paid' : 'due');
    }
  }
  for (const target of ahead) {
    const short = target.capacity - enrolled(target);
    if (short > 1 || (short === 1 && target !== ahead[3])) continue;
    const places = Math.min(Number(policy.waiting_places), random.integer(1, 3));
    for (const student of random.shuffle(students)) {
      if (lineOf(state, target).length >= places || refused(state, policy, student, target)) continue;
      add(student, target, 'waiting', null);
    }
  }
  for (const enrolment of Object.values(state.enrolments)) {
    if (enrolment.section_id === running.section_id) enrolment.points = random.integer(40, 90);
  }
  const dropped = ahead[6];
  const gone = students.at(-1);
  if (dropped && gone) add(gone, dropped, 'dropped', null);
  return state;
}
