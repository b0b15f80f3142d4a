import { describe, expect, it } from 'vitest';
import type { Expression } from '../emotion';
import type { Face, FaceFinder } from '../face';
import { seededRandom } from '../graph';
import type { Frame } from '../media';
import type { Classifier } from '../model';
import { createStream, type StreamState } from './pipeline';
import { type Ahead, readAhead } from './readAhead';
import type { Reading } from './reading';

const side = 100;
const noise = Uint8Array.from({ length: side * side * 4 }, (_, i) => ((i >> 2) * 7919) % 256);
const frames: Frame[] = Array.from({ length: 40 }, (_, i) => ({
  data: noise.map((value) => (value + i) % 256),
  width: side,
  height: side,
  time: i / 30,
}));
/** One or two faces that move, come and go, by what is in the frame. */
const faces: FaceFinder = {
  detect: async ({ time }) => {
    const face = (x: number, y: number): Face => ({
      box: { x, y, width: 30, height: 30 },
      landmarks: {
        rightEye: { x: x + 8, y: y + 10 },
        leftEye: { x: x + 22, y: y + 10 },
        noseTip: { x: x + 15, y: y + 18 },
      },
      score: 0.9,
    });
    const one = face(10 + 20 * time, 20);
    return time < 0.5 || time > 1 ? [one, face(60, 60)] : [one];
  },
};
/** By what is in the crop, and whenever it likes. */
function slowReader(seed: number) {
  const random = seededRandom(seed);
  const runs: number[] = [];
  let waiting = 0;
  let most = 0;
  const classifier: Classifier = {
    async read(views) {
      runs.push(views.length);
      most = Math.max(most, ++waiting);
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 4)));
      waiting--;
      return views.map((view): Expression => {
        const probabilities = Float32Array.from({ length: 7 }, (_, i) => view[i * 300] as number);
        const sum = probabilities.reduce((a, b) => a + b);
        return { probabilities: probabilities.map((p) => p / sum), readable: 1 };
      });
    },
    close: async () => {},
  };
  return { classifier, runs, most: () => most };
}

async function* all(given: Iterable<Frame>) {
  yield* given;
}

async function readAll(ahead: Ahead, { from = 0, state }: { from?: number; state?: StreamState } = {}) {
  const { classifier, runs, most } = slowReader(ahead.together + ahead.runs);
  const stream = createStream({ faces, classifier }, state);
  const seen: { time: number; readings: Reading[]; state: StreamState }[] = [];
  const steps = { find: stream.find, finish: stream.finish, read: classifier.read };
  for await (const { frame, readings } of readAhead(all(frames.slice(from)), steps, ahead))
    seen.push({ time: frame.time, readings, state: structuredClone(stream.state()) });
  return { seen, runs, most: most() };
}

describe('reading ahead', () => {
  it('gives what reading frame after frame gives, with the same states, however far ahead', async () => {
    const { seen: expected, most } = await readAll({ together: 1, runs: 1 });
    expect(most).toBe(1);
    expect(new Set(expected.map(({ readings }) => readings.length))).toEqual(new Set([1, 2]));
    const { classifier } = slowReader(1);
    const stream = createStream({ faces, classifier });
    for (const [i, frame] of frames.entries()) expect(await stream.read(frame)).toEqual(expected[i]?.readings);

    for (const ahead of [
      { together: 1, runs: 8 },
      { together: 7, runs: 1 },
      { together: 64, runs: 1 },
      { together: 3, runs: 4 },
    ]) {
      const { seen, runs, most: underWay } = await readAll(ahead);
      expect(seen).toEqual(expected);
      expect(underWay).toBe(Math.min(ahead.runs, runs.length));
      if (ahead.together > 1) expect(runs.length).toBeLessThan(frames.length / 2);
    }
  });

  it('is gone on with from the state of any frame', async () => {
    const { seen: expected } = await readAll({ together: 1, runs: 1 });
    for (const from of [1, 13, 30]) {
      const state = expected[from - 1]?.state as StreamState;
      const { seen } = await readAll({ together: 4, runs: 3 }, { from, state });
      expect(seen).toEqual(expected.slice(from));
    }
  });

  it('gives the frames before what cannot be opened, then says why', async () => {
    async function* broken() {
      yield* frames.slice(0, 10);
      throw new Error('damaged');
    }
    const { classifier } = slowReader(3);
    const stream = createStream({ faces, classifier });
    const times: number[] = [];
    const reading = (async () => {
      const steps = { find: stream.find, finish: stream.finish, read: classifier.read };
      for await (const { frame } of readAhead(broken(), steps, { together: 4, runs: 2 })) times.push(frame.time);
    })();
    await expect(reading).rejects.toThrow('damaged');
    expect(times).toEqual(frames.slice(0, 10).map(({ time }) => time));
  });

  it('holds no more than 256 MB of frames, and reads no more than 64 faces and one frame more in a run', async () => {
    const large = { ...(frames[0] as Frame), width: 4096, height: 4096, data: { length: 2 ** 26 } as Uint8Array };
    const crowd = Array.from({ length: 30 });
    let found = 0;
    let given = 0;
    let mostHeld = 0;
    const runs: number[] = [];
    const steps = (count: number) => ({
      find: async (frame: Frame) => {
        found++;
        mostHeld = Math.max(mostHeld, found - given);
        return { frame, views: crowd.slice(0, count) } as never;
      },
      read: async (views: readonly Float32Array[]) => {
        runs.push(views.length);
        return [];
      },
      finish: () => [],
    });
    for await (const _ of readAhead(all(Array(10).fill(large)), steps(1), { together: 64, runs: 8 })) given++;
    expect(mostHeld).toBe(4);
    runs.length = 0;
    for await (const _ of readAhead(all(frames), steps(30), { together: 64, runs: 1 })) given++;
    expect(Math.max(...runs)).toBe(90);
  });
});
