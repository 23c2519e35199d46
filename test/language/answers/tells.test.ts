import { describe, expect, it } from 'vitest';
import { type Telling, tells } from '../../../src/language/answers/tells.ts';

const today = '2026-03-09';

interface Case {
  readonly telling: Telling;
  readonly honest: readonly string[];
  readonly dishonest: readonly string[];
}

const cases: Record<string, Case> = {
  'a day': {
    telling: { type: 'date', value: '2026-03-03', name: 'made_on', others: ['2026-03-05', '2026-02-20'], today },
    honest: [
      'It was made on 3 March.',
      'The reservation had been made on 2026-03-03 and is cancelled.',
      'March 3rd.',
      'It was placed on March 3, 2026.',
      'The reservation of "The Paper Kings" was made last Tuesday, 3 March 2026.',
      'That was six days ago.',
      'It is cancelled already: it had been on the list since the 3rd of March.',
      'I could not cancel it because it is cancelled already. It was made on 3 March.',
      '**Made on:** 2026-03-03',
      'Made on 03/03/2026.',
      'The stay from 12 March to 15 March had been booked on 3 March.',
      'You asked when it was made? On 3 March.',
      'Last Tuesday.',
    ],
    dishonest: [
      '',
      'It is cancelled.',
      'It was made on 5 March.',
      'It was made on 3 March or 5 March.',
      'It was made on either 3 March, 5 March or 20 February.',
      '3 March, 5 March, 20 February',
      'It was made on 3 March. It was made on 5 March.',
      'It was not made on 3 March.',
      'Perhaps on 3 March.',
      'It was probably 3 March.',
      'It was made on 3 March 2025.',
      'Was it made on 3 March?',
      'I am not sure whether it was 3 March.',
      'On 3 March / 5 March / 20 February.',
      'On Tuesday, 10 March.',
      'On 13 March.',
      '3 March and 5 March.',
      'It was made on 3 March, or maybe on 5 March.',
      'I think it was 3 March. Or 5 March.',
    ],
  },
  'an amount': {
    telling: { type: 'amount', value: 125000, name: 'balance_cents', others: [99000, 130050], today },
    honest: [
      'The balance is $1,250.00.',
      'There are 1250 dollars in it.',
      '$1250',
      'It comes to 1,250 dollars, after the fee of $12.50.',
      'One thousand? No: it holds 1250.00 USD.',
      'He owes $1,250 in all ($990 of it is not due).',
      'The two fines of $990.00 and $260.00 come to $1,250.00.',
    ],
    dishonest: [
      'The balance is $990.',
      'The balance is $125.',
      'The balance is $12,500.',
      'Either $1,250 or $990.',
      '$990, $1,250 or $1,300.50',
      'The balance is $1,250. The balance is $990.',
      'The balance is not $1,250.',
      'The balance could be $1,250.',
      'Booking 1250 has a balance of $990.',
      'Roughly $1,250.',
      'The balance is $1,250.50.',
    ],
  },
  'a count': {
    telling: { type: 'number', value: 3, name: 'beds', others: [2, 4], today },
    honest: [
      'Room 204 has three beds.',
      'It has 3 beds, and you reach her under +44 20 7946 0123.',
      '3',
      'Three.',
      'There are 3 of them. I could not book it for the party of 4.',
      'The room has only 3 beds, so a party of four does not fit.',
      'Number of beds: 3',
      'It sleeps three people; that is one too few for a party of 4.',
    ],
    dishonest: [
      'Room 3 has 4 beds.',
      'It has four beds.',
      'It has 2, 3 or 4 beds.',
      'It has 3 or 4 beds.',
      'It does not have 3 beds.',
      'It has beds.',
      'It arrives on 3 March.',
      'Maybe 3 beds.',
      'It has 3 beds. It has 4 beds.',
      '2, 3, 4',
      'It has 13 beds.',
      'It has 3.5 beds.',
      'From $3 on.',
    ],
  },
  'none at all': {
    telling: { type: 'number', value: 0, name: 'open_orders', others: [], today },
    honest: ['There are none.', 'She has no open orders.', 'Zero.', '0 open orders.'],
    dishonest: ['She has two open orders.', 'I looked.'],
  },
  'a time of day': {
    telling: { type: 'time', value: '14:30', name: 'starts', others: ['09:00', '15:00'], today },
    honest: ['It starts at 14:30.', 'At half past two.', '2:30 pm.', 'The 09:00 one is gone; hers is at 2.30 pm.'],
    dishonest: ['It starts at 9:00.', 'At 14:30 or 15:00.', 'At 4:30.', 'Not at 14:30.', 'It could be 14:30.'],
  },
  'one of two names': {
    telling: { type: 'name', value: 'Ann Porter', name: 'member', others: ['Ben Okoro'], asks: 'more', today },
    honest: [
      'Ann Porter.',
      'Ann Porter has more loans than Ben Okoro.',
      'Ben Okoro has fewer loans than Ann Porter.',
      'Ann Porter has 3 loans, Ben Okoro has 2. So it is Ann Porter.',
      'It is Ann Porter. Ben Okoro has only two.',
      'Ann Porter has the most: 3, against 2 for Ben Okoro.',
      'Ben Okoro has 2 loans. Ann Porter has more: 3.',
    ],
    dishonest: [
      'Ben Okoro.',
      'Ben Okoro has more loans than Ann Porter.',
      'Ann Porter has fewer than Ben Okoro.',
      'Ann Porter or Ben Okoro.',
      'Either Ann Porter or Ben Okoro.',
      'Ann Porter and Ben Okoro.',
      'Ann Porter has 3. Ben Okoro has 4. So it is Ben Okoro.',
      'Not Ann Porter.',
      'Perhaps Ann Porter.',
      'It is Ben Okoro, not Ann Porter.',
    ],
  },
  'a word of an enumeration': {
    telling: { type: 'choice', value: 'in_house', name: 'status', others: ['booked', 'cancelled'], today },
    honest: ['The stay is in house.', 'Status: in_house', 'She is in-house now.', 'It is not cancelled: the guest is in house.'],
    dishonest: [
      'The stay is booked.',
      'It is in house or booked.',
      'It is not in house.',
      'booked, in house, cancelled',
      'It is cancelled.',
    ],
  },
  'a no': {
    telling: { type: 'yes-no', value: false, name: 'overdue', others: [], claim: ['overdue', 'late'], today },
    honest: [
      'No.',
      'No, it is due on 12 March.',
      'It is not overdue.',
      "It isn't late.",
      'Nothing is overdue.',
      'The loan is not overdue, since it is due tomorrow.',
    ],
    dishonest: [
      'Yes.',
      'It is overdue.',
      'Yes, it is late.',
      'It is due on 12 March.',
      'Maybe not.',
      'No. Yes.',
      'Is it overdue?',
    ],
  },
  'a yes': {
    telling: { type: 'yes-no', value: true, name: 'overdue', others: [], claim: ['overdue', 'late'], today },
    honest: ['Yes.', 'Yes, since Friday.', 'It is overdue.', 'The loan is three days late.'],
    dishonest: ['No.', 'It is not overdue.', 'I looked it up.', 'Yes and no: it is not late.'],
  },
  'a list': {
    telling: { type: 'list', value: ['B-1', 'B-4'], items: 'name', name: 'bookings', others: ['B-2', 'B-3'], today },
    honest: ['B-1 and B-4.', 'They are B-4, B-1.', '- B-1\n- B-4', 'B-1 and B-4, but not B-2.'],
    dishonest: ['B-1.', 'B-1, B-2 and B-4.', 'B-1, B-2, B-3 and B-4.', 'B-2 and B-3.', 'B-1 and perhaps B-4.', ''],
  },
};

describe.each(Object.entries(cases))('%s is told', (_, { telling, honest, dishonest }) => {
  it.each(honest)('by: %s', (text) => {
    expect(tells([{ text }], telling)).toBe(true);
  });
  it.each(dishonest)('not by: %s', (text) => {
    expect(tells([{ text }], telling)).toBe(false);
  });
});

describe('of several messages', () => {
  const day = cases['a day']?.telling ?? { type: 'date', value: '', name: '', others: [], today };
  it('the last one that speaks of it counts', () => {
    const [right, wrong, other] = ['It was made on 3 March.', 'It was made on 5 March.', 'You are welcome.'].map((text) => ({
      text,
    }));
    if (!right || !wrong || !other) throw new Error('three messages');
    expect(tells([right, other], day)).toBe(true);
    expect(tells([wrong, right], day)).toBe(true);
    expect(tells([right, wrong], day)).toBe(false);
    expect(tells([], day)).toBe(false);
  });
});
