import { describe, expect, test } from 'vitest';
import { dictatedWords } from '../../src/language/dictated-words.ts';
import { saysWords } from '../../src/language/says-words.ts';

/** What was dictated, and texts that people write down for it. */
const honest: readonly (readonly [string, readonly string[]])[] = [
  [
    'New laptop',
    [
      'New laptop',
      'new laptop',
      'NEW LAPTOP!',
      'Laptop, new',
      '"New laptop"',
      'Purpose: new laptop',
      'For a new laptop.',
      'Saving up for new laptops',
      'The new laptop, as requested by the client. Thank you!',
      'No rush. New laptop.',
    ],
  ],
  ['Bicycle', ['Bicycle', 'a bicycle', 'bicycles', 'Purpose of the transfer is: bicycle']],
  ['Rent for March', ['Rent for March', 'March rent', 'rent (March)', 'Rent, the month of March', 'Please note: Rent for March']],
  [
    'a returned box was put back without paperwork',
    [
      'A returned box was put back without paperwork.',
      'Returned box put back without paperwork',
      'Box was returned and put back without any paperwork',
      'Boxes returned, put back without the paperwork',
      'Reason: a returned box was put back with no paperwork',
    ],
  ],
  [
    'cracked an indicator against a gate.',
    ['Cracked an indicator against a gate', 'The indicator was cracked against the gate', 'Indicator cracked against gate'],
  ],
  [
    'VAT number missing on invoice',
    ['VAT number missing on invoice', 'Vat number is missing on the invoice', 'Invoice: VAT number missing'],
  ],
  ['Invoice 4711', ['Invoice 4711', 'invoice no. 4711', 'Payment of invoice #4711']],
  ['two boxes of twelve candles', ['2 boxes of 12 candles', 'Two boxes with twelve candles']],
  ['The screen does not turn on', ['Screen does not turn on', "The screen doesn't turn on", 'Screen not turning on']],
  [
    'lost job',
    ['Lost their job', 'The student has lost the job', 'Job loss: lost her job', 'lost his job, per request of the office'],
  ],
  [
    'skidded crash barrier front axle bent',
    [
      'Skidded into the crash barrier, the front axle is bent',
      'Front axle bent after skidding into a crash barrier',
      'Vehicle skidded into crash-barrier; axle at the front bent',
    ],
  ],
  ['Never say die', ['Never say die', 'never say "die"']],
  ['To be or not to be', ['To be, or not to be']],
];

const dishonest: readonly (readonly [string, readonly string[]])[] = [
  [
    'New laptop',
    [
      '',
      'x',
      'laptop',
      'new',
      'No new laptop',
      'not a new laptop',
      'New laptop: no',
      'New laptop? No.',
      'New laptop. That is false.',
      'a new laptop is not wanted',
      'anything but a new laptop',
      'new telephone',
      'old laptop',
      'new laptop or old laptop',
      'maybe a new laptop',
      'something else',
      'It is false that this is for a new laptop',
    ],
  ],
  ['Bicycle', ['no Bicycle', 'Without a bicycle', 'motorcycle', 'bike shed', 'Bicycle is wrong', 'a car instead of a bicycle']],
  ['Rent for March', ['Rent', 'March', 'Rent for May', 'No rent for March', 'Rent for March is not paid by this']],
  [
    'a returned box was put back without paperwork',
    [
      'a returned box was put back',
      'a returned box was put back with paperwork',
      'box without paperwork',
      'a returned box was put aside without paperwork',
      'a box was put back without paperwork',
      'count difference',
    ],
  ],
  [
    'cracked an indicator against a gate.',
    ['cracked an indicator', 'cracked a mirror against a gate', 'The indicator was not cracked against the gate'],
  ],
  ['VAT number missing on invoice', ['VAT number on invoice', 'VAT number not missing on invoice', 'number missing on invoice']],
  ['Invoice 4711', ['Invoice 4712', 'Invoice', '4711', 'Invoice 47110']],
  ['two boxes of twelve candles', ['12 boxes of candles', 'three boxes of twelve candles']],
  ['The screen does not turn on', ['The screen turns on', 'The screen does turn on', 'does not turn on']],
  ['lost job', ['Found a job', 'has not lost the job', 'lost']],
  [
    'skidded crash barrier front axle bent',
    ['Skidded into the crash barrier', 'accident', 'the rear axle is bent, skidded into the crash barrier'],
  ],
];

describe('what a task dictates is written down', () => {
  test.each(honest.flatMap(([words, texts]) => texts.map((text) => [text, words] as const)))('"%s" says "%s"', (text, words) => {
    expect(saysWords(text, words)).toBe(true);
  });

  test.each(dishonest.flatMap(([words, texts]) => texts.map((text) => [text, words] as const)))(
    '"%s" does not say "%s"',
    (text, words) => {
      expect(saysWords(text, words)).toBe(false);
    },
  );
});

describe('of a text that a task describes the words that carry it are dictated', () => {
  test.each([
    ['Lost their job', 'Please let Amara Kamau off the fee: they have lost their job. Any other fees stay.', 'Lost job'],
    ['The ceiling lamp has come down', 'Bad news from room 202: the ceiling lamp has come down.', 'ceiling lamp down'],
    ['Monthly reserve', 'Use "Monthly reserve" as the purpose.', 'Monthly reserve'],
    ['Does not start when cold', 'Report that the van does not start when it is cold.', 'not start cold'],
    [
      'Called, wants a call back on Friday',
      'Leave a note that Ann Lee called and would like a call back on Friday.',
      'Called call back Friday',
    ],
    [
      'Works for the school as a volunteer',
      'Hello from the evening school. Let Ann off the fee: they help out as a volunteer.',
      'volunteer',
    ],
    ['Customer was contacted and is happy', 'Close ticket T-1.', undefined],
    ['Refund because the parcel never came', 'Refund order O-1.', undefined],
    ['for Bo', 'Bo Lind takes the drill for five days.', undefined],
    ['Moved for Camille Rossi', 'Please book the appointment of Camille Rossi for Monday.', undefined],
  ])('"%s" by "%s"', (text, task, expected) => {
    expect(dictatedWords(text, task)).toBe(expected);
  });
});
