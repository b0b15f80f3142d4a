/** Which pixels of a face an emotion was read from: covered in many places, each in turn (src/detect/evidence.ts). */
import { type FaceForm, usualForm } from '../data';
import { coversAlong, evidenceFor, withPlacesCovered } from '../detect';
import type { Emotion } from '../emotion';
import type { Classifier } from '../model';

/** A quarter of the face's side is covered, in thirteen places along it: every three of 48 pixels. */
const covers = { places: 13, share: 1 / 4 };

/**
 * How much the emotion's log-odds fall, on average, when a pixel is covered: [size, size]. Below 0 where covering it makes
 * the emotion likelier.
 *
 * face [channels, size, size], 48 × 48 grey if no form is given, 0 … 255
 */
export async function occlusion(
  face: Float32Array,
  emotion: Emotion,
  read: Classifier['read'],
  form: FaceForm = usualForm,
): Promise<Float32Array> {
  const { size } = form;
  const { drops } = await evidenceFor(withPlacesCovered(face, { ...covers, form }), emotion, read);
  const { begins, patch } = coversAlong({ ...covers, form });
  const sums = new Float32Array(size ** 2);
  const counts = new Float32Array(size ** 2);
  for (const [row, top] of begins.entries())
    for (const [column, left] of begins.entries())
      for (let y = top; y < top + patch; y++)
        for (let x = left; x < left + patch; x++) {
          const at = y * size + x;
          sums[at] = (sums[at] as number) + (drops[row * begins.length + column] as number);
          counts[at] = (counts[at] as number) + 1;
        }
  return sums.map((sum, i) => sum / (counts[i] as number));
}
