/** The records of the evening school, as its blueprint declares them. */

export type Weekday = 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday';
export type Student = { student_id: string; name: string; email: string; on_leave: boolean };
export type Course = { course_code: string; title: string; credits: number; fee_cents: number; requires: string[] };
export type Section = {
  section_id: string;
  course_code: string;
  teacher: string;
  weekday: Weekday;
  start_hour: number;
  hours: number;
  capacity: number;
  first_day: string;
  status: 'open' | 'finished' | 'cancelled';
};
export type Enrolment = {
  enrolment_id: string;
  student_id: string;
  section_id: string;
  status: 'enrolled' | 'waiting' | 'completed' | 'dropped';
  place_in_line: number | null;
  points: number | null;
};
export type Fee = {
  fee_id: string;
  enrolment_id: string;
  amount_cents: number;
  status: 'due' | 'paid' | 'waived';
  reason: string | null;
};
export type SchoolState = {
  students: Record<string, Student>;
  courses: Record<string, Course>;
  sections: Record<string, Section>;
  enrolments: Record<string, Enrolment>;
  fees: Record<string, Fee>;
};

export const weekdays: readonly Weekday[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
