import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Blueprint } from '../../src/builtin/blueprint.ts';
import { blueprints } from '../../src/builtin/blueprints.ts';
import { matchTopic } from '../../src/builtin/topics/match-topic.ts';

function blueprint(slug: string, terms: readonly string[]): Blueprint {
  return {
    ...{
      slug,
      name: 'Sample',
      title: `The ${slug}`,
      domain: slug,
      summary: '',
      introduction: '',
      usefulness: 8,
      modelability: 8,
    },
    ...{ terms: [...terms], policy: [], entities: [], rules: [], operations: [], helpers: [], invariants: [] },
  };
}

const three = [
  blueprint('theatre', ['curtain', 'stage door', 'card', 'prompter']),
  blueprint('library', ['library card', 'librarian', 'shelf', 'card', 'loan']),
  blueprint('bank', ['overdraft', 'card', 'standing order', 'loan']),
];

describe('matching a request to a blueprint', () => {
  const cases: readonly { name: string; text: string; slug: string | undefined }[] = [
    { name: 'a word of its own', text: 'Ask the prompter.', slug: 'theatre' },
    { name: 'an inflected word', text: 'The curtains were torn.', slug: 'theatre' },
    { name: 'whole words only', text: 'The curtainless bookshelf.', slug: undefined },
    { name: 'a phrase before the words in it', text: 'I lost my library card.', slug: 'library' },
    { name: 'a word of all is of none', text: 'I lost my card.', slug: undefined },
    { name: 'two words of two domains', text: 'The prompter has an overdraft.', slug: undefined },
    { name: 'more evidence on one side', text: 'Standing order and overdraft, said the librarian.', slug: 'bank' },
    { name: 'a vague word alone', text: 'Extend the loan.', slug: undefined },
    { name: 'as much of a domain without blueprint', text: 'The curtain in my apartment, landlord!', slug: undefined },
    { name: 'nothing', text: '', slug: undefined },
  ];
  it.each(cases)('$name: $text', ({ text, slug }) => {
    expect(matchTopic(text, three)?.blueprint.slug).toBe(slug);
  });

  it('quotes what it found', () => {
    expect(matchTopic('Overdraft!', three)?.reason).toBe('It speaks of "overdraft": "The bank".');
  });

  it('matches nothing without blueprints', () => {
    expect(matchTopic('Ask the prompter.', [])).toBeUndefined();
  });

  it('finds every shipped blueprint in the shipped collection, and is hardly ever wrong', () => {
    const rows: { text: string; stateful: boolean; domain?: string }[] = readFileSync(
      join(import.meta.dirname, '../stages/topics/fixtures/expected-verdicts.jsonl'),
      'utf8',
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const matched = rows
      .filter((row) => row.stateful)
      .flatMap((row) => {
        const match = matchTopic(row.text, blueprints());
        return match ? [{ text: row.text, expected: row.domain, found: match.blueprint.slug }] : [];
      });
    const wrong = matched.filter(({ expected, found }) => expected !== found);
    expect(wrong.length / matched.length, JSON.stringify(wrong, undefined, 1)).toBeLessThan(0.12);
    const found = new Set(matched.filter((row) => !wrong.includes(row)).map((row) => row.found));
    expect(
      blueprints()
        .map(({ slug }) => slug)
        .filter((slug) => !found.has(slug)),
    ).toEqual([]);
  });
});
