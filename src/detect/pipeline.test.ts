import { describe, expect, it } from 'vitest';
import type { Expression } from '../emotion';
import type { Face, FaceDetector } from '../face';
import type { Frame } from '../media';
import type { Classifier } from '../model';
import { createStream, readPicture } from './index';

/** Grey noise of middle brightness: nothing hinders reading a face in it. */
const noise = Uint8Array.from({ length: 100 * 100 * 4 }, (_, i) => ((i >> 2) * 7919) % 256);
const frame = (time: number, data = noise): Frame => ({ data, width: 100, height: 100, time });
const face = (x: number): Face => ({
  box: { x, y: 20, width: 30, height: 30 },
  landmarks: { rightEye: { x: x + 8, y: 30 }, leftEye: { x: x + 22, y: 30 }, noseTip: { x: x + 15, y: 38 } },
  score: 0.9,
});
/** Finds what it is told to, frame by frame. */
const finding = (...frames: Face[][]): FaceDetector => ({
  detect: async () => frames.shift() ?? [],
  close: async () => {},
});
/** Reads what it is told to, call by call, for each face. */
const reading = (...calls: Expression[][]): Classifier => ({
  read: async () => calls.shift() ?? [],
  close: async () => {},
});
const happy = { probabilities: Float32Array.of(0, 0, 0, 1, 0, 0, 0), readable: 1 };
const sad = { probabilities: Float32Array.of(0, 0, 0, 0, 1, 0, 0), readable: 1 };

describe('a picture', () => {
  it('is read together with its mirror image', async () => {
    const [one] = await readPicture(frame(0), { faces: finding([face(10)]), classifier: reading([happy, sad]) });
    expect(one).toMatchObject({ id: 1, named: ['happy', 'sad'], unsure: null, emotions: { happy: 0.5, sad: 0.5 } });
    expect(one?.valence).toBeCloseTo((0.81 - 0.63) / 2, 5);
  });

  it('of what the network takes for no face is not sure, however strong an emotion', async () => {
    const read = (readable: number) =>
      readPicture(frame(0), {
        faces: finding([face(10)]),
        classifier: reading([
          { ...happy, readable },
          { ...happy, readable },
        ]),
      });
    expect(await read(0.49)).toMatchObject([{ named: [], unsure: 'unreadable', emotions: { happy: 1 } }]);
    expect(await read(0.51)).toMatchObject([{ named: ['happy'], unsure: null }]);
  });

  it('in the dark is not sure, and says so, in photos and streams', async () => {
    const night = frame(0, new Uint8Array(100 * 100 * 4));
    const finder = () => ({ faces: finding([face(10)]), classifier: reading([happy, happy]) });
    const dark = { named: [], unsure: 'dark', emotions: { happy: 1 } };
    expect(await readPicture(night, finder())).toMatchObject([dark]);
    expect(await createStream(finder()).read(night)).toMatchObject([dark]);
  });

  it('without a face gives nothing', async () => {
    expect(await readPicture(frame(0), { faces: finding([]), classifier: reading([]) })).toEqual([]);
  });
});

describe('a stream', () => {
  it('follows each face, smooths what it shows, and starts anew for another face', async () => {
    const stream = createStream({
      faces: finding([face(10)], [face(11)], [face(60), face(12)]),
      classifier: reading([happy], [sad], [sad, sad]),
      timeConstant: 0.4,
    });
    const [first] = await stream.read(frame(0));
    expect(first).toMatchObject({ id: 1, named: ['happy'] });
    // A tenth of a second later: 1 − e^(−0.1 / 0.4) = 0.2212 of the change shows.
    const [second] = await stream.read(frame(0.1));
    expect(second?.id).toBe(1);
    expect(second?.emotions.sad).toBeCloseTo(0.2212, 4);
    const [other, same] = await stream.read(frame(0.25));
    expect(other).toMatchObject({ id: 2, named: ['sad'], emotions: { sad: 1 } });
    expect(same?.id).toBe(1);
    expect(same?.emotions.sad).toBeCloseTo(1 - Math.exp(-0.25 / 0.4), 4);
  });

  it('goes on with another threshold where it was', async () => {
    const torn = { probabilities: Float32Array.of(0.4, 0, 0, 0.6, 0, 0, 0), readable: 1 };
    const stream = createStream({
      faces: finding([face(10)]),
      classifier: reading([torn]),
      threshold: 0.3,
    });
    expect((await stream.read(frame(0)))[0]?.named).toEqual(['happy', 'angry']);
    const stricter = createStream(
      { faces: finding([face(10)]), classifier: reading([torn]), threshold: 0.7 },
      stream.state(),
    );
    expect((await stricter.read(frame(0.1)))[0]).toMatchObject({ id: 1, named: [], unsure: 'threshold' });
  });

  it('with many faces reads a few in each frame, in turns, the new ones at once', async () => {
    const people = [face(0), face(30), face(60)];
    const batches: number[] = [];
    const stream = createStream({
      faces: finding(people, people, people),
      classifier: {
        read: async (crops) => {
          batches.push(crops.length);
          return crops.map(() => (batches.length === 1 ? happy : sad));
        },
        close: async () => {},
      },
      facesAtOnce: 2,
      timeConstant: 0.4,
    });
    const sadness = async (time: number) => (await stream.read(frame(time))).map(({ emotions }) => emotions.sad);
    expect(await sadness(0)).toEqual([0, 0, 0]);
    // Each frame later than what is used again without a look. 1 − e^(−0.2 / 0.4) = 0.3935, and for 0.4 s 0.6321.
    expect((await sadness(0.2)).map((v) => v.toFixed(3))).toEqual(['0.393', '0.393', '0.000']);
    const [first, , third] = await sadness(0.4);
    expect(third).toBeCloseTo(0.6321, 3);
    expect(first).toBeCloseTo(0.6321, 3);
    expect(batches).toEqual([3, 2, 2]);
  });
});
