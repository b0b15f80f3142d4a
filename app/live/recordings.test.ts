import '../../tools/barePage';
import { expect, it } from 'vitest';
import { emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';
import { createRecordings } from './recordings';

const reading = (id: number) =>
  ({ id, valence: 0, emotions: Object.fromEntries(emotions.map((e) => [e, 1 / 7])) }) as LiveReading;

it('a recording ends by itself where there is no more room, with all that it was given until then', () => {
  const { all, record, add } = createRecordings(5);
  record();
  for (const now of [100, 200, 300, 400]) add([reading(1), reading(2)], performance.now() + now);
  const [full] = all.value;
  expect(full).toMatchObject({ running: false, saved: false });
  expect(full?.rows.map(({ face }) => face)).toEqual([1, 2, 1, 2, 1, 2]);
});
