import { describe, expect, it } from 'vitest';
import { shellWords } from '../../src/cli/shell-words.ts';
import { countOf, countText, durationText, shareText } from '../../src/render/text/amounts.ts';
import { callText, callTextOf, fullCallText, patchText } from '../../src/render/text/call-text.ts';
import { clip, table, tree, wrap, wrappedTable } from '../../src/render/text/layout.ts';

describe('amounts', () => {
  it('says time spans in the units a person would', () => {
    expect([400, 59_000, 200_000, 7_500_000].map(durationText)).toEqual(['0 s', '59 s', '3 min 20 s', '2 h 5 min']);
  });

  it('separates thousands and counts in singular and plural', () => {
    expect([7, 999, 1000, 1234567].map(countText)).toEqual(['7', '999', '1,000', '1,234,567']);
    expect(countOf(1, 'trajectories')).toBe('1 trajectory');
    expect(countOf(1, 'environments')).toBe('1 environment');
    expect(countOf(1, 'rollouts by noop')).toBe('1 rollout by noop');
    expect(countOf(0, 'scenarios')).toBe('0 scenarios');
  });

  it('has no share of nothing', () => {
    expect(shareText(0, 0)).toBe('-');
    expect(shareText(1, 3)).toBe('33 %');
  });
});

describe('layout', () => {
  it('keeps every line of wrapped text within the width and loses no word', () => {
    const text = 'Return the blue book and extend the other loan by two weeks, if nobody waits for it.\nThank you!';
    const wrapped = wrap(text, 30, '  ');
    expect(wrapped.split('\n').every((line) => line.length <= 30 && line.startsWith('  '))).toBe(true);
    expect(wrapped.replace(/\s+/g, ' ').trim()).toBe(text.replace(/\s+/g, ' '));
  });

  it('shortens with an ellipsis and puts text on one line', () => {
    expect(clip('one\n  two   three', 40)).toBe('one two three');
    expect(clip('abcdefghij', 5)).toBe('abcd…');
  });

  it('aligns columns, cutting or continuing the last one', () => {
    const rows = [['env-1', 'A library with loans and holds and fines']];
    expect(table(['id', 'summary'], rows, 30).split('\n')).toEqual(['id     summary', 'env-1  A library with loans a…']);
    expect(wrappedTable(['id', 'summary'], rows, 30).split('\n')).toEqual([
      'id     summary',
      'env-1  A library with loans',
      '       and holds and fines',
    ]);
  });

  it('counts the columns that a terminal uses: two of an emoji or a Chinese character, none of a colour', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    expect(
      table(
        ['id', 'what'],
        [
          ['图书馆', 'a'],
          ['👩‍🚀', 'b'],
          [red('x'), 'c'],
        ],
        40,
      ).split('\n'),
    ).toEqual(['id      what', '图书馆  a', '👩‍🚀      b', `${red('x')}       c`]);
    expect(clip('图书馆目录', 7)).toBe('图书馆…');
    expect(clip('ok 👩‍🚀👩‍🚀', 6)).toBe('ok 👩‍🚀…');
    expect(clip(red('ab'), 2)).toBe(red('ab'));
    expect(wrap('图书馆 目录 ok', 8)).toBe('图书馆\n目录 ok');
    expect(wrap(`${red('one')} two`, 7)).toBe(`${red('one')} two`);
  });

  it('draws trees', () => {
    const leaf = (label: string) => ({ label, children: [] });
    const root = { label: 'root', children: [{ label: 'a', children: [leaf('b')] }, leaf('c')] };
    expect(tree(root).split('\n')).toEqual(['root', '├─ a', '│  └─ b', '└─ c']);
  });
});

describe('calls', () => {
  it('are read like function calls, also when an agent sent something that is not JSON', () => {
    expect(callText({ tool: 'borrow_book', arguments: { member_id: 'M-1', days: 14 } })).toBe(
      'borrow_book(member_id: "M-1", days: 14)',
    );
    expect(callTextOf('borrow_book', '{"days":14}')).toBe('borrow_book(days: 14)');
    expect(callTextOf('borrow_book', '{"days":')).toBe('borrow_book({"days":)');
  });

  it('show what changed', () => {
    expect(patchText({ op: 'replace', path: '/books/B-1/copies', old: 2, value: 1 }, 80)).toBe('~ /books/B-1/copies 2 -> 1');
    expect(patchText({ op: 'add', path: '/loans/L-1', value: { b: 1, a: 2 } }, 80)).toBe('+ /loans/L-1 {"a":2,"b":1}');
    expect(patchText({ op: 'remove', path: '/holds/H-1', old: {} }, 80)).toBe('- /holds/H-1');
  });

  it('give each item of a list a line for somebody who plays', () => {
    const call = { tool: 'list_books', arguments: {}, outcome: 'success' as const, patches: [] };
    const text = fullCallText({ ...call, result: { success: true, data: ['a', 'b'] } }, 1);
    expect(text.split('\n')).toEqual([' 1. list_books()', '      ok: 2 items', '        "a"', '        "b"']);
  });
});

describe('shell words', () => {
  it('are quoted where a shell would read them differently', () => {
    expect(shellWords(['run', '--workspace', 'my out', "it's"])).toBe("run --workspace 'my out' 'it'\\''s'");
  });
});
