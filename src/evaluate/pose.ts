/** How far faces of a data set are turned, as our own detector sees them. */
import { countOf, type Faces, faceAt, faceSize } from '../data';
import type { FaceDetector } from '../face';
import type { Frame } from '../media';
import type { Measure } from './slices';

/** Pixels of the frame for one of the face, and its border in pixels of the face: detectors want faces with room around. */
const [enlarged, border] = [3, 12];

/**
 * How far the tip of the nose is beside the middle between the eyes, in distances of the eyes, either way: 0 for a face
 * that looks at the camera, about 0.5 for one that is half turned. NaN where no face was found.
 */
export async function turnsOf(faces: Faces, detector: Pick<FaceDetector, 'detect'>): Promise<Measure> {
  const turns = new Float32Array(countOf(faces)).fill(Number.NaN);
  for (let i = 0; i < turns.length; i++) {
    const [found] = (await detector.detect(frameAround(faceAt(faces, i)))).sort((a, b) => b.score - a.score);
    if (!found) continue;
    const { rightEye, leftEye, noseTip } = found.landmarks;
    const [dx, dy] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
    const along = (noseTip.x - (rightEye.x + leftEye.x) / 2) * dx + (noseTip.y - (rightEye.y + leftEye.y) / 2) * dy;
    turns[i] = Math.abs(along) / (dx ** 2 + dy ** 2 || 1);
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
