import { describe, expect, it } from 'vitest';
import { type RenderedPredicate, renderPredicate, wordPredicate } from '../../../src/domain/checks/kinds.ts';
import type { ExecutedCall } from '../../../src/domain/rollout/call.ts';
import type { State } from '../../../src/domain/state.ts';
import { saysWords } from '../../../src/language/says-words.ts';
import { otherTexts } from '../../../src/stages/scenarios/certificate/other-texts.ts';
import { endText } from '../../../src/stages/scenarios/end-state.ts';
import { derivePredicates } from '../../../src/stages/scenarios/reference/state-checks.ts';
import { type Dictated, dictatedIn } from '../../../src/stages/scenarios/wording/dictated.ts';
import { toolLibraryState } from '../../support/sample-environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

function changedBy(change: (draft: { [collection: string]: { [key: string]: Record<string, unknown> } }) => void): State {
  const draft = structuredClone(toolLibraryState) as { [collection: string]: { [key: string]: Record<string, unknown> } };
  change(draft);
  return draft as State;
}

const lent = changedBy((state) => {
  state.loans!['L-77'] = {
    loan_id: 'L-77',
    tool_id: 'T-1',
    member_id: 'M-2',
    due: '2026-03-16',
    returned: null,
    note: 'for Bo',
    recorded: '2026-03-09T09:00:00Z',
  };
  state.tools!['T-1']!.status = 'lent';
});

function predicatesOf(final: State, dictated: readonly Dictated[] = []): readonly RenderedPredicate[] {
  const { demanded, frame } = derivePredicates(toolLibrary, toolLibraryState, final, dictated);
  return [...demanded, frame];
}

describe('checks from a state difference', () => {
  it('demand hard attributes, presence of free text, and nothing of generated ids and bookkeeping', () => {
    const [changed, created, frame] = predicatesOf(lent);
    expect(changed).toEqual({
      kind: 'changed',
      collection: 'tools',
      key: 'T-1',
      condition: { attribute: 'status', is: 'equal', value: 'lent' },
    });
    expect(created).toEqual({
      kind: 'created',
      collection: 'loans',
      count: 1,
      where: [
        { attribute: 'tool_id', is: 'equal', value: 'T-1' },
        { attribute: 'member_id', is: 'equal', value: 'M-2' },
        { attribute: 'due', is: 'equal', value: '2026-03-16' },
        { attribute: 'returned', is: 'equal', value: null },
        { attribute: 'note', is: 'present' },
      ],
    });
    expect(frame).toEqual({
      kind: 'frame',
      created: [{ collection: 'loans', count: 1 }],
      removed: [],
      changed: [{ collection: 'tools', key: 'T-1', attributes: ['status'] }],
      exempt: { members: ['member_id'], tools: ['tool_id'], loans: ['loan_id', 'recorded'] },
    });
  });

  it('count equal new records together', () => {
    const twice = changedBy((state) => {
      for (const id of ['L-77', 'L-78'])
        state.loans![id] = {
          loan_id: id,
          tool_id: 'T-1',
          member_id: 'M-2',
          due: '2026-03-16',
          returned: null,
          note: '',
          recorded: '2026-03-09T09:00:00Z',
        };
    });
    const [created] = predicatesOf(twice);
    expect(created).toMatchObject({ kind: 'created', count: 2 });
  });

  it('ask for what is gone', () => {
    const gone = changedBy((state) => void delete state.loans!['L-2']);
    const [removed] = predicatesOf(gone);
    expect(removed).toEqual({ kind: 'removed', collection: 'loans', key: 'L-2' });
  });

  it('tell free text that was rewritten from free text that was left', () => {
    const rewritten = changedBy((state) => {
      state.loans!['L-2']!.note = 'cleaned';
    });
    const [changed] = predicatesOf(rewritten);
    expect(changed).toMatchObject({ kind: 'changed', condition: { attribute: 'note', is: 'present', unlike: 'dusty' } });
  });

  it('demand of free text the words that the task gives, between quotation marks or in a description, and nothing else', () => {
    const initial = toolLibraryState;
    const call = (note: string): ExecutedCall => ({
      tool: 'lend_tool',
      arguments: { note },
      outcome: 'success',
      result: { success: true },
      patches: [{ op: 'add', path: '/loans/L-77', value: {} }],
    });
    const dictated = dictatedIn('Lend the "Drill" to Bo, with the note “For Bo.”', [call('for Bo')], []);
    expect(dictated).toEqual([{ text: 'for Bo', words: 'for Bo' }]);
    const care = [call('Handle with care, it is old')];
    const described = dictatedIn('Lend the drill; note that it is old and must be handled with care.', care, []);
    expect(described).toEqual([{ text: 'Handle with care, it is old', words: 'Handle care old' }]);
    expect(dictatedIn('Lend the drill to Ann and leave a note.', care, [])).toEqual([]);
    const seen = { call: 1, argument: 'note', origin: { kind: 'observation' as const, call: 1, path: 'data.0.note' } };
    expect(dictatedIn('Lend the drill with the same note.', [call('for Bo')], [seen])).toEqual([
      { text: 'for Bo', words: 'for Bo' },
    ]);

    const [, created] = predicatesOf(lent, dictated);
    expect(created).toMatchObject({ where: expect.arrayContaining([{ attribute: 'note', is: 'says', words: 'for Bo' }]) });
    expect(created && wordPredicate(created, { skeleton: toolLibrary, initial })).toContain('and note "for Bo"?');
    expect(created && renderPredicate(created)).toContain("says(record.note, 'for Bo')");

    const noted = (note: string): State =>
      changedBy((state) => void Object.assign(state.loans!, { 'L-77': { ...lent.loans!['L-77'], note } }));
    const endOf = (note: string, among: readonly Dictated[]): string =>
      endText({ skeleton: toolLibrary, dictated: among }, initial, noted(note));
    expect(endOf('FOR BO, of course', dictated)).toBe(endOf('for Bo', dictated));
    expect(endOf('for Bob', dictated)).not.toBe(endOf('for Bo', dictated));
    expect(endOf('for Bob', [])).toBe(endOf('for Bo', []));
  });

  it('are worded as a checklist', () => {
    const words = predicatesOf(lent).map((predicate) =>
      wordPredicate(predicate, { skeleton: toolLibrary, initial: toolLibraryState }),
    );
    expect(words).toEqual([
      'Has the status of tool Drill (T-1) changed from "shelf" to "lent"?',
      'Has a loan been created with tool Drill (T-1), member Bo Lind (M-2), due "2026-03-16" and note some text?',
      'Has nothing else been changed?',
    ]);
  });

  it('read as small TypeScript functions', () => {
    const sources = predicatesOf(lent).map(renderPredicate);
    expect(sources[0]).toBe(`({ final }) => {
  const record = final.tools['T-1'];
  return record !== undefined && record.status === 'lent';
}`);
    expect(sources[1]).toBe(`({ initial, final }) =>
  Object.entries(final.loans).filter(([key, record]) =>
    !Object.hasOwn(initial.loans, key) &&
    record.tool_id === 'T-1' &&
    record.member_id === 'M-2' &&
    record.due === '2026-03-16' &&
    record.returned === null &&
    hasContent(record.note)).length === 1`);
  });
});

describe('what a careless agent writes in place of a dictated text', () => {
  it.each([
    ['New laptop', 'New laptop', ['x', 'no New laptop', 'New']],
    ['Bicycle', 'Bicycle', ['x', 'no Bicycle']],
    ['put back without paperwork', 'put back without paperwork', ['x', 'put back paperwork', 'put back without']],
    ["The lamp doesn't work", 'lamp not work', ['x', 'The lamp work', 'The lamp doesn t']],
  ])('for "%s" with the words "%s"', (text, words, expected) => {
    const others = otherTexts(text, words);
    expect(others).toEqual(expected);
    expect(others.filter((other) => saysWords(other, words))).toEqual([]);
  });
});
