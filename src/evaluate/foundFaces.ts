/** How our own detector sees the faces of a data set. */
import { countOf, detailAt, type FaceForm, type Faces, faceAt, faceSize, formOf, numbersIn, pick } from '../data';
import { align, type Face, type FaceFinder, poseOf } from '../face';
import { cropGrey, cutOut, type Frame } from '../media';
import type { Measure } from './slices';

/** Side of the face in the frame, at least, and its border as a share of that: detectors want faces with room around. */
const [shownSize, borderShare] = [3 * faceSize, 1 / 4];

/** The surest face that the detector finds in each, with a border around it; undefined where it finds none. */
export async function findFaces(faces: Faces, detector: FaceFinder): Promise<readonly (Face | undefined)[]> {
  const found: (Face | undefined)[] = [];
  for (let i = 0; i < countOf(faces); i++) {
    const [surest] = (await detector.detect(frameAround(detailAt(faces, i), formOf(faces)))).sort(
      (a, b) => b.score - a.score,
    );
    found.push(surest);
  }
  return found;
}

/** `poseOf`'s turn of each face: 0 from the front, about 0.5 for one that is half turned. NaN where none was found. */
export const turnsOf = (found: readonly (Face | undefined)[]): Measure =>
  Float32Array.from(found, (face) => (face ? poseOf(face.landmarks).turn : Number.NaN));

/** The faces that were found, as they are and as they are cut out by where they were found, as from a photo. */
export function cutAnew(faces: Faces, found: readonly (Face | undefined)[]): { asTheyAre: Faces; cut: Faces } {
  const places = [...found.keys()].filter((place) => found[place]);
  const asTheyAre = pick(faces, places);
  const form = formOf(faces);
  const cut: Faces = {
    ...asTheyAre,
    pixels: new Uint8Array(asTheyAre.pixels.length),
    ...(asTheyAre.detail && { detail: { ...form, pixels: new Uint8Array(places.length * numbersIn(form)) } }),
  };
  for (const [i, place] of places.entries()) {
    const frame = frameAround(detailAt(faces, place), form);
    const square = align(found[place] as Face);
    faceAt(cut, i).set(cropGrey(frame, square, faceSize).map(Math.round));
    if (cut.detail) detailAt(cut, i).set(cutOut(frame, square, form).map(Math.round));
  }
  return { asTheyAre, cut };
}

/** The face in the middle of a larger frame, its border carried on. */
function frameAround(face: Uint8Array, { channels, size }: FaceForm): Frame {
  const enlarged = Math.max(1, Math.round(shownSize / size));
  const border = Math.round(borderShare * size);
  const side = (size + 2 * border) * enlarged;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  const place = (at: number) => Math.min(size - 1, Math.max(0, Math.floor(at / enlarged) - border));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const from = place(y) * size + place(x);
      for (let c = 0; c < 3; c++)
        data[(y * side + x) * 4 + c] = face[from + (channels === 1 ? 0 : c * size * size)] as number;
    }
  return { data, width: side, height: side, time: 0 };
}
