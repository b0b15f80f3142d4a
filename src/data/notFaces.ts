/**
 * What is cut out as a face and is none, or none that can be read: made from faces (lying on their side or upside
 * down, far away, too near, cut apart, in pieces) and drawn (plain grey, noise, stripes, figures, lines of text).
 */
import type { Random } from '../graph';
import { noWarp, warp } from './augment';
import { facePixels, faceSize } from './faces';

type Make = (face: Uint8Array, to: Float32Array, random: Random) => void;

/**
 * Writes something that is no readable face to `to` [48, 48], 0 … 255, of any kind if none is given; `face` is the face
 * that some are made of.
 */
export function makeNotAFace(face: Uint8Array, to: Float32Array, random: Random, kind?: NotFaceKind) {
  const any = often[Math.floor(random.uniform() * often.length)] as NotFaceKind;
  makers[kind ?? any](face, to, random);
  const noise = random.uniform() < 0.5 ? 0 : random.between(1, 8);
  for (let i = 0; i < facePixels; i++)
    to[i] = Math.min(255, Math.max(0, (to[i] as number) + (noise > 0 ? noise * random.normal() : 0)));
}

const lying: Make = (face, to, random) => {
  const angle = random.between(Math.PI / 3, (5 * Math.PI) / 3);
  warp(face, to, { ...noWarp, angle, size: random.between(0.8, 1.2) });
};

const tooNear: Make = (face, to, random) => {
  const away = () => random.between(-0.7, 0.7) * faceSize;
  warp(face, to, { ...noWarp, size: random.between(2.2, 4), dx: away(), dy: away() });
};

/** The face two to four times smaller, again and again, as in a crowd. */
const farAway: Make = (face, to, random) => {
  const times = random.between(2, 4);
  const [left, top] = [random.between(0, faceSize), random.between(0, faceSize)];
  fill(to, (x, y) => {
    const place = (along: number, offset: number) => Math.floor((along * times + offset) % faceSize);
    return face[place(y, top) * faceSize + place(x, left)] as number;
  });
};

/** The border is in the middle: what was left is right of it, or what was above below. */
const cutApart: Make = (face, to, random) => {
  const [dx, dy] = [random.between(0.3, 0.7), random.uniform() < 0.5 ? 0 : random.between(0.3, 0.7)];
  const [right, down] = random.uniform() < 0.5 ? [dx, dy] : [dy, dx];
  const moved = (along: number, share: number) => (along + Math.round(share * faceSize)) % faceSize;
  fill(to, (x, y) => face[moved(y, down) * faceSize + moved(x, right)] as number);
};

/** Squares of the face in another order. */
const inPieces: Make = (face, to, random) => {
  const side = random.uniform() < 0.5 ? 3 : 4;
  const width = faceSize / side;
  const order = Array.from({ length: side * side }, (_, i) => ({ i, key: random.uniform() })).sort(
    (a, b) => a.key - b.key,
  );
  fill(to, (x, y) => {
    const piece = order[Math.floor(y / width) * side + Math.floor(x / width)]?.i as number;
    const [column, row] = [piece % side, Math.floor(piece / side)];
    return face[(row * width + (y % width)) * faceSize + column * width + (x % width)] as number;
  });
};

/** One grey, or from one to another. */
const plain: Make = (_, to, random) => {
  const from = random.between(0, 255);
  const step = random.uniform() < 0.5 ? 0 : random.between(-3, 3);
  const angle = random.between(0, 2 * Math.PI);
  fill(to, (x, y) => from + step * (x * Math.cos(angle) + y * Math.sin(angle)));
};

/** Grey noise of any grain. */
const noisy: Make = (_, to, random) => {
  const grain = random.between(1, 12);
  const [mean, deviation] = [random.between(40, 215), random.between(10, 70)];
  const side = Math.ceil(faceSize / grain) + 1;
  const values = Float32Array.from({ length: side * side }, () => mean + deviation * random.normal());
  fill(to, (x, y) => values[Math.floor(y / grain) * side + Math.floor(x / grain)] as number);
};

const striped: Make = (_, to, random) => {
  const [mean, height] = [random.between(60, 195), random.between(20, 120)];
  const [fx, fy] = [random.between(-1.2, 1.2), random.between(-1.2, 1.2)];
  const sharp = random.uniform() < 0.5;
  fill(to, (x, y) => {
    const wave = Math.sin(fx * x + fy * y);
    return mean + height * (sharp ? Math.sign(wave) : wave);
  });
};

/** One to six ellipses, boxes and triangles on a plain ground. */
const figures: Make = (_, to, random) => {
  to.fill(random.uniform() < 0.3 ? (random.uniform() < 0.5 ? 0 : 255) : random.between(0, 255));
  const count = 1 + Math.floor(random.uniform() * 6);
  for (let i = 0; i < count; i++) {
    const grey = random.between(0, 255);
    const [cx, cy] = [random.between(0, faceSize), random.between(0, faceSize)];
    const [rx, ry] = [random.between(2, 26), random.between(2, 26)];
    const hollow = random.uniform() < 0.3 ? random.between(0.5, 0.9) : 0;
    const shape = Math.floor(random.uniform() * 3);
    fill(to, (x, y, before) => {
      const [u, v] = [Math.abs(x - cx) / rx, (y - cy) / ry];
      const radius = shape === 0 ? Math.hypot(u, v) : shape === 1 ? Math.max(u, Math.abs(v)) : Math.max(u * 2 - v, v);
      return radius < 1 && radius >= hollow ? grey : before;
    });
  }
};

/** A mask or a drawing: a head of one grey with holes or lines where eyes, nose and mouth are. */
const drawnFace: Make = (_, to, random) => {
  const grey = () => random.between(0, 255);
  const around = (value: number, by: number) => (value + random.between(-by, by)) * faceSize;
  const [ground, skin] = [grey(), grey()];
  // Eyes and lines stand out from the skin.
  const ink = skin > 128 ? random.between(0, skin - 60) : random.between(skin + 60, 255);
  const line = random.between(0.5, 1.6);
  const outlined = random.uniform() < 0.5;
  const [cx, cy] = [around(0.5, 0.04), around(0.52, 0.04)];
  const [rx, ry] = [around(0.42, 0.1), around(0.52, 0.1)];
  const eyes = [around(0.32, 0.04), around(0.68, 0.04)];
  const [eyeY, eyeRx, eyeRy] = [around(0.4, 0.05), random.between(1.5, 6), random.between(1, 4.5)];
  const hollow = random.uniform() < 0.4;
  const [mouthY, mouthHalf, bend] = [around(0.74, 0.05), random.between(5, 13), random.between(-0.06, 0.06)];
  const [noseTop, noseEnd] = [around(0.5, 0.05), around(0.6, 0.03)];
  const [browY, browBend] = [eyeY - random.between(3, 7), random.between(-0.1, 0.1)];
  const [hasBrows, hasNose] = [random.uniform() < 0.5, random.uniform() < 0.7];
  fill(to, (x, y) => {
    const head = Math.hypot((x - cx) / rx, (y - cy) / ry);
    if (head > 1) return ground;
    if (outlined && (1 - head) * rx < line) return ink;
    for (const eye of eyes) {
      const radius = Math.hypot((x - eye) / eyeRx, (y - eyeY) / eyeRy);
      if (radius < 1 && (!hollow || (1 - radius) * eyeRy < line)) return ink;
      if (hasBrows && Math.abs(x - eye) < eyeRx + 2 && Math.abs(y - browY - browBend * (x - eye)) < line) return ink;
    }
    if (hasNose && y > noseTop && y < noseEnd && Math.abs(x - cx) < line) return ink;
    const inMouth = Math.abs(x - cx) < mouthHalf && Math.abs(y - mouthY - bend * (x - cx) ** 2) < line;
    return inMouth ? ink : skin;
  });
};

/** Lines of something like letters. */
const text: Make = (_, to, random) => {
  const ground = random.uniform() < 0.7 ? random.between(200, 255) : random.between(0, 80);
  const ink = ground > 128 ? random.between(0, 140) : random.between(150, 255);
  const height = Math.floor(random.between(2, 12));
  const pitch = Math.ceil(height * random.between(1.5, 4));
  const first = Math.floor(random.uniform() * pitch);
  const wide = Math.max(2, height * 0.7);
  const gap = random.between(0.1, 0.5);
  to.fill(ground);
  for (let top = first; top < faceSize; top += pitch)
    for (let left = random.between(-8, 12); left < faceSize; left += wide) {
      if (random.uniform() < gap) continue;
      for (let y = top; y < Math.min(faceSize, top + height); y++)
        for (let x = Math.max(0, Math.round(left)); x < Math.min(faceSize, left + wide - 1); x++)
          if (random.uniform() < 0.6) to[y * faceSize + x] = ink;
    }
};

const makers = {
  lying,
  'too near': tooNear,
  'far away': farAway,
  'cut apart': cutApart,
  'in pieces': inPieces,
  plain,
  noise: noisy,
  stripes: striped,
  figures,
  'a drawn face': drawnFace,
  text,
} as const satisfies Record<string, Make>;
export type NotFaceKind = keyof typeof makers;
export const notFaceKinds = Object.keys(makers) as NotFaceKind[];

/** What a face finder offers, and what differs most from each other, twice as often. */
const often: readonly NotFaceKind[] = [
  ...notFaceKinds,
  ...(['lying', 'too near', 'far away', 'cut apart', 'in pieces', 'figures', 'a drawn face'] as const),
];

function fill(to: Float32Array, value: (x: number, y: number, before: number) => number) {
  for (let y = 0; y < faceSize; y++)
    for (let x = 0; x < faceSize; x++) to[y * faceSize + x] = value(x, y, to[y * faceSize + x] as number);
}
