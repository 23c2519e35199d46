import type { Random } from '../../../base/random.ts';
import type { Course } from './design.ts';

/** Code, title, credits, fee in dollars. */
type Offer = readonly [code: string, title: string, credits: number, dollars: number];

/** A beginners' course and the one that builds on it. */
const ladders: readonly (readonly [Offer, Offer])[] = [
  [
    ['SPA-1', 'Spanish for beginners', 3, 110],
    ['SPA-2', 'Spanish conversation', 3, 120],
  ],
  [
    ['ACC-1', 'Bookkeeping', 4, 150],
    ['ACC-2', 'Payroll and taxes', 4, 165],
  ],
  [
    ['WEB-1', 'Web pages', 3, 140],
    ['WEB-2', 'Web applications', 4, 180],
  ],
  [
    ['ARA-1', 'Arabic script and first words', 3, 115],
    ['ARA-2', 'Everyday Arabic', 3, 125],
  ],
  [
    ['JPN-1', 'Japanese from scratch', 3, 120],
    ['JPN-2', 'Reading Japanese', 4, 135],
  ],
  [
    ['SWA-1', 'Swahili for travellers', 2, 95],
    ['SWA-2', 'Swahili stories', 3, 110],
  ],
  [
    ['SGN-1', 'Sign language foundations', 3, 105],
    ['SGN-2', 'Sign language in conversation', 3, 115],
  ],
  [
    ['GTR-1', 'Guitar basics', 2, 130],
    ['GTR-2', 'Fingerstyle guitar', 3, 145],
  ],
  [
    ['SQL-1', 'Databases', 4, 160],
    ['SQL-2', 'Data analysis', 4, 175],
  ],
  [
    ['ELE-1', 'Household electrics', 3, 125],
    ['ELE-2', 'Solar at home', 3, 140],
  ],
  [
    ['AID-1', 'First aid', 2, 80],
    ['AID-2', 'First aid for carers', 3, 100],
  ],
  [
    ['WRT-1', 'Creative writing', 3, 105],
    ['WRT-2', 'Writing a novel', 4, 135],
  ],
  [
    ['MAT-1', 'Mathematics refresher', 4, 100],
    ['MAT-2', 'Statistics', 4, 120],
  ],
  [
    ['SEW-1', 'Dressmaking', 3, 115],
    ['SEW-2', 'Pattern cutting', 3, 130],
  ],
  [
    ['NUT-1', 'Food and nutrition', 2, 85],
    ['NUT-2', 'Cooking for diabetics', 2, 95],
  ],
];

/** Two courses that stand for themselves, and a workshop that needs both. */
const workshops: readonly (readonly [Offer, Offer, Offer])[] = [
  [
    ['PHO-1', 'Photography', 2, 90],
    ['POT-1', 'Pottery', 2, 95],
    ['ART-3', 'Portfolio workshop', 3, 130],
  ],
  [
    ['WOO-1', 'Woodworking', 3, 120],
    ['UPH-1', 'Upholstery', 2, 110],
    ['FUR-3', 'Restoring furniture', 3, 150],
  ],
  [
    ['DRA-1', 'Life drawing', 2, 85],
    ['PRI-1', 'Printmaking', 2, 100],
    ['BOO-3', "The artist's book", 3, 125],
  ],
  [
    ['DAN-1', 'West African dance', 2, 75],
    ['DRU-1', 'Drumming', 2, 80],
    ['STA-3', 'Stage production', 4, 140],
  ],
  [
    ['BRE-1', 'Bread and sourdough', 2, 90],
    ['PRE-1', 'Pickling and preserving', 2, 85],
    ['CAF-3', 'Planning a small cafe', 3, 135],
  ],
  [
    ['GAR-1', 'Kitchen gardening', 2, 80],
    ['BEE-1', 'Beekeeping', 3, 110],
    ['FAR-3', 'City farming project', 3, 120],
  ],
  [
    ['CAL-1', 'Calligraphy', 2, 85],
    ['TYP-1', 'Typography', 3, 115],
    ['SIG-3', 'Sign painting workshop', 3, 130],
  ],
  [
    ['VID-1', 'Filming with a phone', 2, 95],
    ['SOU-1', 'Sound recording', 2, 105],
    ['DOC-3', 'Making a documentary', 4, 160],
  ],
];

/** What a school teaches in a term, by the part each course plays in it. */
export interface Catalogue {
  readonly courses: readonly Course[];
  /** The codes of three courses for beginners, in an order that stays. */
  readonly first: readonly [string, string, string];
  /** The codes of the courses that build on them. */
  readonly second: readonly [string, string, string];
  /** The codes of two courses that stand for themselves. */
  readonly single: readonly [string, string];
}

export function catalogueFor(random: Random): Catalogue {
  const course = ([course_code, title, credits, dollars]: Offer, requires: readonly Offer[]): Course => ({
    course_code,
    title,
    credits,
    fee_cents: (dollars + random.integer(0, 4) * 5) * 100,
    requires: requires.map(([code]) => code),
  });
  const [a, b, c] = random.sample(ladders, 3);
  const [workshop] = random.sample(workshops, 1);
  if (!a || !b || !c || !workshop) throw new Error('too few courses');
  const [one, other, both] = workshop;
  return {
    courses: [
      ...[a, b, c].flatMap(([first, second]) => [course(first, []), course(second, [first])]),
      course(one, []),
      course(other, []),
      course(both, [one, other]),
    ],
    first: [a[0][0], b[0][0], c[0][0]],
    second: [a[1][0], b[1][0], c[1][0]],
    single: [one[0], other[0]],
  };
}
