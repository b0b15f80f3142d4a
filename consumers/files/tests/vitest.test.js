// @vitest-environment node
import { createDetector } from 'feeling';
import { expect, test } from 'vitest';

test('reads a photo', async () => {
  const detector = await createDetector();
  const [reading] = await detector.detect('face.png');
  expect(reading.named).toEqual(['happy']);
  await detector.close();
});
