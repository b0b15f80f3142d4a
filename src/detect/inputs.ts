/** Pixels and frames that an application gives, checked where they enter. */
import type { Frame } from '../media';
import { described } from '../options';
import type { Pixels } from './detector';
import { untilAborted } from './untilAborted';

export const isPixels = (given: unknown): given is Pixels =>
  typeof given === 'object' && given !== null && 'data' in given && 'width' in given && 'height' in given;

/** Throws a TypeError that says what does not fit. */
export function checkPixels({ data, width, height }: Pixels, what: string) {
  const isSize = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
  if (!isSize(width) || !isSize(height))
    throw new TypeError(
      `${what}: width and height must be whole numbers from 1 (got ${described(width)} and ${described(height)})`,
    );
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray))
    throw new TypeError(
      `${what}: data must be a Uint8Array or Uint8ClampedArray of RGBA, 0 to 255 (got ${described(data)})`,
    );
  const pixels = width * height;
  if (data.length === pixels * 4) return;
  const hint = { 1: '; these are grey values', 3: '; these are RGB: add alpha (sharp: .ensureAlpha())' };
  throw new TypeError(
    `${what}: ${width} × ${height} pixels need ${pixels * 4} bytes of RGBA (got ${data.length}` +
      `${hint[(data.length / pixels) as keyof typeof hint] ?? ''})`,
  );
}

export function isFrames(given: unknown): given is AsyncIterable<Frame> | Iterable<Frame> {
  if (typeof given !== 'object' || given === null || ArrayBuffer.isView(given)) return false;
  return Symbol.asyncIterator in given || Symbol.iterator in given;
}

/**
 * The same frames, until the signal aborts. Leaving early leaves them, too.
 *
 * Throws a TypeError at a frame whose size does not fit its data, or whose time is missing or before the last one's; the
 * signal's reason when that aborts, also while a frame is waited for.
 */
export async function* checkedFrames(
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  let index = 0;
  let last = Number.NEGATIVE_INFINITY;
  for await (const frame of untilAborted(frames, signal)) {
    const what = `frame ${index}`;
    if (!isPixels(frame))
      throw new TypeError(`${what}: a frame must have data, width, height and time (got ${described(frame)})`);
    checkPixels(frame, what);
    if (!Number.isFinite(frame.time))
      throw new TypeError(
        `${what}: time must be its seconds since the start, such as ${index} / 30 (got ${described(frame.time)})`,
      );
    if (frame.time < last)
      throw new TypeError(`${what}: time must not go back (got ${frame.time} after ${last}); give frames in order`);
    last = frame.time;
    index++;
    yield frame;
  }
}

/** The bytes of a `data:` address. Throws a TypeError when it is none. */
export async function bytesOfDataUrl(address: string): Promise<Uint8Array> {
  const response = await fetch(address).catch(() => {
    throw new TypeError(`${described(address)}: not a data: address that can be read`);
  });
  return new Uint8Array(await response.arrayBuffer());
}
