/** Options of a detector, checked where they enter. */
import * as v from 'valibot';
import { defaultThreshold } from '../emotion';
import { type NetworkDescription, networkDescriptionSchema } from '../model';
import { alternatives, checkedOptions, described, type Taker } from '../options';
import { type Person, readPerson } from '../personal';
import type { Known } from './known';

/**
 * `blazeface` for a camera at arm's length, `blazeface-full` for rooms, `mtcnn` once its weights were fetched, `auto`
 * both ranges of BlazeFace as the picture needs them, in photos down to small tiles.
 */
export const faceDetectors = ['auto', 'blazeface', 'blazeface-full', 'mtcnn'] as const;
export type FaceDetectorName = (typeof faceDetectors)[number];

/** Where the networks run: on the processor, on a graphics card, or wherever they were measured to be faster. */
export const detectorDevices = ['cpu', 'webgpu', 'auto'] as const;
export type DetectorDevice = (typeof detectorDevices)[number];

/**
 * | option          | default     | what                                             |
 * | --------------- | ----------- | ------------------------------------------------ |
 * | `faceDetector`  | `'auto'`    | what finds faces                                 |
 * | `model`         | `'compact'` | the expression network                           |
 * | `network`       | none        | what another maker's network means               |
 * | `device`        | `'cpu'`     | what the networks run on                         |
 * | `threshold`     | `0.3`       | probability from which an emotion is named       |
 * | `maxMegapixels` | `100`       | largest photo that is decoded, in million pixels |
 * | `person`        | none        | what is known of the person whose face is read   |
 * | `signal`        | none        | gives up loading                                 |
 */
export interface DetectorOptions {
  /**
   * What finds faces: `auto` (both ranges of BlazeFace, in photos down to small tiles), `blazeface` for a camera at arm's
   * length, `blazeface-full` for rooms, `mtcnn` in Node once `feeling models pull mtcnn` fetched its weights.
   *
   * @default 'auto'
   */
  faceDetector?: FaceDetectorName | undefined;
  /**
   * The expression network: `compact`, or `tiny` with a fifth of the work; or an `.onnx` file of your own, in Node by its
   * path, in a browser by its address.
   *
   * @default 'compact'
   */
  model?: string | undefined;
  /**
   * What a network of another maker means by its outputs and how it wants its pixels (docs/own-network.md); in Node a JSON
   * file of the same name beside it says the same.
   */
  network?: NetworkDescription | undefined;
  /**
   * What the networks run on: `cpu`, the processor; `webgpu`, a graphics card (through Vulkan, Metal or Direct3D); or
   * `auto`, which times both with these networks once a process, takes a second or two for that, and then does each work
   * where it is faster, on a card by a tenth at least. Without a card that can be used `webgpu` is refused and `auto`
   * takes the processor. A card's readings differ from the processor's in the sixth digit.
   *
   * On a card a network in 8 bits runs in full precision, with the weights that it has: ONNX Runtime cannot round there
   * (QuantizeLinear). So its readings differ from the processor's by that rounding, about 0.01.
   *
   * One thread of a process may use the card: ONNX Runtime 1.30 ends the process where two do. In a browser `cpu` alone
   * is there, which `auto` takes.
   *
   * @default 'cpu'
   */
  device?: DetectorDevice | undefined;
  /**
   * Probability from which an emotion is named, above 0 and below 1.
   *
   * @default 0.3
   */
  threshold?: number | undefined;
  /**
   * Million pixels of a photo that are decoded at most, above 0; in Node only, since browsers have limits of their own.
   *
   * @default 100
   */
  maxMegapixels?: number | undefined;
  /**
   * What is known of the person whose face is read: what `correct` or `person()` of another detector gave, or
   * `feeling learn` wrote, as JSON.
   */
  person?: Person | undefined;
  /** Gives up loading; `createDetector` then rejects with the signal's reason. */
  signal?: Known<'AbortSignal'> | undefined;
}

/** The options with their defaults. */
export interface CheckedOptions {
  faceDetector: FaceDetectorName;
  model: string;
  network?: NetworkDescription | undefined;
  device: DetectorDevice;
  threshold: number;
  maxMegapixels: number;
  person?: Person | undefined;
  signal?: AbortSignal | undefined;
}

export const signalOption = v.optional(
  v.custom<AbortSignal>((value) => value instanceof AbortSignal, 'must be an AbortSignal'),
);

const betweenZeroAndOne = 'must be between 0 and 1';
const aboveZero = 'must be a number above 0';

export const thresholdOption = v.optional(
  v.pipe(v.number(betweenZeroAndOne), v.gtValue(0, betweenZeroAndOne), v.ltValue(1, betweenZeroAndOne)),
  defaultThreshold,
);

const entries = {
  faceDetector: v.optional(
    v.picklist(
      faceDetectors,
      ({ input }) => `unknown face detector ${described(input)}; available: ${faceDetectors.join(', ')}`,
    ),
    'auto',
  ),
  model: v.optional(
    v.pipe(v.string('must be the name of a network or of an .onnx file'), v.minLength(1, 'must not be empty')),
    'compact',
  ),
  network: v.optional(networkDescriptionSchema),
  device: v.optional(v.picklist(detectorDevices, `must be ${alternatives(detectorDevices)}`), 'cpu'),
  threshold: thresholdOption,
  maxMegapixels: v.optional(v.pipe(v.number(aboveZero), v.gtValue(0, aboveZero)), 100),
  person: v.optional(v.unknown()),
  signal: signalOption,
};

/** Where options belong that somebody gave to `detect` or `watch`. */
export const ofCreateDetector: Taker = { taker: 'createDetector', known: Object.keys(entries) };

/**
 * Fills in defaults. Throws a TypeError that names every bad option and the rule, a PersonError when `person` is no
 * person's JSON.
 */
export function checkOptions(options: unknown): CheckedOptions {
  const { person, ...checked } = checkedOptions('createDetector', entries, options);
  return { ...checked, ...(person !== undefined && { person: readPerson(person, 'person') }) };
}
