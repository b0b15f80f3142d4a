/** Every detector on real photos. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import labelled from '../../bench/labelledPhotos.json' with { type: 'json' };
import { hasShared, samplePhoto, shared, sharedMedia } from '../../tools/camera';
import { writeOnnx } from '../graph';
import type { Frame } from '../media';
import { readPhoto } from '../media/node';
import { loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import {
  createBlazeFace,
  createLook,
  createMtcnn,
  createThoroughFinder,
  createTiledFinder,
  type Face,
  type FaceDetector,
  type FaceFinder,
  fullRange,
  fullRangeToHide,
  mtcnnNetworks,
  shortRange,
  shortRangeToHide,
} from './index';

const nearSession = await createSession(await loadModel('blazeface', 'faces'));
const near = createLook(nearSession, shortRange);
const fullSession = await createSession(await loadModel('blazeface-full', 'faces'));
const tiled = createTiledFinder(near, createLook(fullSession, fullRange));

async function mtcnn(): Promise<FaceDetector> {
  const file = (name: string) => readFileSync(join(shared, 'models', 'mtcnn', name));
  const networks = mtcnnNetworks(
    JSON.parse(file('mtcnn_model-weights_manifest.json').toString()),
    file('mtcnn_model-shard1'),
  );
  const [proposal, refinement, output] = await Promise.all(
    [networks.proposal, networks.refinement, networks.output].map((model) => createSession(writeOnnx(model))),
  );
  return createMtcnn({ proposal: proposal!, refinement: refinement!, output: output! });
}

const portraits = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad', 'surprised'];
const photo = (name: string) => readPhoto(sharedMedia(`${name}.jpg`));

/** Somewhere in the middle of the face. */
const middle = ({ box }: Face) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
const holds = ({ box }: Face, { x, y }: { x: number; y: number }) =>
  x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;

describe.skipIf(!hasShared)('on the shared photos (skipped without them)', async () => {
  const detectors: [string, FaceFinder][] = [['auto', tiled]];
  if (hasShared) detectors.push(['MTCNN', await mtcnn()]);

  it.each(detectors)('%s finds everybody, and nobody else', async (_, detector) => {
    const count = async (name: string) => (await detector.detect(await photo(name))).length;
    for (const name of portraits) expect(await count(name), name).toBe(1);
    expect(await count('no-faces')).toBe(0);
    expect([await count('bbt1'), await count('bbt3')]).toEqual([4, 5]);
    const men = await detector.detect(await photo('bbt2'));
    // The two in front look across the table, their noses at about (157, 172) and (392, 180).
    for (const nose of [
      { x: 157, y: 172 },
      { x: 392, y: 180 },
    ])
      expect(men.filter((face) => holds(face, nose))).toHaveLength(1);
  });

  it.each(detectors)('%s finds turned and small faces: 56 of 56', async (_, detector) => {
    let found = 0;
    for (const name of portraits) {
      const original = sharp(sharedMedia(`${name}.jpg`));
      const { width } = await original.metadata();
      const versions = [
        ...[-45, -30, -15, 15, 30, 45].map((degrees) => original.clone().rotate(degrees, { background: 'black' })),
        ...[2, 4].map((factor) => original.clone().resize(Math.round(width / factor))),
      ];
      for (const version of versions) {
        const faces = await detector.detect(await readPhoto(await version.png().toBuffer()));
        if (faces.length === 1) found++;
      }
    }
    expect(found).toBe(56);
  });

  it('MTCNN and BlazeFace see the same faces, with eyes in the same places', async () => {
    const [, other] = detectors[1]!;
    for (const name of [...portraits, 'bbt1', 'bbt3']) {
      const frame = await photo(name);
      const [ours, theirs] = [await tiled.detect(frame), await other.detect(frame)];
      for (const face of ours) {
        const same = theirs.find((t) => holds(t, middle(face)));
        const { rightEye, leftEye } = face.landmarks;
        const distance = Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y);
        for (const eye of ['rightEye', 'leftEye'] as const) {
          const [a, b] = [face.landmarks[eye], same?.landmarks[eye] ?? { x: 0, y: 0 }];
          // Within 0.1 of the eye distance but for a face in half profile.
          expect(Math.hypot(a.x - b.x, a.y - b.y) / distance, `${name} ${eye}`).toBeLessThan(0.3);
        }
      }
    }
  });

  it('in a photo of 4,000 × 3,000 nobody is missed whom MTCNN finds at 28 pixels and more', async () => {
    const frame = await wall([700, 450, 300, 220, 160, 120, 90]);
    const [ours, theirs] = [await tiled.detect(frame), await detectors[1]![1].detect(frame)];
    expect(theirs.length).toBeGreaterThan(45);
    for (const face of theirs.filter(({ box }) => box.height >= 28))
      expect(ours.filter((our) => holds(our, middle(face))).length, JSON.stringify(face.box)).toBeGreaterThan(0);
    expect(ours.length).toBeLessThanOrEqual(theirs.length + 1);
  });
});

describe('finding everybody, for hiding them', () => {
  const thorough = createThoroughFinder(
    createLook(nearSession, shortRangeToHide),
    createLook(fullSession, fullRangeToHide),
  );
  /** Noses by eye, in pixels of the photo (bench/labelledPhotos.json), and the man behind at the left edge of bbt2. */
  const people = [...labelled, { photo: 'bbt2.jpg', x: 28, y: 122 }];
  const groups = ['sample4.jpg', 'sample5.jpg', 'sample6.jpg', 'bbt1.jpg', 'bbt2.jpg', 'bbt3.jpg'];
  const pathOf = (name: string) => [sharedMedia(name), samplePhoto(Number(name.match(/\d/)))].find(existsSync);

  // As a camera of 640 × 480 shows them, and from twice as far, where most faces have 20 pixels.
  it.each([640, 320])('misses nobody in group photos %i pixels wide, and hides little else', async (width) => {
    let others = 0;
    for (const name of groups) {
      const path = pathOf(name);
      if (!path) continue;
      const { width: whole = 0 } = await sharp(path).metadata();
      const scale = width / whole;
      const faces = await thorough.detect(await readPhoto(await sharp(path).resize(width).png().toBuffer()));
      const noses = people.filter(({ photo }) => photo === name).map(({ x, y }) => ({ x: x * scale, y: y * scale }));
      expect(noses.length).toBeGreaterThan(2);
      for (const nose of noses)
        expect(faces.filter((face) => holds(face, nose)).length, `${name} at ${JSON.stringify(nose)}`).toBeGreaterThan(
          0,
        );
      others += faces.filter((face) => !noses.some((nose) => holds(face, nose))).length;
    }
    expect(others).toBeLessThan(4 * groups.length);
  });

  it('takes an empty room for empty', async () => {
    const black: Frame = { data: new Uint8Array(640 * 480 * 4), width: 640, height: 480, time: 0 };
    expect(await thorough.detect(black)).toEqual([]);
  });
});

/** The portraits side by side on a wall, in rows of smaller and smaller ones. */
async function wall(widths: number[]): Promise<Frame> {
  const pictures: OverlayOptions[] = [];
  let top = 40;
  for (const width of widths) {
    let [left, tallest] = [40, 0];
    for (const name of portraits) {
      if (left + width > 3960) break;
      const input = await sharp(sharedMedia(`${name}.jpg`))
        .resize(width)
        .png()
        .toBuffer();
      pictures.push({ input, left, top });
      left += width + 40;
      tallest = Math.max(tallest, (await sharp(input).metadata()).height);
    }
    top += tallest + 40;
  }
  const ground = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#9a9288' } });
  return readPhoto(await ground.composite(pictures).png().toBuffer());
}

describe('BlazeFace full range', () => {
  it('finds none in an empty frame', async () => {
    const black: Frame = { data: new Uint8Array(64 * 48 * 4), width: 64, height: 48, time: 0 };
    expect(await createBlazeFace(fullSession, fullRange).detect(black)).toEqual([]);
    expect(await tiled.detect(black)).toEqual([]);
  });
});
