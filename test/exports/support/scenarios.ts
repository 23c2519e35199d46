import { hashJson } from '../../../src/base/hash.ts';
import type { Artifact } from '../../../src/domain/kinds.ts';
import { rewardOf } from '../../../src/domain/rollout/reward.ts';
import { type Scenario, scenario } from '../../../src/domain/scenario/scenario.ts';
import { artifactOf, bookDeskEnvironment, parcelLockersEnvironment } from './environments.ts';

type Parts = Pick<Scenario, 'name' | 'task' | 'initialState' | 'reference' | 'checks' | 'writtenBy'> & {
  persona?: string;
  certified?: boolean;
  provenance?: Scenario['provenance'];
};

/** A scenario of an environment with a certificate, complete unless said otherwise. */
function scenarioOf(environment: Artifact<'environment'>, { certified = true, ...parts }: Parts): Artifact<'scenario'> {
  const results = (status: 'pass' | 'fail') =>
    parts.checks.map(({ id, role }) => ({ id, status: role === 'guard' ? ('pass' as const) : status }));
  const end = hashJson(parts.name);
  const body = scenario.parse({
    ...parts,
    environment: environment.hash,
    seed: `seed of ${parts.name}`,
    start: '2026-03-09T09:00:00Z',
    provenance: parts.provenance ?? [],
    difficulty: { reads: 1, writes: 1, discovered: 1, rules: 1 },
    certificate: {
      reference: rewardOf(parts.checks, results('pass')),
      noop: rewardOf(parts.checks, results('fail')),
      random: rewardOf(parts.checks, results('fail')),
      replay: [end, end],
      nearMisses: [],
      impossible: [],
      alternates: [],
      mutants: { made: 20, killed: 20, survivors: [] },
      discovery: { calls: 1, missing: [] },
      warnings: [],
      complete: certified,
      failed: certified ? [] : ['discoverable'],
      reasons: certified ? [] : ['an argument of the reference cannot be found out'],
    },
  });
  return artifactOf('scenario', parts.name, body);
}

const library = {
  members: { 'M-7': { member_id: 'M-7', name: 'Ada Öztürk' } },
  books: {
    'B-1': { book_id: 'B-1', title: 'Moby Dick', lent_to: null },
    'B-2': { book_id: 'B-2', title: 'Emma', lent_to: null },
  },
};

function lending(book: string): Pick<Parts, 'reference' | 'checks'> {
  return {
    reference: [
      {
        tool: 'get_member',
        arguments: { member_id: 'M-7' },
        outcome: 'success',
        result: { success: true, data: library.members['M-7'] },
        patches: [],
      },
      {
        tool: 'lend_book',
        arguments: { member_id: 'M-7', book_id: book, days: 21 },
        outcome: 'success',
        result: { success: true, message: 'Lent for 21 days.' },
        patches: [{ op: 'replace', path: `/books/${book}/lent_to`, old: null, value: 'M-7' }],
      },
    ],
    checks: [
      {
        id: 'C1',
        question: 'Has the book been lent to Ada?',
        role: 'credit',
        predicate: {
          kind: 'changed',
          collection: 'books',
          key: book,
          condition: { attribute: 'lent_to', is: 'equal', value: 'M-7' },
        },
        // A model may write types.
        source: `({ final }: { final: any }): boolean => final.books['${book}']?.lent_to === 'M-7'`,
      },
      {
        id: 'C2',
        question: 'Has nothing else changed?',
        role: 'guard',
        predicate: {
          kind: 'frame',
          created: [],
          removed: [],
          changed: [{ collection: 'books', key: book, attributes: ['lent_to'] }],
          exempt: {},
        },
        source: `({ initial, final }) =>\n  changedOnly(initial, final, {\n    books: { changed: { '${book}': ['lent_to'] } },\n  })`,
      },
    ],
  };
}

export const lendMoby = scenarioOf(bookDeskEnvironment, {
  name: 'book-desk/2',
  task: 'I am Ada, card M-7. Please lend me Moby Dick for three weeks.',
  persona: 'A regular reader in a hurry.',
  initialState: library,
  writtenBy: { provider: 'procedural', version: 1 },
  ...lending('B-1'),
});

export const lendEmma = scenarioOf(bookDeskEnvironment, {
  name: 'book-desk/10',
  task: 'Ada here (M-7). I would like Emma for three weeks.',
  initialState: library,
  writtenBy: { provider: 'procedural', version: 1 },
  provenance: [{ call: 2, argument: 'book_id', origin: { kind: 'text', said: 'emma' } }],
  ...lending('B-2'),
});

export const uncertified = scenarioOf(bookDeskEnvironment, {
  name: 'book-desk/3',
  task: 'Lend me the book I saw yesterday.',
  initialState: library,
  writtenBy: { provider: 'procedural', version: 1 },
  certified: false,
  provenance: [{ call: 2, argument: 'book_id', origin: { kind: 'unknown' } }],
  ...lending('B-1'),
});

export const collectParcel = scenarioOf(parcelLockersEnvironment, {
  name: 'parcel-lockers/1',
  task: 'I took parcel P-9 with me.',
  initialState: { members: {}, parcels: { 'P-9': { parcel_id: 'P-9', status: 'waiting' } } },
  writtenBy: { provider: 'openai', model: 'writer-large' },
  reference: [
    {
      tool: 'set_parcel_status',
      arguments: { parcel_id: 'P-9', status: 'collected' },
      outcome: 'success',
      result: { success: true, message: 'Noted.' },
      patches: [{ op: 'replace', path: '/parcels/P-9/status', old: 'waiting', value: 'collected' }],
    },
  ],
  checks: [
    {
      id: 'C1',
      question: 'Has P-9 been noted as collected?',
      role: 'credit',
      predicate: {
        kind: 'changed',
        collection: 'parcels',
        key: 'P-9',
        condition: { attribute: 'status', is: 'equal', value: 'collected' },
      },
      source: "({ final }) => final.parcels['P-9']?.status === 'collected'",
    },
  ],
});
