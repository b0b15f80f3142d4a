/** How our own detector sees the faces of a data set. */
import { countOf, type Faces, faceAt, faceSize, pick } from '../data';
import { align, type Face, type FaceFinder, poseOf } from '../face';
import { cropGrey, type Frame } from '../media';
import type { Measure } from './slices';

/** Pixels of the frame for one of the face, and its border in pixels of the face: detectors want faces with room around. */
const [enlarged, border] = [3, 12];

/** The surest face that the detector finds in each, with a border around it; undefined where it finds none. */
export async function findFaces(faces: Faces, detector: FaceFinder): Promise<readonly (Face | undefined)[]> {
  const found: (Face | undefined)[] = [];
  for (let i = 0; i < countOf(faces); i++) {
    const [surest] = (await detector.detect(frameAround(faceAt(faces, i)))).sort((a, b) => b.score - a.score);
    found.push(surest);
  }
  return found;
}

/** `poseOf`'s turn of each face: 0 from the front, about 0.5 for one that is half turned. NaN where none was found. */
export const turnsOf = (found: readonly (Face | undefined)[]): Measure =>
  Float32Array.from(found, (face) => (face ? poseOf(face.landmarks).turn : Number.NaN));

/** The faces that were found, as they are and as they are cut out by where they were found, as from a photo. */
export function cutAnew(faces: Faces, found: readonly (Face | undefined)[]): { asTheyAre: Faces; cut: Faces } {
  const crops = found.flatMap((face, place) =>
    face ? [{ place, crop: cropGrey(frameAround(faceAt(faces, place)), align(face), faceSize) }] : [],
  );
  const asTheyAre = pick(
    faces,
    crops.map(({ place }) => place),
  );
  const cut = { ...asTheyAre, pixels: new Uint8Array(asTheyAre.pixels.length) };
  crops.forEach(({ crop }, i) => {
    faceAt(cut, i).set(crop.map(Math.round));
  });
  return { asTheyAre, cut };
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
