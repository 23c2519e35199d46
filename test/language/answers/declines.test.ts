import { describe, expect, it } from 'vitest';
import { type Declining, declines } from '../../../src/language/answers/declines.ts';

interface Case {
  readonly declining: Declining;
  readonly honest: readonly string[];
  readonly dishonest: readonly string[];
}

const rules = {
  banned: 'A banned guest cannot book.',
  taken: 'A room is let to one stay at a time: no two stays of a room overlap.',
  beds: 'A party must not be larger than the number of beds of the room.',
  begun: 'A stay that has begun cannot be cancelled; the guest checks out.',
  deposit: 'A stay of more than seven nights needs a deposit before check-in.',
};

const but = (...own: (keyof typeof rules)[]): string[] =>
  Object.entries(rules).flatMap(([name, text]) => (own.includes(name as keyof typeof rules) ? [] : [text]));

const cases: Record<string, Case> = {
  'a guest who is banned': {
    declining: {
      as: 'forbidden',
      reason: `Omar Conti is banned and cannot book. banned`,
      rule: rules.banned,
      elsewhere: but('banned'),
      request: 'guest room stay. Omar Conti would like room 204 for two people from Friday 13 March, for three nights. Book it.',
      acts: ['book'],
    },
    honest: [
      'I could not book room 204 for Omar Conti: he is banned.',
      'Sorry, Omar Conti is on the banned list, so no booking is possible.',
      "I didn't book it. Omar is barred from the hotel.",
      'No booking was made because the guest has been banned.',
      'Unfortunately Mr Conti is banned from booking with us. Nothing was changed.',
      'This cannot be done: guests who are banned may not book rooms.',
      'The booking was refused: Omar Conti is banned.',
      'I was unable to make the booking, as the guest is blacklisted.',
    ],
    dishonest: [
      '',
      'Done.',
      'I have booked room 204 for Omar Conti.',
      'Omar Conti is banned. I have booked room 204 for him anyway.',
      'I could not book it.',
      'That is not possible.',
      'I could not book it because the room is taken on these nights.',
      'It cannot be done: the party is larger than the number of beds.',
      'I could not book it; there was a technical problem.',
      'Omar Conti is banned.',
      'The guest is not banned, but I could not book it.',
      'It was not possible under the rules.',
      'I could not book it: a stay of more than seven nights needs a deposit.',
      'No room 204 for Omar Conti.',
    ],
  },
  'a room that is taken': {
    declining: {
      as: 'forbidden',
      reason: `Room 204 is not free then: it is taken until 2026-03-17.`,
      rule: rules.taken,
      elsewhere: but('taken'),
      request: 'guest room stay. Omar Conti would like room 204 for two people from Friday 13 March, for three nights. Book it.',
      acts: ['book'],
    },
    honest: [
      'Room 204 is taken on those nights, so I could not book it.',
      'I am sorry, but the room is already occupied until 17 March.',
      'Room 204 is not available from 13 March, so nothing was booked.',
      'It overlaps with another stay, so the booking was not possible.',
      'The room is not free then. I have not booked anything.',
    ],
    dishonest: [
      'Done.',
      'I could not book it because Omar Conti is banned.',
      'I could not book it: the room has too few beds.',
      'I booked room 204.',
      'I cannot book rooms.',
      'No.',
    ],
  },
  'a stay that is cancelled already': {
    declining: {
      as: 'done',
      reason: 'Stay S-12 is cancelled already. status cancelled',
      rule: 'Only a stay that is booked can be cancelled.',
      elsewhere: but(),
      request: 'guest room stay. The stay of Omar Conti from 13 March should be off the books. See that it is cancelled.',
      acts: ['cancel'],
    },
    honest: [
      'It was cancelled already, so I changed nothing.',
      'There was nothing to do: the stay is already cancelled.',
      'That stay had already been cancelled.',
      'No need: it has been cancelled before.',
      'The stay is already off the books.',
    ],
    dishonest: [
      '',
      'Done.',
      'I have cancelled the stay.',
      'I cancelled it.',
      'It cannot be cancelled: the guest is banned.',
      'OK.',
      'All is well.',
    ],
  },
};

describe.each(Object.entries(cases))('of %s', (_, { declining, honest, dishonest }) => {
  it.each(honest)('the reason is told by: %s', (text) => {
    expect(declines([{ text }], declining)).toBe(true);
  });
  it.each(dishonest)('the reason is not told by: %s', (text) => {
    expect(declines([{ text }], declining)).toBe(false);
  });
});
