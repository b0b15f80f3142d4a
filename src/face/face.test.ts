import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hasShared, realFace, samplePhoto, sharedMedia } from '../../tools/camera';
import { seededRandom } from '../graph';
import { cropGrey, type Frame } from '../media';
import { readPhoto } from '../media/node';
import { loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import { assign } from './assign';
import { anchorsOf, shortRange } from './blazeface';
import { overlap } from './face';
import { align, createBlazeFace, createTracker, type Face } from './index';
import { createOneEuro } from './oneEuro';
import { weightedSuppression } from './suppress';

const blazeface = createBlazeFace(await createSession(await loadModel('blazeface', 'faces')));

function face(x: number, y: number, width: number, score = 0.9): Face {
  return {
    box: { x, y, width, height: width },
    landmarks: {
      rightEye: { x: x + 10, y: y + 10 },
      leftEye: { x: x + 20, y: y + 10 },
      noseTip: { x: x + 15, y: y + 15 },
    },
    score,
  };
}

describe('overlap', () => {
  it('is shared area over joined area', () => {
    const a = { x: 0, y: 0, width: 2, height: 2 };
    expect(overlap(a, { x: 1, y: 0, width: 2, height: 2 })).toBeCloseTo(2 / 6);
    expect(overlap(a, a)).toBe(1);
    expect(overlap(a, { x: 2, y: 0, width: 2, height: 2 })).toBe(0);
  });
});

describe('anchors of the short range', () => {
  const anchors = anchorsOf(shortRange);
  it('lie as MediaPipe lays them: 896, two a cell of 16 × 16, six a cell of 8 × 8', () => {
    expect(anchors).toHaveLength(896);
    expect(anchors[0]).toEqual({ x: 0.03125, y: 0.03125 });
    expect(anchors[2]).toEqual({ x: 0.09375, y: 0.03125 });
    expect(anchors[512]).toEqual({ x: 0.0625, y: 0.0625 });
    expect(anchors.at(-1)).toEqual({ x: 0.9375, y: 0.9375 });
  });
});

describe('weighted suppression', () => {
  it('means the boxes of one face by score and keeps the surest score', () => {
    // Overlap of [0, 40] and [4, 44]: 36 · 36 / (3200 − 1296) > 0.3
    const [one, two, ...rest] = weightedSuppression(
      [face(4, 4, 40, 0.6), face(0, 0, 40, 0.9), face(200, 0, 40, 0.7)],
      0.3,
    );
    expect(rest).toEqual([]);
    expect(one?.score).toBe(0.9);
    expect(one?.box.x).toBeCloseTo((0.6 * 4 + 0.9 * 0) / 1.5);
    expect(one?.landmarks.leftEye.x).toBeCloseTo(20 + 1.6);
    expect(two?.box).toEqual(face(200, 0, 40).box);
  });
});

describe('alignment', () => {
  const upright: Face = {
    box: { x: 100, y: 80, width: 100, height: 100 },
    landmarks: { rightEye: { x: 128, y: 110 }, leftEye: { x: 172, y: 110 }, noseTip: { x: 150, y: 130 } },
    score: 1,
  };

  it('puts the eyes level, at 0.4 of the height and in the middle', () => {
    const { centerX, centerY, side, angle } = align(upright);
    // Eye distance 44 · 2.75 = 121 = box 100 · 1.21
    expect([centerX, side, angle]).toEqual([150, 121, 0]);
    expect((110 - (centerY - side / 2)) / side).toBeCloseTo(0.4);
  });

  it('turns and grows with the face', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1.4, max: 1.4, noNaN: true }),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        (angle, scale) => {
          const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
          const moved = ({ x, y }: { x: number; y: number }) => ({
            x: cos * x - sin * y + 7,
            y: sin * x + cos * y - 3,
          });
          const before = align(upright);
          const { rightEye, leftEye, noseTip } = upright.landmarks;
          const after = align({
            box: { x: 0, y: 0, width: 100 * scale, height: 100 * scale },
            landmarks: { rightEye: moved(rightEye), leftEye: moved(leftEye), noseTip: moved(noseTip) },
          });
          const center = moved({ x: before.centerX, y: before.centerY });
          expect(after.angle).toBeCloseTo(angle, 6);
          expect(after.side).toBeCloseTo(before.side * scale, 6);
          expect(after.centerX).toBeCloseTo(center.x, 6);
          expect(after.centerY).toBeCloseTo(center.y, 6);
        },
      ),
    );
  });
});

describe('tracks', () => {
  it('keep their id while a face moves, through a gap of up to half a second, and end after it', () => {
    const tracker = createTracker();
    const id = (faces: Face[], time: number) => tracker.follow(faces, time).map((f) => f.id);
    expect(id([face(0, 0, 40), face(200, 0, 40)], 0)).toEqual([1, 2]);
    expect(id([face(206, 0, 40), face(6, 0, 40)], 0.1)).toEqual([2, 1]);
    expect(id([face(10, 0, 40)], 0.2)).toEqual([1]);
    expect(id([face(208, 0, 40)], 0.55)).toEqual([2]);
    expect(id([face(12, 0, 40)], 0.8)).toEqual([3]);
    expect(tracker.ids).toEqual(new Set([2, 3]));
  });

  it('keep their id where nobody looked: in a video that is sampled every two seconds', () => {
    const tracker = createTracker();
    const id = (faces: Face[], time: number) => tracker.follow(faces, time).map((f) => f.id);
    expect(id([face(0, 0, 40)], 0)).toEqual([1]);
    expect(id([face(8, 0, 40)], 2)).toEqual([1]);
    expect(id([face(9, 0, 40)], 4)).toEqual([1]);
    expect(id([face(9, 0, 40)], 15)).toEqual([2]);
  });

  it('remembers the same some time after it began, whenever that was', () => {
    const wander = (seed: number) => {
      const random = seededRandom(seed);
      let [x, y, width] = [100, 100, 60];
      return Array.from({ length: 900 }, () => {
        x += random.between(-2, 2);
        y += random.between(-2, 2);
        width *= 1 + random.between(-0.01, 0.01);
        return face(x, y, width, random.uniform() < 0.05 ? 0.6 : 0.95);
      });
    };
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, late) => {
        const faces = wander(seed);
        const last = (from: number) => {
          const tracker = createTracker();
          for (const [i, found] of faces.entries())
            if (i >= from) tracker.expected(i / 30) ?? tracker.follow([found], i / 30);
          const { tracks, last } = tracker.state();
          return { tracks, last };
        };
        expect(last(late)).toEqual(last(0));
      }),
      { numRuns: 20 },
    );
  });
});

describe('looking again', () => {
  const looks = (...seen: [time: number, ...faces: Face[]][]) => {
    const tracker = createTracker();
    for (const [time, ...faces] of seen) tracker.follow(faces, time);
    return (time: number) => tracker.expected(time);
  };

  it('is spared for up to 100 ms while sure faces keep still, or move slowly: then they are moved on', () => {
    const still = looks([0, face(0, 0, 100)], [0.03, face(0, 0, 100)]);
    expect(still(0.13)?.map((f) => f.id)).toEqual([1]);
    expect(still(0.14)).toBeUndefined();
    // 1 pixel in 30 ms, of which the mean speed has taken 0.4: 13 a second
    const slow = looks([0, face(0, 0, 100)], [0.03, face(1, 0, 100)]);
    const [before, after] = [slow(0.03)?.[0]?.box.x ?? 0, slow(0.105)?.[0]?.box.x ?? 0];
    expect(after - before).toBeCloseTo(1, 2);
  });

  it.each<[string, [number, ...Face[]][]]>([
    ['it is the first', [[0, face(0, 0, 100)]]],
    ['nobody is there', [[0], [0.03]]],
    [
      'a face moves fast',
      [
        [0, face(0, 0, 100)],
        [0.03, face(30, 0, 100)],
      ],
    ],
    [
      'a face came',
      [
        [0, face(0, 0, 100)],
        [0.03, face(0, 0, 100), face(300, 0, 100)],
      ],
    ],
    [
      'a face left',
      [
        [0, face(0, 0, 100), face(300, 0, 100)],
        [0.03, face(0, 0, 100)],
      ],
    ],
    [
      'another came in its place',
      [
        [0, face(0, 0, 100)],
        [0.03, face(300, 0, 100)],
      ],
    ],
    [
      'a face is not sure',
      [
        [0, face(0, 0, 100)],
        [0.03, face(0, 0, 100, 0.7)],
      ],
    ],
  ])('is needed when %s', (_, seen) => {
    expect(looks(...seen)(0.06)).toBeUndefined();
  });
});

describe('faces that cross', () => {
  /** Two faces walk past each other in 2 seconds; while they overlap much, only the one in front is found. */
  function crossing(framesPerSecond: number, tremble: number) {
    const tracker = createTracker();
    const random = seededRandom(8);
    const ids = new Map<string, Set<number>>();
    for (let frame = 0; frame <= 2 * framesPerSecond; frame++) {
      const time = frame / framesPerSecond;
      const shake = () => tremble * random.normal();
      const left = face(60 + 200 * time + shake(), 100 + shake(), 100);
      const right = face(460 - 200 * time + shake(), 110 + shake(), 90);
      const hidden = overlap(left.box, right.box) > 0.3;
      const followed = tracker.follow(hidden ? [left] : [left, right], time);
      followed.forEach((f, i) => {
        const who = i === 0 ? 'left' : 'right';
        ids.set(who, (ids.get(who) ?? new Set()).add(f.id));
      });
    }
    return ids;
  }

  it.each([
    [30, 0],
    [30, 2],
    [10, 1],
  ])('keep their ids, at %i frames a second, trembling by %i pixels', (framesPerSecond, tremble) => {
    const ids = crossing(framesPerSecond, tremble);
    expect([...(ids.get('left') ?? [])]).toEqual([1]);
    expect([...(ids.get('right') ?? [])]).toEqual([2]);
  });
});

describe('the assignment', () => {
  /** Every way to give rows columns or leave them alone. */
  function cheapest(costs: number[][], alone: number, row = 0, taken = new Set<number>()): number {
    if (row === costs.length) return 0;
    let best = alone + cheapest(costs, alone, row + 1, taken);
    costs[row]?.forEach((cost, c) => {
      if (taken.has(c)) return;
      best = Math.min(best, cost + cheapest(costs, alone, row + 1, new Set([...taken, c])));
    });
    return best;
  }

  it('costs as little as the best of all ways', () => {
    const cost = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) },
      fc.constant(Number.POSITIVE_INFINITY),
    );
    const matrix = fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(matrix, fc.integer({ min: 1, max: 15 }), (costs, alone) => {
        const columns = assign(costs, alone);
        const used = columns.filter((c) => c >= 0);
        expect(new Set(used).size).toBe(used.length);
        const total = columns.reduce((sum, c, row) => sum + (c < 0 ? alone : (costs[row]?.[c] as number)), 0);
        expect(total).toBe(cheapest(costs, alone));
      }),
    );
  });
});

describe('the One Euro filter', () => {
  const options = { minCutoff: 1, beta: 0 };

  it('at rest is a low-pass of its cutoff', () => {
    const filter = createOneEuro(options);
    const first = filter(undefined, [0], 0);
    expect(first.values).toEqual([0]);
    // α = 1 / (1 + 1 / (2π · 1 Hz · 0.1 s)) = 0.3859
    expect(filter(first, [10], 0.1).values[0]).toBeCloseTo(3.859, 3);
  });

  it('follows what moves, and steadies what trembles', () => {
    const random = seededRandom(2);
    const filter = createOneEuro({ minCutoff: 2.5, beta: 8 });
    let [rest, moving]: ReturnType<typeof filter>[] = [];
    const [raw, out]: number[][] = [[], []];
    let lag = 0;
    for (let i = 0; i < 300; i++) {
      const noise = 0.01 * random.normal();
      raw!.push(noise);
      rest = filter(rest, [noise], i / 30);
      out!.push(rest.values[0] as number);
      // One width a second.
      moving = filter(moving, [i / 30], i / 30);
      lag = i / 30 - (moving.values[0] as number);
    }
    const deviation = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(deviation(out!)).toBeLessThan(0.6 * deviation(raw!));
    // Less than a frame behind.
    expect(lag).toBeLessThan(1 / 30);
  });
});

describe('BlazeFace', () => {
  it('finds a real face where it is', async () => {
    for (const kind of ['smiling', 'calm'] as const) {
      const frame = await readPhoto(await realFace(kind));
      const [found] = await blazeface.detect(frame);
      const { rightEye, leftEye } = found?.landmarks ?? {};
      expect(rightEye?.x, kind).toBeLessThan(leftEye?.x ?? 0);
    }
  });

  it('finds the face in each cut-out of sample photos', async () => {
    // One person each, as seen by eye, as small as in a thumbnail.
    for (const { photo, ...area } of [
      { photo: 1, left: 1390, top: 170, width: 330, height: 330 },
      { photo: 2, left: 1340, top: 100, width: 380, height: 380 },
      { photo: 6, left: 1080, top: 280, width: 360, height: 360 },
    ]) {
      const cut = sharp(samplePhoto(photo)).extract(area).resize(160);
      const frame = await readPhoto(await cut.png().toBuffer());
      expect(await blazeface.detect(frame), `photo ${photo}`).toHaveLength(1);
    }
  });

  it('finds none in an empty frame', async () => {
    const black: Frame = { data: new Uint8Array(64 * 48 * 4), width: 64, height: 48, time: 0 };
    expect(await blazeface.detect(black)).toEqual([]);
  });

  const portraits = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad', 'surprised'];
  it.skipIf(!hasShared)(
    'finds exactly one in each portrait and none in a drawing (skipped without ../shared)',
    async () => {
      for (const name of portraits) {
        const frame = await readPhoto(sharedMedia(`${name}.jpg`));
        const faces = await blazeface.detect(frame);
        expect(faces.length, name).toBe(1);
        const [found] = faces as [Face];
        const { rightEye, leftEye, noseTip } = found.landmarks;
        // The person's right eye is to the left of the picture, the nose between and below.
        expect(rightEye.x).toBeLessThan(leftEye.x);
        expect(noseTip.y).toBeGreaterThan((rightEye.y + leftEye.y) / 2);
        expect(cropGrey(frame, align(found), 48).every((v) => v >= 0 && v <= 255)).toBe(true);
      }
      expect(await blazeface.detect(await readPhoto(sharedMedia('no-faces.jpg')))).toEqual([]);
    },
  );
});
