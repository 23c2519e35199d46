import { describe, expect, it } from 'vitest';
import { nearDuplicates } from '../../../src/domain/scenario/near-duplicates.ts';
import { scenarioFigures } from '../../../src/stages/scenarios/figures.ts';
import { lendEmma, lendMoby, uncertified } from '../../exports/support/scenarios.ts';
import { artifactOf } from '../../support/stage-context.ts';

const again = artifactOf('scenario', 'book-desk/11', {
  ...lendMoby.body,
  name: 'book-desk/11',
  task: 'Could somebody hand me that whale novel for a while?',
});

describe('near-duplicates', () => {
  it('are told by reference and goal, whatever the wording; the first by name is kept', () => {
    expect([...nearDuplicates([again, lendEmma, lendMoby])]).toEqual([[again.hash, 'book-desk/2']]);
  });

  it('are found across environments with the same tools, and not where an argument comes about in another way', () => {
    const elsewhere = artifactOf('scenario', 'other-desk/1', { ...lendMoby.body, name: 'other-desk/1', environment: 'another' });
    expect(nearDuplicates([lendMoby, elsewhere]).get(elsewhere.hash)).toBe('book-desk/2');
    expect(nearDuplicates([lendMoby, lendEmma]).size).toBe(0);
  });

  it('are no scenarios in which another thing is asked for in vain', () => {
    const inVain = (name: string, tool: string, book: string) =>
      artifactOf('scenario', name, {
        ...lendMoby.body,
        name,
        checks: lendMoby.body.checks.map((check) => ({
          ...check,
          predicate: {
            kind: 'looked-up' as const,
            records: [{ collection: 'books', key: book, fields: [{ name: 'book_id', value: book }] }],
            or: [{ tool, arguments: [{ name: 'book_id', value: book }], outcome: 'refused' as const }],
          },
        })),
      });
    const [lend, extend, other] = [
      inVain('book-desk/20', 'lend_book', 'B-1'),
      inVain('book-desk/21', 'extend_loan', 'B-1'),
      inVain('book-desk/22', 'lend_book', 'B-2'),
    ];
    expect([...nearDuplicates([lend, extend, other])]).toEqual([[other.hash, 'book-desk/20']]);
  });

  it('differ in what the schema offers to choose from, and not in what a task happens to name', () => {
    const lendingFor = (days: number, origin: 'schema' | 'text', name: string) =>
      artifactOf('scenario', name, {
        ...lendMoby.body,
        name,
        reference: lendMoby.body.reference.map((call) =>
          call.tool === 'lend_book' ? { ...call, arguments: { ...call.arguments, days } } : call,
        ),
        provenance: [
          { call: 2, argument: 'days', origin: origin === 'schema' ? { kind: 'schema' } : { kind: 'text', said: String(days) } },
        ],
      });
    expect(nearDuplicates([lendingFor(7, 'schema', 'a/1'), lendingFor(21, 'schema', 'a/2')]).size).toBe(0);
    expect(nearDuplicates([lendingFor(7, 'text', 'a/1'), lendingFor(21, 'text', 'a/2')]).size).toBe(1);
  });
});

describe('figures of scenarios', () => {
  it('tell the funnel by the items that failed and the duplicates', () => {
    const { funnel } = scenarioFigures([lendMoby, lendEmma, uncertified, again]);
    expect(funnel).toEqual({
      written: 4,
      failed: [{ item: 'discoverable', scenarios: 1 }],
      certified: 3,
      duplicates: 1,
      fit: 2,
    });
  });

  it('measure all scenarios, and those fit to be exported', () => {
    const { all, fit } = scenarioFigures([lendMoby, lendEmma, uncertified, again]);
    expect(all).toMatchObject({ scenarios: 4, blocked: 1, duplicates: 1 });
    expect(fit).toEqual({
      scenarios: 2,
      noopScore: 0,
      trueAtReset: 0,
      referencePass: 1,
      mutationKill: 1,
      nearMissCaught: 1,
      questions: 0,
      answersScored: 1,
      refusals: 0,
      reasonsNeeded: 1,
      alternatePass: 1,
      replayMatch: 1,
      solvedBySearch: 0,
      blocked: 0,
      duplicates: 0,
    });
  });

  it('count what the blind search solved among what it tried', () => {
    const search = { solved: true, calls: 40, reward: 1, trace: [] };
    const tried = [search, { ...search, solved: false, reward: 0.5 }].map((one, index) =>
      artifactOf('scenario', `book-desk/2${index}`, {
        ...lendMoby.body,
        certificate: { ...lendMoby.body.certificate, blindSearch: one },
      }),
    );
    expect(scenarioFigures([...tried, lendEmma]).all.solvedBySearch).toBe(0.5);
  });

  it('show a reward that cannot be trusted', () => {
    const { certificate, checks } = lendMoby.body;
    const loose = artifactOf('scenario', 'book-desk/12', {
      ...lendMoby.body,
      certificate: {
        ...certificate,
        noop: { kind: 'scored', dense: 1, strict: 1, checks: checks.map(({ id }) => ({ id, status: 'pass' as const })) },
        mutants: { made: 10, killed: 4, survivors: [] },
        replay: ['one', 'other'],
      },
    });
    expect(scenarioFigures([loose]).all).toMatchObject({ noopScore: 1, trueAtReset: 1, mutationKill: 0.4, replayMatch: 0 });
  });
});
