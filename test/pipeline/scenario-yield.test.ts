import { expect, it } from 'vitest';
import { emptyTally, nextNumbers, withWave } from '../../src/pipeline/scenario-yield.ts';
import { bookDeskEnvironment } from '../exports/support/environments.ts';

/** The numbers gone for, wave after wave, when every one is rejected. */
function numbersGoneFor(asked: number): number[][] {
  const waves: number[][] = [];
  let tally = emptyTally(bookDeskEnvironment, asked);
  for (let wanted = nextNumbers(tally); wanted.length > 0 && waves.length < 20; wanted = nextNumbers(tally)) {
    waves.push(wanted.map(({ number }) => number));
    const rejections = wanted.map(({ number }) => ({
      subject: `${bookDeskEnvironment.body.slug}/${String(number).padStart(3, '0')}`,
      reason: 'no',
    }));
    tally = withWave(tally, { wanted, scenarios: [], rejections });
  }
  return waves;
}

it('as many scenarios are gone for as are asked for, and further ones for those of no use, half as many and three at most', () => {
  expect(numbersGoneFor(2)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(numbersGoneFor(10).flat()).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
});
