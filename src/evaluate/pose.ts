/** How far faces of a data set are turned, as our own detector sees them. */
import { countOf, type Faces, faceAt, faceSize } from '../data';
import { type FaceDetector, poseOf } from '../face';
import type { Frame } from '../media';
import type { Measure } from './slices';

/** Pixels of the frame for one of the face, and its border in pixels of the face: detectors want faces with room around. */
const [enlarged, border] = [3, 12];

/** `poseOf`'s turn of each face: 0 from the front, about 0.5 for one that is half turned. NaN where no face was found. */
export async function turnsOf(faces: Faces, detector: Pick<FaceDetector, 'detect'>): Promise<Measure> {
  const turns = new Float32Array(countOf(faces)).fill(Number.NaN);
  for (let i = 0; i < turns.length; i++) {
    const [found] = (await detector.detect(frameAround(faceAt(faces, i)))).sort((a, b) => b.score - a.score);
    if (!found) continue;
    turns[i] = poseOf(found.landmarks).turn;
  }
  return turns;
}

/** The face in the middle of a larger grey frame, its border carried on. */
function frameAround(face: Uint8Array): Frame {
  const side = (faceSize + 2 * border) * enlarged;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  const place = (at: number) => Math.min(faceSize - 1, Math.max(0, Math.floor(at / enlarged) - border));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      data.fill(face[place(y) * faceSize + place(x)] as number, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return { data, width: side, height: side, time: 0 };
}
