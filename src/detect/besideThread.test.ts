/** The thread itself is built: these tests need `npm run build` before. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import type { Frame } from '../media';
import { readPhoto } from '../media/node';
import { packageRoot } from '../model/node';
import { openBeside } from './besideThread';
import type { FrameReadings } from './detector';
import { createDetector, openDetector } from './node';

const options = { model: 'tiny', faceDetector: 'blazeface' } as const;
const still = await readPhoto(await realFace('smiling'));
/** The same face in another light each time. */
const frames: Frame[] = Array.from({ length: 12 }, (_, i) => ({
  ...still,
  data: still.data.map((value, k) => (k % 4 === 3 ? value : Math.min(255, Math.round(value * (0.7 + 0.04 * i))))),
  time: i / 10,
}));
const folder = temporaryFolder();

async function readings(detector: Awaited<ReturnType<typeof createDetector>>, framesAtOnce?: number) {
  const seen: Omit<FrameReadings, 'state' | 'frame'>[] = [];
  for await (const { index, time, readings: found } of detector.watch(frames, { framesAtOnce }))
    seen.push({ index, time, readings: found });
  await detector.close();
  return seen;
}
const expected = await readings(await createDetector(options));

it('a network in a thread of its own reads the same, to the bit', async () => {
  expect(expected.map(({ readings: [first] }) => first?.named)).toContainEqual(['happy']);
  expect(await readings(await openDetector(options, openBeside))).toEqual(expected);
});

it.each<[string, string]>([
  ['is missing', ''],
  ['dies as it starts', 'throw new Error("no room")'],
  [
    'dies half way',
    `import { parentPort, workerData } from 'node:worker_threads';
     const { createSession } = await import(${JSON.stringify(join(packageRoot(), 'dist', 'train.js'))});
     await createSession(workerData);
     parentPort.on('message', ({ number }) => { if (number === 3) process.exit(1); });
     parentPort.postMessage({ input: undefined });`,
  ],
])('where the thread %s, what was asked of it is done without it', async (what, script) => {
  const path = join(folder, `${what}.mjs`);
  if (script) await writeFile(path, script);
  const detector = await openDetector(options, (device, wanted) => openBeside(device, wanted, path));
  expect(await readings(detector)).toEqual(expected);
});

it('a network that cannot be run is refused as without the thread', async () => {
  const path = join(folder, 'none.onnx');
  await writeFile(path, 'no network');
  const refusal = (open?: typeof openBeside) =>
    openDetector({ ...options, model: path }, open).catch((error: Error) => error.message);
  expect(await refusal(openBeside)).toBe(await refusal());
});

it('frames that are read in one run are read as one by one', async () => {
  const numbers = (seen: typeof expected) =>
    seen.flatMap(({ readings: found }) => found.flatMap(({ emotions: seenAs }) => emotions.map((e) => seenAs[e])));
  const words = (seen: typeof expected) =>
    seen.map(({ index, time, readings: found }) => [
      index,
      time,
      found.map(({ id, named, box }) => ({ id, named, box })),
    ]);
  const together = await readings(await createDetector(options), 5);
  expect(words(together)).toEqual(words(expected));
  // Rounding may differ with how many are read at once.
  for (const [i, p] of numbers(together).entries()) expect(p).toBeCloseTo(numbers(expected)[i] as number, 5);
});
