/** Faces as a network takes them, and what it gives for each. */
import type { Fetches, Resident, Session } from '../runtime';
import { ModelError } from './registry';

/** Side in pixels of a grey face as data sets have it, which is what networks of ours read. */
export const classifierSize = 48;

/** What a network reads of each face. */
export interface FaceInput {
  /** 1 grey, 3 red, green and blue. */
  channels: 1 | 3;
  /** Side in pixels. */
  size: number;
  /** Faces that it reads at once; undefined where it reads any number. */
  batch?: number;
}

/** Faces in a graphics card's memory, in the form of the network's input: [length, channels, size, size]. */
export interface FacesOnCard {
  readonly length: number;
  readonly pixels: Resident;
}

export const usualInput: FaceInput = { channels: 1, size: classifierSize };

/** What the network in `session` reads as `pixels` [batch, channels, size, size]. */
export function faceInputOf({ inputShapes }: Session): FaceInput {
  const shape = inputShapes?.['pixels'];
  if (shape?.length !== 4) return usualInput;
  const [batch, channels, size] = shape;
  return {
    channels: channels === 3 ? 3 : 1,
    size: typeof size === 'number' && size > 0 ? size : classifierSize,
    ...(typeof batch === 'number' && batch > 0 && { batch }),
  };
}

/**
 * A face for a network's input: as it is where it fits; a grey one of 48 × 48 is brought to the size bilinearly and
 * repeated for each channel, as networks of ours that want larger pictures do it themselves.
 *
 * Throws a ModelError for a face of another form.
 */
export function fitFace(face: Float32Array, { channels, size }: FaceInput): Float32Array {
  if (face.length === channels * size * size) return face;
  if (face.length !== classifierSize * classifierSize)
    throw new ModelError(`a face of ${face.length} numbers; the network reads ${channels} × ${size} × ${size}`);
  const plane = enlarged(face, size);
  const all = new Float32Array(channels * plane.length);
  for (let c = 0; c < channels; c++) all.set(plane, c * plane.length);
  return all;
}

function enlarged(face: Float32Array, size: number): Float32Array {
  const last = classifierSize - 1;
  const places = Array.from({ length: size }, (_, i) => {
    const at = Math.min(last, Math.max(0, ((i + 0.5) * classifierSize) / size - 0.5));
    const before = Math.floor(at);
    return { before, after: Math.min(last, before + 1), share: at - before };
  });
  const result = new Float32Array(size * size);
  places.forEach((row, y) => {
    places.forEach((column, x) => {
      const at = (r: number, c: number) => face[r * classifierSize + c] as number;
      const upper = at(row.before, column.before) * (1 - column.share) + at(row.before, column.after) * column.share;
      const lower = at(row.after, column.before) * (1 - column.share) + at(row.after, column.after) * column.share;
      result[y * size + x] = upper * (1 - row.share) + lower * row.share;
    });
  });
  return result;
}

/**
 * What the network gives for some faces, each in its input's form or grey of 48 × 48: each output as [faces, width].
 *
 * Throws a ModelError when the network cannot run on them, or gives something else than a row a face.
 */
export async function runOnFaces(session: Session, faces: readonly Float32Array[]): Promise<Rows> {
  const input = faceInputOf(session);
  const plane = input.channels * input.size * input.size;
  const atOnce = input.batch ?? faces.length;
  const results: Rows = {};
  for (let start = 0; start < faces.length; start += atOnce) {
    const count = Math.min(atOnce, faces.length - start);
    // A network that reads so many at once gets as many, the last ones black.
    const pixels = new Float32Array(atOnce * plane);
    for (let i = 0; i < count; i++) pixels.set(fitFace(faces[start + i] as Float32Array, input), i * plane);
    const outputs = await session.run({
      pixels: { dims: [atOnce, input.channels, input.size, input.size], data: pixels },
    });
    for (const [name, { width, data }] of Object.entries(rowsOf(outputs, atOnce))) {
      results[name] ??= { width, data: new Float32Array(faces.length * width) };
      results[name].data.set(data.subarray(0, count * width), start * width);
    }
  }
  return results;
}

/** The same for faces that are on the card that the session runs on. */
export const runOnCard = async (session: Session, { length, pixels }: FacesOnCard): Promise<Rows> =>
  rowsOf(await session.run({ pixels }), length);

/** Each output as [faces, width]. */
export type Rows = Record<string, { width: number; data: Float32Array }>;

function rowsOf(outputs: Fetches, faces: number): Rows {
  const rows = Object.entries(outputs).map(([name, { dims, data }]) => {
    if (dims[0] !== faces)
      throw new ModelError(`the network must give "${name}" [batch, …] (got [${dims.join(', ')}] for ${faces} faces)`);
    return [name, { width: data.length / faces, data }];
  });
  return Object.fromEntries(rows);
}
