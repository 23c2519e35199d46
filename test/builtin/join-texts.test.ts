import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { blueprintOf } from '../../src/builtin/blueprints.ts';
import { domains } from '../../src/builtin/domains.ts';
import { compose } from '../../src/builtin/kit/compose.ts';
import { joinTexts } from '../../src/builtin/kit/join-texts.ts';
import { policyOf, stateOf } from './support.ts';

const first = 'Jana pays by card.';
const urging = /After that,|While you are at it,|Then,|And when that is done,|In the same go,|And finally,/;
const joined = (...texts: readonly string[]): string[] =>
  Array.from({ length: 200 }, (_, seed) => joinTexts([], [first, ...texts], seededRandom(`${seed}`)));

describe('several requests in one', () => {
  it('are never joined as if a fact that is told could be done after another', () => {
    const told = joined('A book that Giulia borrowed is gone for good.', 'The library is full.', 'Some copies are torn.');
    expect(told.filter((text) => urging.test(text))).toEqual([]);
    expect(told.some((text) => text.includes('Besides, a book'))).toBe(true);
  });

  it('are joined in these ways where something is to be done', () => {
    expect(joined('Please renew the card.').some((text) => /And when that is done, please renew/.test(text))).toBe(true);
  });

  it('use no connector twice', () => {
    for (const text of joined('Close the ticket.', 'Open the bin.', 'Move the box.', 'Send the bill.')) {
      const connectors = text.match(/[A-Z][a-z ]+[,:](?= [a-z])/g) ?? [];
      expect(new Set(connectors).size).toBe(connectors.length);
    }
  });
});

it.each(domains.map((domain) => [domain.slug, domain] as const))(
  '%s announces several requests only where there are several',
  (slug, domain) => {
    const [policy, today] = [policyOf(slug, 0), '2026-03-09'];
    const writers = new Set(blueprintOf(slug).operations.flatMap(({ name, effect }) => (effect === 'write' ? [name] : [])));
    const state = stateOf(domain, policy, today, slug);
    const announced = new Set<boolean>();
    for (let number = 1; number <= 60; number++) {
      const request = {
        domain,
        state,
        policy,
        today,
        number,
        turn: 0,
        writes: 1 + (number % 4),
        kind: 'direct',
        difficulty: 'medium',
        taken: new Set<string>(),
        isWrite: (tool: string) => writers.has(tool),
      } as const;
      const made = compose(request, seededRandom(`${slug} ${number}`));
      if (made && domain.openersOfSeveral.some((words) => made.text.startsWith(words))) announced.add(made.templates.length > 1);
    }
    expect([...announced]).toEqual([true]);
  },
);
