import { expect, it } from 'vitest';
import { findDuration } from './duration';

/** A recording of seven seconds whose header tells no duration. */
function recording() {
  const element = { duration: Number.POSITIVE_INFINITY, currentTime: 0 };
  const goTo = async (time: number) => {
    element.currentTime = Math.min(time, 7);
    if (time >= 7) element.duration = 7;
  };
  return { element, video: { element: () => element as HTMLVideoElement, goTo } };
}

it('a recording that does not say how long it is is at its beginning once that is known', async () => {
  const { element, video } = recording();
  expect(await findDuration(video)).toBe(7);
  expect(element.currentTime).toBe(0);
});

it('somebody who went to a place of it meanwhile is left there', async () => {
  const { element, video } = recording();
  let asked = 0;
  const found = findDuration(video, () => asked);
  asked = 3;
  expect(await found).toBe(7);
  expect(element.currentTime).toBe(3);
});
