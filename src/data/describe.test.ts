import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { hasShared, shared } from '../../tools/camera';
import { temporaryFolder } from '../../tools/temporary';
import { seededRandom } from '../graph';
import { type FaceSet, type Faces, facePixels } from '.';
import { describe, readFaces } from './node';

const random = seededRandom(3);
const noise = () => Uint8Array.from({ length: facePixels }, () => Math.floor(random.uniform() * 200) + 20);
const brighter = (pixels: Uint8Array) => pixels.map((v) => v + 9);

const faces = (...some: [pixels: Uint8Array, label: number][]): Faces => ({
  pixels: Uint8Array.from(some.flatMap(([pixels]) => [...pixels])),
  labels: Uint8Array.from(some.map(([, label]) => label)),
  rows: new Uint32Array(some.length),
});

it('finds copies and near copies, within and across splits', () => {
  const [a, b, c, d] = [noise(), noise(), noise(), noise()];
  const sets: FaceSet = {
    Training: faces([a, 0], [a, 1], [b, 2], [c, 3]),
    PublicTest: faces([b, 2], [d, 4]),
    PrivateTest: faces([b, 2], [brighter(c), 3], [d, 4]),
  };
  const { counts, copies, near } = describe(sets);
  expect(counts.Training).toEqual([1, 1, 1, 1, 0, 0, 0]);
  expect(copies).toEqual({
    rows: 9,
    distinct: 5,
    groups: 3,
    acrossSplits: 2,
    conflictingLabels: 1,
    privateTestCopied: 2,
    privateTestInTraining: 1,
    privateTestKnown: 1,
  });
  expect(near).toMatchObject({ pairs: 1, acrossSplits: 1, conflictingLabels: 0 });
  expect(near.examples).toEqual([
    [
      { split: 'Training', index: 3 },
      { split: 'PrivateTest', index: 1 },
    ],
  ]);
});

it('counts how far ten people agree with a label', () => {
  const votes = (...rows: number[][]) => ({
    counts: Uint8Array.from(rows.flat()),
    shares: new Float32Array(rows.length * 8),
    majority: Int8Array.of(...rows.map((row) => row.findIndex((v) => v > 5)).map((m) => (m > 7 ? -1 : m))),
  });
  const happy = [2, 8, 0, 0, 0, 0, 0, 0, 0, 0];
  const neutral = [7, 3, 0, 0, 0, 0, 0, 0, 0, 0];
  const noFace = [0, 0, 0, 0, 0, 0, 0, 0, 1, 9];
  const empty = { ...faces(), votes: votes() };
  const { agreement, noFace: without } = describe({
    Training: { ...faces([noise(), 3], [noise(), 3], [noise(), 3]), votes: votes(happy, neutral, noFace) },
    PublicTest: empty,
    PrivateTest: empty,
  });
  // 8 + 3 + 0 of 30 votes, one majority of three; neutral once, none once.
  expect(agreement?.[3]).toEqual({
    faces: 3,
    votes: 11 / 30,
    majority: 1 / 3,
    instead: [1, 1, 0, 0, 0, 0, 0, 0, 1],
  });
  expect(without).toEqual([{ split: 'Training', index: 2 }]);
});

it('a damaged cache is read anew', async () => {
  const folder = temporaryFolder();
  const cache = join(folder, 'cache', 'faces');
  vi.stubEnv('FEELING_CACHE', join(folder, 'cache'));
  const path = join(folder, 'faces.csv');
  await writeFile(path, `emotion,pixels,Usage\n3,${[...noise()].join(' ')},Training\n`);
  const first = await readFaces(path);
  expect(await readFaces(path)).toEqual(first);
  for (const file of await readdir(cache)) {
    const bytes = await readFile(join(cache, file));
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(join(cache, file), bytes);
  }
  expect(await readFaces(path)).toEqual(first);
  vi.unstubAllEnvs();
});

it.skipIf(!hasShared)('FER2013 is as published, copies and all (needs ../shared)', async () => {
  const sets = await readFaces(join(shared, 'data', 'fer2013.csv.gz'), {
    votes: join(shared, 'data', 'fer2013new.csv'),
  });
  const { counts, copies, agreement, noFace } = describe(sets);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(Object.values(counts).map(sum)).toEqual([28_709, 3_589, 3_589]);
  expect(counts.Training.map((n, c) => n + counts.PublicTest[c]! + counts.PrivateTest[c]!)).toEqual([
    4953, 547, 5121, 8989, 6077, 4002, 6198,
  ]);
  expect(copies).toMatchObject({
    rows: 35_887,
    distinct: 34_032,
    acrossSplits: 557,
    privateTestCopied: 314,
    privateTestInTraining: 288,
    privateTestKnown: 279,
    conflictingLabels: 59,
  });
  expect(sum(agreement!.map((a) => a.faces))).toBe(35_887);
  expect(noFace!.length).toBeGreaterThan(100);
});
