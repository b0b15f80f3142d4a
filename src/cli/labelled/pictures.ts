/** Faces as pictures for reports. */
import {
  augment,
  cameraAugmentation,
  detailAt,
  type FaceForm,
  type FaceSet,
  type Faces,
  formOf,
  numbersIn,
} from '../../data';
import type { Place } from '../../data/node';
import { emotions } from '../../emotion';
import type { NotableFace } from '../../evaluate';
import { seededRandom } from '../../graph';
import { facePng } from '../../media/node';
import type { FacePicture } from '../../report';

const picture = (pixels: Uint8Array, form: FaceForm, caption: string): FacePicture => ({
  png: facePng(pixels, form),
  caption,
});

/** As the network reads it. */
const pictureOf = (faces: Faces, i: number, caption: string) => picture(detailAt(faces, i), formOf(faces), caption);

const labelOf = (faces: Faces, i: number) => emotions[faces.labels[i] as number] as string;

/** So many faces of each class, drawn by a seed, class by class. */
export function sampleFaces(faces: Faces, perClass: number, seed = 1): FacePicture[] {
  const random = seededRandom(seed);
  const samples: FacePicture[] = [];
  for (const [label, emotion] of emotions.entries()) {
    const places = [...faces.labels.keys()].filter((i) => faces.labels[i] === label);
    for (let n = Math.min(perClass, places.length); n > 0; n--) {
      const [place = 0] = places.splice(Math.floor(random.uniform() * places.length), 1);
      samples.push(pictureOf(faces, place, emotion));
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
  const form = formOf(faces);
  for (let row = 0; row < rows; row++) {
    const place = Math.floor(((row + 0.5) / rows) * faces.labels.length);
    samples.push(pictureOf(faces, place, `${labelOf(faces, place)}, as it is`));
    for (let copy = 0; copy < copies; copy++) {
      const to = new Float32Array(numbersIn(form));
      augment(detailAt(faces, place), to, seededRandom(1, row, copy), augmentation, form);
      samples.push(picture(Uint8Array.from(to, Math.round), form, 'augmented'));
    }
  }
  return samples;
}

export const facesAt = (sets: FaceSet, places: readonly Place[]): FacePicture[] =>
  places.map(({ split, index }) => pictureOf(sets[split], index, `${labelOf(sets[split], index)}, ${split}`));

export const notableFaces = (faces: Faces, notable: readonly NotableFace[]): FacePicture[] =>
  notable.map(({ index, label, predicted, probability }) =>
    pictureOf(
      faces,
      index,
      label === predicted
        ? `${label}, ${(probability * 100).toFixed(0)} % sure`
        : `read ${predicted} (${(probability * 100).toFixed(0)} %), label ${label}`,
    ),
  );
