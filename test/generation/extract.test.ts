import { describe, expect, it } from 'vitest';
import { extractObject, separateReasoning } from '../../src/generation/endpoint/extract.ts';

describe('the object in an answer', () => {
  it.each([
    ['the whole text', '{"a": 1}', { a: 1 }],
    ['behind prose', 'Here you are: {"a": 1} I hope it helps.', { a: 1 }],
    ['in a fence', 'First:\n```json\n{"a": 1}\n```\nDone.', { a: 1 }],
    ['in the last fence', '```json\n{"a": 1}\n```\nno, this:\n```json\n{"a": 2}\n```', { a: 2 }],
    ['in a fence that closes behind the last brace', '```json\n{"a": 1}```', { a: 1 }],
    ['behind braces that are prose', 'Use {curly} braces: {"a": {"b": 2}}', { a: { b: 2 } }],
    ['inside braces that are prose', '{ see {"a": 1} }', { a: 1 }],
    ['behind an odd quote', 'A 5" pipe: {"a": "1\\" wide"}', { a: '1" wide' }],
    ['behind a quote in open prose braces', '{a 5" pipe\n{"a": 1}', { a: 1 }],
    ['with a trailing comma', '{"a": 1,}', { a: 1 }],
    ['with a brace in a string', '{"a": "} {"}', { a: '} {' }],
  ])('is found %s', (_where, text, expected) => {
    expect(extractObject(text)).toEqual(expected);
  });

  it.each([
    ['prose', 'I cannot do that.'],
    ['braces in prose alone', 'Use {curly} braces.'],
    ['an object that does not end', 'So: {"a": 1'],
    ['an object nested a thousand deep', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`],
  ])('is not made of %s', (_what, text) => {
    expect(extractObject(text)).toBeUndefined();
  });
});

describe('thinking', () => {
  it.each([
    ['<think>So.</think>\nDone.', 'Done.', 'So.'],
    ['So.</think>\nDone.', 'Done.', 'So.'],
    ['<think>So', '', 'So'],
    ['{"text": "</think>"}', '{"text": "</think>"}', undefined],
    ['Done.', 'Done.', undefined],
  ])('of %j is set apart', (text, content, reasoning) => {
    expect(separateReasoning(text)).toEqual({ content, reasoning });
  });
});

describe('reading takes time in proportion to the length', () => {
  /** Work that grows with the square would take minutes at this size; the limit of the test would end it. */
  const size = 1_000_000;
  it.each([
    ['open braces', '{'.repeat(size)],
    ['braces with quotes', '{"'.repeat(size)],
    ['closed braces', '{}'.repeat(size)],
    ['line ends', `${'\n'.repeat(size)}x`],
    ['line ends and a far fence', `${'a\n'.repeat(size)}\`\`\``],
    ['fences', '```\n'.repeat(size)],
    ['fences in one line', '```'.repeat(size)],
    ['white space in a fence', `\`\`\`\n${' '.repeat(size)}`],
    ['thinking tags', '<think>'.repeat(size)],
  ])('for %s', (_what, text) => {
    const { content } = separateReasoning(text);
    expect(() => extractObject(content)).not.toThrow();
  });
});
