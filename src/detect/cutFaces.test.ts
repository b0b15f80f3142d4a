import { describe, expect, it } from 'vitest';
import type { Face, FaceFinder } from '../face';
import { cutOut, type Frame, letterbox, type Square } from '../media';
import { type Classifier, type FaceInput, usualInput } from '../model';
import type { AnyFrame, FrameOnCard, Values } from '../runtime';
import { createStream, type ViewsOf } from './index';

const side = 100;
const noise = (seed: number) =>
  Uint8Array.from({ length: side * side * 4 }, (_, i) => (((i >> 2) + seed) * 7919 * (1 + (i % 4))) % 256);
const inMemory = (time: number): Frame => ({ data: noise(10 * time), width: side, height: side, time });

/** A card of which memory is used again as soon as it may be. */
function card() {
  const places = new Map<string, Float32Array>();
  const put = (key: string, pixels: Float32Array, dims: readonly number[]): Values<Float32Array> => {
    const place = places.get(key) ?? new Float32Array(pixels.length);
    place.set(pixels);
    places.set(key, place);
    return { dims, data: place };
  };
  return (frame: Frame): FrameOnCard => ({
    ...{ width: frame.width, height: frame.height, time: frame.time },
    letterbox: (square, size) => put(`look ${size}`, letterbox(frame, square, size), [1, 3, size, size]),
    cutOut: (squares: readonly Square[], form) => {
      const all = squares.flatMap((square) => [...cutOut(frame, square, form)]);
      const key = `cut ${squares.length} ${form.channels} ${form.size}`;
      return put(key, Float32Array.from(all), [squares.length, form.channels, form.size, form.size]);
    },
    read: async (cut) => facesOf(cut as Values<Float32Array>).map((face) => face.slice()),
  });
}

function facesOf({ dims: [count = 0], data }: Values<Float32Array>): Float32Array[] {
  const each = data.length / count;
  return Array.from({ length: count }, (_, i) => data.subarray(i * each, (i + 1) * each));
}

const faceAt = (x: number): Face => ({
  box: { x, y: 20, width: 22, height: 22 },
  landmarks: { rightEye: { x: x + 6, y: 28 }, leftEye: { x: x + 16, y: 29 }, noseTip: { x: x + 11, y: 34 } },
  score: 0.9,
});
/** One person, three, two, nobody and three again. */
const people = [[5], [5, 40, 70], [40, 70], [], [5, 40, 70], [5, 40, 70]].map((places) => places.map(faceAt));

function finder(): FaceFinder<AnyFrame> {
  const left = [...people];
  return { detect: async () => left.shift() ?? [] };
}

/** Tells faces apart by what is bright in them. */
const classifier = (input: FaceInput): Classifier<ViewsOf<AnyFrame>> => ({
  input,
  read: async (views) => {
    if (views.length === 0) return [];
    const faces = 'pixels' in views ? facesOf(views.pixels as Values<Float32Array>) : views;
    expect(faces.every(({ length }) => length === input.channels * input.size ** 2)).toBe(true);
    return Array.from({ length: views.length }, (_, i) => {
      const parts = Array.from({ length: 7 }, (_, part) =>
        (faces[i] as Float32Array).reduce((sum, value, at) => (at % 7 === part ? sum + value : sum), 0),
      );
      const all = parts.reduce((sum, part) => sum + part);
      return { probabilities: Float32Array.from(parts, (part) => part / all), readable: 1 };
    });
  },
  close: async () => {},
});

describe('faces of frames on a graphics card', () => {
  it.each([
    ['grey faces of 48 × 48, all at once', usualInput, Infinity],
    ['grey faces of 48 × 48, two at a time', usualInput, 2],
    ['coloured faces of 64 × 64, all at once', { channels: 3, size: 64 } as const, Infinity],
    ['coloured faces of 64 × 64, two at a time', { channels: 3, size: 64 } as const, 2],
  ])('are read as those of frames in memory are: %s', async (_, input, facesAtOnce) => {
    const open = () => createStream<AnyFrame>({ faces: finder(), classifier: classifier(input), facesAtOnce });
    const [onCard, memory, hold] = [open(), open(), card()];
    for (const time of people.keys()) {
      const expected = await memory.read(inMemory(time));
      const found = await onCard.read(hold(inMemory(time)));
      expect(found).toEqual(expected);
      for (const { id } of expected) expect(onCard.seen(id)).toEqual(memory.seen(id));
    }
    expect(onCard.state()).toEqual(memory.state());
  });
});
