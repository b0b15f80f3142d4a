/** Faces as pictures for reports. */
import { augment, cameraAugmentation, type FaceSet, type Faces, faceAt, facePixels, faceSize } from '../data';
import type { Place } from '../data/node';
import { emotions } from '../emotion';
import type { NotableFace } from '../evaluate';
import { seededRandom } from '../graph';
import { greyPng } from '../media/node';
import type { FacePicture } from '../report';

const picture = (pixels: Uint8Array, caption: string): FacePicture => ({
  png: greyPng(pixels, faceSize),
  caption,
});

const labelOf = (faces: Faces, i: number) => emotions[faces.labels[i] as number] as string;

/** So many faces of each class, drawn by a seed, class by class. */
export function sampleFaces(faces: Faces, perClass: number, seed = 1): FacePicture[] {
  const random = seededRandom(seed);
  const samples: FacePicture[] = [];
  for (const [label, emotion] of emotions.entries()) {
    const places = [...faces.labels.keys()].filter((i) => faces.labels[i] === label);
    for (let n = Math.min(perClass, places.length); n > 0; n--) {
      const [place = 0] = places.splice(Math.floor(random.uniform() * places.length), 1);
      samples.push(picture(faceAt(faces, place), emotion));
    }
  }
  return samples;
}

/** For some faces, the face itself and then augmented copies. */
export function augmentedFaces(
  faces: Faces,
  { augmentation = cameraAugmentation, rows = 3, copies = 7 } = {},
): FacePicture[] {
  const samples: FacePicture[] = [];
  for (let row = 0; row < rows; row++) {
    const place = Math.floor(((row + 0.5) / rows) * faces.labels.length);
    samples.push(picture(faceAt(faces, place), `${labelOf(faces, place)}, as it is`));
    for (let copy = 0; copy < copies; copy++) {
      const to = new Float32Array(facePixels);
      augment(faceAt(faces, place), to, seededRandom(1, row, copy), augmentation);
      samples.push(picture(Uint8Array.from(to, Math.round), 'augmented'));
    }
  }
  return samples;
}

export const facesAt = (sets: FaceSet, places: readonly Place[]): FacePicture[] =>
  places.map(({ split, index }) => picture(faceAt(sets[split], index), `${labelOf(sets[split], index)}, ${split}`));

export const notableFaces = (faces: Faces, notable: readonly NotableFace[]): FacePicture[] =>
  notable.map(({ index, label, predicted, probability }) =>
    picture(
      faceAt(faces, index),
      label === predicted
        ? `${label}, ${(probability * 100).toFixed(0)} % sure`
        : `read ${predicted} (${(probability * 100).toFixed(0)} %), label ${label}`,
    ),
  );
