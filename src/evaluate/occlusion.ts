/** Which pixels of a face an emotion was read from: covered in many places, each in turn (src/detect/evidence.ts). */
import { evidenceFor, withPlacesCovered } from '../detect';
import type { Emotion } from '../emotion';
import { type Classifier, classifierSize } from '../model';

/** A quarter of the face's side is covered, every three pixels. */
const [patch, places] = [12, 13];

/**
 * How much the emotion's log-odds fall, on average, when a pixel is covered: [48, 48]. Below 0 where covering it makes the
 * emotion likelier.
 *
 * face [48, 48], 0 … 255
 */
export async function occlusion(face: Float32Array, emotion: Emotion, read: Classifier['read']): Promise<Float32Array> {
  const { drops } = await evidenceFor(withPlacesCovered(face, { places, patch }), emotion, read);
  const sums = new Float32Array(classifierSize ** 2);
  const counts = new Float32Array(classifierSize ** 2);
  const step = (classifierSize - patch) / (places - 1);
  drops.forEach((drop, i) => {
    const [left, top] = [(i % places) * step, Math.floor(i / places) * step];
    for (let y = top; y < top + patch; y++)
      for (let x = left; x < left + patch; x++) {
        const at = y * classifierSize + x;
        sums[at] = (sums[at] as number) + drop;
        counts[at] = (counts[at] as number) + 1;
      }
  });
  return sums.map((sum, i) => sum / (counts[i] as number));
}
