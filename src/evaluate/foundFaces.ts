/** How our own detector sees the faces of a data set. */
import { countOf, type Faces, faceAt, faceSize, pick } from '../data';
import { align, type Face, type FaceDetector, poseOf } from '../face';
import { cropGrey, type Frame } from '../media';
import type { Measure } from './slices';

type Detector = Pick<FaceDetector, 'detect'>;

/** Pixels of the frame for one of the face, and its border in pixels of the face: detectors want faces with room around. */
const [enlarged, border] = [3, 12];

/** `poseOf`'s turn of each face: 0 from the front, about 0.5 for one that is half turned. NaN where no face was found. */
export async function turnsOf(faces: Faces, detector: Detector): Promise<Measure> {
  const turns = new Float32Array(countOf(faces));
  for (let i = 0; i < turns.length; i++) {
    const found = await surestFace(frameAround(faceAt(faces, i)), detector);
    turns[i] = found ? poseOf(found.landmarks).turn : Number.NaN;
  }
  return turns;
}

/** The faces that are found, as they are and as they are cut out by where they were found, as from a photo. */
export async function cutAnew(faces: Faces, detector: Detector): Promise<{ asTheyAre: Faces; cut: Faces }> {
  const places: number[] = [];
  const crops: Float32Array[] = [];
  for (let i = 0; i < countOf(faces); i++) {
    const frame = frameAround(faceAt(faces, i));
    const found = await surestFace(frame, detector);
    if (!found) continue;
    places.push(i);
    crops.push(cropGrey(frame, align(found), faceSize));
  }
  const asTheyAre = pick(faces, places);
  const cut = { ...asTheyAre, pixels: new Uint8Array(asTheyAre.pixels.length) };
  crops.forEach((crop, i) => {
    faceAt(cut, i).set(crop.map(Math.round));
  });
  return { asTheyAre, cut };
}

async function surestFace(frame: Frame, detector: Detector): Promise<Face | undefined> {
  const [found] = (await detector.detect(frame)).sort((a, b) => b.score - a.score);
  return found;
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
