import { expect, it } from 'vitest';
import { emptyTally, type Showed, sharesOf, tallied } from './tally';

it('adds up what was shown, and nothing while nobody was there', () => {
  let tally = emptyTally;
  // Ten frames a second: six seconds happy, two without a face, two not sure.
  const showed = (t: number): Showed | undefined => (t < 6 ? 'happy' : t < 8 ? undefined : 'unsure');
  for (let i = 0; i <= 100; i++) tally = tallied(tally, showed(i / 10), i / 10);
  const { seconds, shares } = sharesOf(tally);
  expect(seconds).toBeCloseTo(8, 0);
  expect(shares.map(({ what }) => what)).toEqual(['happy', 'unsure']);
  expect(shares[0]?.share).toBeCloseTo(0.75, 1);
});

it('a pause counts for nothing', () => {
  const tally = [0, 0.1, 60, 60.1].reduce((sum, time) => tallied(sum, 'sad', time), emptyTally);
  expect(sharesOf(tally).seconds).toBeCloseTo(0.2);
});

it('a device that reads one frame a second counts the time between', () => {
  const tally = [0, 1, 2, 3.2, 4].reduce((sum, time) => tallied(sum, 'happy', time), emptyTally);
  expect(sharesOf(tally).seconds).toBeCloseTo(4);
});
