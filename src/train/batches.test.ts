import { describe, expect, it } from 'vitest';
import { cameraAugmentation } from '../data';
import { makeBatch } from './batches';

const still = { ...cameraAugmentation, mixup: 0 };

/** Two faces: a happy one (label 3) that all ten called happiness, and a sad one (label 4) that nobody voted on. */
const faces = {
  pixels: new Uint8Array(2 * 48 * 48).fill(100),
  labels: Uint8Array.of(3, 4),
  rows: Uint32Array.of(0, 1),
  votes: {
    counts: new Uint8Array(20),
    shares: Float32Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    majority: Int8Array.of(1, -1),
  },
};
const teacher = {
  heads: {
    fer2013: Float32Array.of(0.2, 0, 0, 0.8, 0, 0, 0, 0, 0, 0, 0, 0.6, 0, 0.4),
    ferplus: Float32Array.of(0.4, 0.6, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0.5, 0, 0, 0, 0),
  },
  share: 0.25,
};

describe('a batch', () => {
  it('has what people said as its targets', () => {
    const { heads } = makeBatch(faces, Uint32Array.of(1, 0), { seed: 1, epoch: 0, augmentation: still });
    expect([...heads.fer2013.targets]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    expect([...heads.ferplus.weights]).toEqual([0, 1]);
  });

  it('shows non-faces in the place of some faces, which count for the head of faces alone', () => {
    const { heads, pixels } = makeBatch(faces, Uint32Array.of(0, 1), {
      seed: 1,
      epoch: 0,
      augmentation: still,
      teacher,
      notFaces: 1,
    });
    expect([...heads.face.targets]).toEqual([1, 0, 1, 0]);
    for (const head of [heads.fer2013, heads.ferplus]) expect([...head.weights]).toEqual([0, 0]);
    expect([...heads.face.weights]).toEqual([1, 1]);
    expect(new Set(pixels).size).toBeGreaterThan(1);
    const plain = makeBatch(faces, Uint32Array.of(0, 1), { seed: 1, epoch: 0, augmentation: still });
    expect([...plain.heads.face.targets]).toEqual([0, 1, 0, 1]);
  });

  it('has what most people called no face as none, whatever its label', () => {
    const counts = new Uint8Array(20);
    counts[9] = 10;
    const { heads } = makeBatch({ ...faces, votes: { ...faces.votes, counts } }, Uint32Array.of(0, 1), {
      seed: 1,
      epoch: 0,
      augmentation: still,
    });
    expect([...heads.face.targets]).toEqual([1, 0, 0, 1]);
    expect([...heads.fer2013.weights]).toEqual([0, 1]);
  });

  it('blends in what a teacher sees, which alone counts where nobody voted', () => {
    const { heads } = makeBatch(faces, Uint32Array.of(0, 1), { seed: 1, epoch: 0, augmentation: still, teacher });
    const rounded = (values: Float32Array) => [...values].map((value) => Math.round(value * 1e6) / 1e6);
    // ¾ of the label and ¼ of the teacher, by hand
    expect(rounded(heads.fer2013.targets)).toEqual([0.05, 0, 0, 0.95, 0, 0, 0, 0, 0, 0, 0, 0.9, 0, 0.1]);
    expect(rounded(heads.ferplus.targets)).toEqual([0.1, 0.9, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0.5, 0, 0, 0, 0]);
    expect([...heads.ferplus.weights]).toEqual([1, 1]);
  });
});
