/** A smiling face that drifts, for videos that tests draw. */
import sharp from 'sharp';
import { realFace } from './camera';

export const driftingFaceSize = { width: 240, height: 200 };
const side = 160;
const top = 20;

/** Draws frame i with the face this far from the left, or without it: for `drawnVideo` in that size. */
export async function driftingFace(leftAt: (frame: number) => number | undefined) {
  const face = await sharp(await realFace('smiling'))
    .resize(side, side, { fit: 'cover' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  return (pixels: Uint8Array, frame: number) => {
    const left = leftAt(frame);
    if (left === undefined) return;
    for (let y = 0; y < side; y++)
      pixels.set(
        face.subarray(y * side * 4, (y + 1) * side * 4),
        ((y + top) * driftingFaceSize.width + Math.round(left)) * 4,
      );
  };
}
