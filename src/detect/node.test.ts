import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { hasShared, realFace } from '../../tools/camera';
import { readPhoto } from '../media/node';
import { createDetector } from './node';

const detector = await createDetector();
afterAll(() => detector.close());
const photo = await realFace('smiling');

describe('createDetector', () => {
  it('reads the same from bytes and from pixels', async () => {
    const bytes = typeof photo === 'string' ? await readFile(photo) : photo;
    const fromBytes = await detector.detect(bytes);
    expect(fromBytes[0]?.named).toEqual(['happy']);
    const { data, width, height } = await readPhoto(bytes);
    expect(await detector.detect({ data, width, height })).toEqual(fromBytes);
  });

  it('watches any frames in order', async () => {
    const still = await readPhoto(photo);
    const frames = (async function* () {
      for (let i = 0; i < 3; i++) yield { ...still, time: i / 10 };
    })();
    const seen = [];
    for await (const { index, time, readings } of detector.watch(frames)) seen.push([index, time, readings[0]?.id]);
    expect(seen).toEqual([
      [0, 0, 1],
      [1, 0.1, 1],
      [2, 0.2, 1],
    ]);
  });

  // The photos that are there without ../shared show others beside the face.
  it.skipIf(!hasShared)(
    'two faces that cross keep their ids, also where one hides the other (skipped without ../shared)',
    async () => {
      const [near, far] = await Promise.all(
        (['smiling', 'calm'] as const).map(async (kind, i) =>
          sharp(await realFace(kind))
            .resize({ width: 200 - 20 * i })
            .png()
            .toBuffer(),
        ),
      );
      const ground = sharp({ create: { width: 800, height: 400, channels: 3, background: '#556' } });
      const frames = (async function* () {
        for (let i = 0; i < 42; i++) {
          const overlay = await ground
            .clone()
            .composite([
              { input: far as Buffer, left: Math.round(570 - 13 * i), top: 90 },
              { input: near as Buffer, left: Math.round(20 + 13 * i), top: 70 },
            ])
            .png()
            .toBuffer();
          yield { ...(await readPhoto(overlay)), time: i / 30 };
        }
      })();
      /** Where each id was seen, from left to right. */
      const seen = new Map<number, number[]>();
      for await (const { readings } of detector.watch(frames))
        for (const { id, box } of readings) seen.set(id, [...(seen.get(id) ?? []), box.x + box.width / 2]);
      expect([...seen.keys()]).toEqual([1, 2]);
      const [one = [], two = []] = [...seen.values()];
      // Each ends where the other began.
      const travelled = [one, two].map((places) => (places.at(-1) as number) - (places[0] as number));
      expect(Math.min(...travelled)).toBeLessThan(-400);
      expect(Math.max(...travelled)).toBeGreaterThan(400);
    },
  );

  it('stops when it is told to', async () => {
    const still = await readPhoto(photo);
    const frames = (async function* () {
      while (true) yield still;
    })();
    const stop = new AbortController();
    await expect(async () => {
      for await (const _ of detector.watch(frames, { signal: stop.signal })) stop.abort();
    }).rejects.toThrow(/aborted/);
  });

  it('stops looking at a photo when it is told to', async () => {
    const stop = new AbortController();
    const large = { data: new Uint8Array(1500 * 1000 * 4), width: 1500, height: 1000 };
    const reading = detector.detect(large, { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toThrow(/aborted/);
  });

  it('names an option that is not allowed', async () => {
    await expect(createDetector({ threshold: 0 })).rejects.toThrow('threshold must be between 0 and 1 (got 0)');
    await expect(createDetector({ faceDetector: 'eyes' as 'blazeface' })).rejects.toThrow(
      'unknown face detector "eyes"; available: auto, blazeface, blazeface-full, mtcnn',
    );
    await expect(createDetector({ model: 'none' })).rejects.toThrow('unknown expression model "none"');
    await expect(detector.detect({ data: new Uint8Array(5), width: 1, height: 1 })).rejects.toThrow(
      'picture: 1 × 1 pixels need 4 bytes of RGBA (got 5)',
    );
  });
});
