import { expect, it } from 'vitest';
import { placesFor } from './useChosen';

it('faces keep their places while others come and go', () => {
  const three = placesFor([], [2, 3, 4]);
  expect(three).toEqual([2, 3, 4]);
  const two = placesFor(three, [4, 2]);
  expect(two).toEqual([2, undefined, 4]);
  expect(placesFor(two, [2, 4, 9])).toEqual([2, 9, 4]);
  expect(placesFor(two, [2])).toEqual([2]);
  expect(placesFor(two, [])).toEqual([]);
});
