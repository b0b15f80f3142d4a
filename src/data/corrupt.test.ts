import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { packageRoot } from '../model/node';
import { amountsFor, corrupted, corruptions } from './corrupt';
import { type FaceForm, numbersIn, planesOf, usualForm } from './faces';

const colour: FaceForm = { channels: 3, size: 96 };
const forms = [usualForm, colour, { channels: 1, size: 60 }] as const;
const strengths = [1, 2, 3, 4, 5];

/** [channels, size, size], from the column, the row and the channel; columns and rows from 0 to 1. */
const picture = (form: FaceForm, value: (x: number, y: number, c: number) => number) =>
  Uint8Array.from({ length: numbersIn(form) }, (_, i) => {
    const [x, y] = [i % form.size, Math.floor(i / form.size) % form.size];
    return value((x + 0.5) / form.size, (y + 0.5) / form.size, Math.floor(i / form.size ** 2));
  });

/** Smooth, with an edge: as much as a face has to lose; other colours in other places. */
const faceIn = (form: FaceForm) =>
  picture(form, (x, y, c) => 120 + 60 * Math.sin(9 * x + c) * Math.cos(7 * y) + (x > 0.5 ? 40 : 0) - 20 * c);

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a, (value, i) => (value - (b[i] as number)) ** 2).reduce((x, y) => x + y) / a.length);
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;

/** Where the light of a plane is: its sum, and its centre in pixels from the middle. */
function lightOf(plane: Uint8Array, size: number) {
  let [sum, dx, dy] = [0, 0, 0];
  plane.forEach((value, i) => {
    sum += value;
    dx += value * ((i % size) - (size - 1) / 2);
    dy += value * (Math.floor(i / size) - (size - 1) / 2);
  });
  return { sum, dx: dx / sum, dy: dy / sum };
}

/** A white disc on black; places and radius as shares of the side. */
const disc = (form: FaceForm, { x, y, radius }: { x: number; y: number; radius: number }) =>
  picture(form, (u, v) => 255 * Math.min(1, Math.max(0, (radius - Math.hypot(u - x, v - y)) * form.size + 0.5)));

/** What a corruption makes of a picture in a form, for every strength. */
const madeOf = (kind: string, form: FaceForm, from: Uint8Array, seed = 3) =>
  strengths.map((strength) => corrupted(from, kind, strength, seededRandom(seed), form));

describe.each(forms)('faces of $channels × $size made worse', (form) => {
  const { size } = form;
  const documented = (kind: string, strength: number) => amountsFor(kind, form)[strength - 1] as number;
  /** The channels of each strength's picture, with the amount that it says. */
  const planesWith = (kind: string, from: Uint8Array, seed = 3) =>
    madeOf(kind, form, from, seed).flatMap((made, i) =>
      planesOf(made, form).map((plane) => ({ plane, amount: documented(kind, i + 1), made })),
    );

  it.each(Object.keys(corruptions))('%s is worse with each strength, and the same for the same seed', (kind) => {
    const face = faceIn(form);
    const made = madeOf(kind, form, face);
    expect(corrupted(face, kind, 3, seededRandom(3), form)).toEqual(made[2]);
    const far = made.map((copy) => distance(copy, face));
    expect(far[0]).toBeGreaterThan(0.2);
    expect(far.toSorted((a, b) => a - b)).toEqual(far);
  });

  it('noise has the standard deviation that it says, in each channel its own', () => {
    const grey = picture(form, () => 128);
    for (const { plane, amount } of planesWith('noise', grey)) {
      expect(distance(plane, grey) / amount).toBeCloseTo(1, 1);
      expect(Math.abs(meanOf(plane) - 128)).toBeLessThan((4 * amount) / size);
    }
    const [red, green = red] = planesOf(madeOf('noise', form, grey)[4] as Uint8Array, form) as [Uint8Array];
    if (form.channels === 3) expect(distance(red, green)).toBeGreaterThan(28);
  });

  it('blur has the standard deviation that it says', () => {
    // A Gaussian takes exp(−σ² ω² / 2) of a wave of ω; four waves a picture, measured where no border is near.
    const omega = (2 * Math.PI * 4) / size;
    const waves = picture(form, (x) => 128 + 120 * Math.sin(omega * (x * size)));
    const amplitude = (plane: Uint8Array, across: boolean) => {
      const [from, to] = [size / 4, (3 * size) / 4];
      let [sine, cosine] = [0, 0];
      for (let line = from; line < to; line++)
        for (let at = from; at < to; at++) {
          const value = plane[across ? at * size + line : line * size + at] as number;
          sine += value * Math.sin(omega * (at + 0.5));
          cosine += value * Math.cos(omega * (at + 0.5));
        }
      return Math.hypot(sine, cosine);
    };
    const upright = picture(form, (_, y) => 128 + 120 * Math.sin(omega * (y * size)));
    for (const [from, across] of [
      [waves, false],
      [upright, true],
    ] as const)
      for (const { plane, amount } of planesWith('blur', from)) {
        const left = amplitude(plane, across) / amplitude(planesOf(from, form)[0] as Uint8Array, across);
        expect(Math.sqrt(-2 * Math.log(left)) / omega / amount).toBeCloseTo(1, 1);
      }
  });

  it('blur spreads a point as far as it says, and loses no light', () => {
    const middle = Math.floor(size / 2);
    const from = picture(form, (x, y) =>
      Math.floor(x * size) === middle && Math.floor(y * size) === middle ? 255 : 0,
    );
    for (const strength of strengths) {
      const amount = documented('blur', strength);
      const made = corruptions['blur']?.corrupt(from, amount, seededRandom(1), form) as Float32Array;
      let [sum, squares] = [0, 0];
      made.subarray(0, size * size).forEach((value, i) => {
        sum += value;
        squares += value * ((i % size) - middle) ** 2;
      });
      expect(sum).toBeCloseTo(255, 1);
      expect(squares / sum / amount ** 2).toBeCloseTo(1, 1);
    }
  });

  it("JPEG is libjpeg's of that quality, and of no other", async () => {
    const face = faceIn(form);
    const channels = form.channels;
    const interleaved = Uint8Array.from(face, (_, i) => face[(i % channels) * size * size + Math.floor(i / channels)]!);
    const theirs = await Promise.all(
      strengths.map(async (strength) => {
        const jpeg = await sharp(interleaved, { raw: { width: size, height: size, channels } })
          .jpeg({ quality: documented('jpeg', strength), mozjpeg: false, optimiseCoding: false })
          .toBuffer();
        return new Uint8Array(
          await sharp(jpeg)
            .toColourspace(channels === 1 ? 'b-w' : 'srgb')
            .raw()
            .toBuffer(),
        );
      }),
    );
    for (const [i, made] of madeOf('jpeg', form, face).entries()) {
      const ours = Uint8Array.from(made, (_, at) => made[(at % channels) * size * size + Math.floor(at / channels)]!);
      const far = theirs.map((their) => distance(ours, their));
      expect(far.indexOf(Math.min(...far))).toBe(i);
      expect(far[i]).toBeLessThan(0.5 * distance(theirs[i] as Uint8Array, interleaved));
    }
  });

  it('dark leaves the share of the light that it says', () => {
    for (const { plane, amount } of planesWith(
      'dark',
      picture(form, () => 200),
    ))
      expect([...new Set(plane)]).toEqual([Math.round(200 * amount)]);
  });

  it('shift moves by as many pixels as it says, either way', () => {
    const from = disc(form, { x: 0.5, y: 0.5, radius: 0.2 });
    const ways = new Set<string>();
    for (let seed = 0; seed < 12; seed++)
      for (const { plane, amount } of planesWith('shift', from, seed)) {
        const { dx, dy } = lightOf(plane, size);
        expect(Math.abs(dx)).toBeCloseTo(amount, 1);
        expect(Math.abs(dy)).toBeCloseTo(amount, 1);
        ways.add(`${Math.sign(dx)} ${Math.sign(dy)}`);
      }
    expect(ways.size).toBe(4);
  });

  it('scale changes the size by the share that it says, up or down', () => {
    const from = disc(form, { x: 0.5, y: 0.5, radius: 0.3 });
    const before = lightOf(planesOf(from, form)[0] as Uint8Array, size).sum;
    const signs = new Set<number>();
    for (let seed = 0; seed < 8; seed++)
      for (const { plane, amount } of planesWith('scale', from, seed)) {
        const larger = Math.sqrt(lightOf(plane, size).sum / before) - 1;
        expect(Math.abs(larger)).toBeCloseTo(amount, 1);
        expect(Math.abs(Math.abs(larger) - amount)).toBeLessThan(0.015);
        signs.add(Math.sign(larger));
      }
    expect(signs.size).toBe(2);
  });

  it('rotation turns by as many degrees as it says, either way', () => {
    const from = disc(form, { x: 0.8, y: 0.5, radius: 0.1 });
    const signs = new Set<number>();
    for (let seed = 0; seed < 8; seed++)
      for (const { plane, amount } of planesWith('rotation', from, seed)) {
        const { dx, dy } = lightOf(plane, size);
        const degrees = (Math.atan2(dy, dx) * 180) / Math.PI;
        expect(Math.abs(Math.abs(degrees) - amount)).toBeLessThan(0.3);
        signs.add(Math.sign(degrees));
      }
    expect(signs.size).toBe(2);
  });

  it('glasses are as dark as they say, between clear and opaque ones', () => {
    const from = picture(form, () => 200);
    // Between lens and rim nothing is half covered at the pupil: x ½ ± ½ / 2.75 of the side, y 0.4.
    const pupil = Math.round(0.4 * size) * size + Math.round((0.5 - 0.5 / 2.75) * size);
    for (let seed = 0; seed < 10; seed++)
      for (let c = 0; c < form.channels; c++) {
        const greys = madeOf('glasses', form, from, seed).map((made) => planesOf(made, form)[c]?.[pupil] as number);
        const [clear = 0, , , , opaque = 0] = greys;
        expect(clear).toBeGreaterThanOrEqual(200);
        // A lens is 10 to 60, a reflection adds 90 at most.
        expect(opaque).toBeLessThanOrEqual(150);
        // Where a reflection is as light as white, more is cut off.
        if (clear === 255) continue;
        for (const [i, grey] of greys.entries())
          expect((clear - grey) / (clear - opaque)).toBeCloseTo(documented('glasses', i + 1), 1);
      }
  });

  it('a hand covers the share of the height that it says, and nothing above', () => {
    // Black and white in turn, grey on average: what is covered is neither.
    const from = picture(form, (x, y) => ((Math.floor(x * size) + Math.floor(y * size)) % 2) * 255);
    for (let seed = 0; seed < 10; seed++)
      for (const { plane, amount } of planesWith('hand', from, seed)) {
        const first = plane.findIndex((value) => value > 60 && value < 195);
        expect(Math.abs(1 - Math.floor(first / size) / size - amount)).toBeLessThan(1.6 / size);
        // The rounded edge falls by 0.012 · 31² = 12 pixels of 48 at most, at the further side; by 3 on average.
        const covered = plane.filter((value) => value > 60 && value < 195).length / plane.length;
        expect(covered).toBeLessThan(amount + 1 / size);
        expect(covered).toBeGreaterThan(amount - 0.07);
      }
  });

  it('light from one side leaves the other side the share that it says', () => {
    const from = picture(form, () => 200);
    for (let seed = 0; seed < 8; seed++)
      for (const { plane, amount } of planesWith('sidelight', from, seed)) {
        expect(Math.min(...plane) / 200).toBeGreaterThan(1 - amount - 0.005);
        expect(Math.min(...plane) / 200).toBeLessThan(1 - amount + 0.03);
        expect(Math.max(...plane) / 200).toBeGreaterThan(0.97);
      }
  });
});

it('lengths grow with the picture, so that they are the same share of a face', () => {
  expect(amountsFor('shift', colour)).toEqual([4, 6, 8, 12, 16]);
  expect(amountsFor('shift', { channels: 3, size: 224 })).toEqual([9, 14, 19, 28, 37]);
  expect(amountsFor('blur', colour)).toEqual([0.8, 1.4, 2, 2.8, 3.8]);
  for (const kind of ['noise', 'jpeg', 'dark', 'scale', 'rotation', 'glasses', 'hand', 'sidelight'])
    expect(amountsFor(kind, colour)).toEqual(amountsFor(kind));
});

it('what grey has in all three channels stays grey, but for noise', () => {
  const plane = faceIn({ channels: 1, size: 60 });
  const form: FaceForm = { channels: 3, size: 60 };
  const grey = Uint8Array.from({ length: numbersIn(form) }, (_, i) => plane[i % plane.length] as number);
  for (const kind of Object.keys(corruptions).filter((k) => k !== 'noise'))
    for (const made of madeOf(kind, form, grey)) {
      const [red, green, blue] = planesOf(made, form) as [Uint8Array, Uint8Array, Uint8Array];
      expect([kind, green, blue]).toEqual([kind, red, red]);
    }
});

it('the documentation tells the amounts that are used', () => {
  const guide = readFileSync(join(packageRoot(), 'docs', 'guides', 'own-data.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| ([a-z]+) \| (.+?) \| ([^|]+) \|$/gm)].map(([, kind, amounts, unit]) => [
    kind,
    amounts?.split(/\s*\|\s*/).map(Number),
    unit,
  ]);
  expect(rows).toEqual(Object.entries(corruptions).map(([kind, { amounts, unit }]) => [kind, [...amounts], unit]));
});
