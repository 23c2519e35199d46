import { daysBetween } from '../../../base/days.ts';
import { change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { weekday } from '../../kit/wording.ts';
import { cancelledFees, dissolved, inside, noPlace, overlap, type School } from './oracle-facts.ts';
import { schoolPlaces } from './oracle-places.ts';
import { schoolReads } from './oracle-reads.ts';
import type { SchoolState, Section } from './records.ts';

type OfSection = { readonly section_id: string };
type NewSection = Pick<Section, 'course_code' | 'teacher' | 'weekday' | 'start_hour' | 'hours' | 'capacity' | 'first_day'>;

const evenings = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What the registrar of the evening school promises. */
export const schoolExpectations: Oracles<SchoolState> = {
  ...schoolReads,
  ...schoolPlaces,
  finish_section: {
    refusal({ state }, { section_id }: OfSection) {
      const students = inside(state, section_id);
      return firstOf(
        noSuch(state.sections[section_id], 'section'),
        [state.sections[section_id]?.status !== 'open', 'the section is finished or cancelled'],
        [students.length === 0, 'nobody is enrolled'],
        [students.some((item) => item.points === null), 'R13: a result is missing'],
      );
    },
    changes: (school, { section_id }: OfSection) => [
      change('sections', section_id, { status: 'finished' }),
      ...inside(school.state, section_id).map((item) => change('enrolments', item.enrolment_id, { status: 'completed' })),
      ...dissolved(school, section_id),
    ],
  },
  cancel_section: {
    refusal: ({ state, today }, { section_id }: OfSection) =>
      firstOf(
        noSuch(state.sections[section_id], 'section'),
        [state.sections[section_id]?.status !== 'open', 'the section is finished or cancelled'],
        [(state.sections[section_id]?.first_day ?? '') <= today, 'R12: teaching has begun'],
      ),
    changes: (school, { section_id }: OfSection) => [
      change('sections', section_id, { status: 'cancelled' }),
      ...inside(school.state, section_id).flatMap((item) => [
        change('enrolments', item.enrolment_id, noPlace),
        ...cancelledFees(school, item.enrolment_id),
      ]),
      ...dissolved(school, section_id),
    ],
  },
  open_section: {
    refusal({ state, today }: School, args: NewSection) {
      const days = daysBetween(today, args.first_day);
      return firstOf(
        noSuch(state.courses[args.course_code], 'course'),
        [args.teacher.trim() === '', 'no teacher is named'],
        [days <= 0 || days > 365, 'the first day does not lie ahead, within a year'],
        [evenings[weekday(args.first_day)] !== args.weekday, 'the first day is another day of the week'],
        [
          all(state.sections).some(
            (section) => section.teacher === args.teacher.trim() && section.status === 'open' && overlap(section, args),
          ),
          'R14: the teacher has a section at that time',
        ],
      );
    },
    changes: (_school, args: NewSection) => [create('sections', { ...args, teacher: args.teacher.trim(), status: 'open' })],
  },
  change_capacity: {
    refusal: ({ state }, { section_id, capacity }: OfSection & { capacity: number }) =>
      firstOf(
        noSuch(state.sections[section_id], 'section'),
        [state.sections[section_id]?.status !== 'open', 'R11: the section is finished or cancelled'],
        [state.sections[section_id]?.capacity === capacity, 'it has that many places already'],
        [inside(state, section_id).length > capacity, 'R2: more students are enrolled'],
      ),
    changes: (_school, { section_id, capacity }: OfSection & { capacity: number }) => [
      change('sections', section_id, { capacity }),
    ],
  },
};
