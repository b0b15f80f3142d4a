import {
  createDetector,
  type Detector,
  type DetectorOptions,
  type Emotion,
  emotions,
  type Frame,
  type FrameReadings,
  MediaError,
  ModelError,
  type Reading,
  type Unsure,
  verdict,
} from 'feeling';
import {
  createSession,
  type EpochResult,
  findNetwork,
  fit,
  parseRecipe,
  type Recipe,
  RecipeError,
  readFaces,
} from 'feeling/train';

const options: DetectorOptions = {
  threshold: 0.3,
  faceDetector: 'blazeface',
  model: 'tiny',
  device: 'auto',
  maxMegapixels: 20,
};
const detector: Detector = await createDetector(options);
const [first] = await detector.detect('photo.jpg');
const n: number = (first as Reading).emotions.happy;
const why: Unsure | null = (first as Reading).unsure;
// @ts-expect-error a number
const wrong: string = (first as Reading).valence;
// @ts-expect-error there is no such option
await createDetector({ treshold: 0.3 });
// @ts-expect-error
await createDetector({ faceDetector: 'eyes' });
// @ts-expect-error
await detector.detect(7);
await detector.detect(new Uint8Array(3));
await detector.detect({ data: new Uint8Array(4), width: 1, height: 1 });
async function* frames(): AsyncGenerator<Frame> {}
for await (const seen of detector.watch(frames())) {
  const { time, readings, index }: FrameReadings = seen;
  const t: number = time + index;
  void [t, readings];
}
const { named } = verdict(first as Reading, { threshold: 0.5 });
const e: Emotion = named[0] ?? emotions[0];
const error: Error = new MediaError('x');
new ModelError('y');
const { Training } = await readFaces('fer.csv');
const recipe: Recipe = parseRecipe({ model: 'tiny' });
for await (const epoch of fit(findNetwork('tiny'), Training, { recipe, createSession })) {
  const r: EpochResult = epoch;
  // What every epoch has is there for the strictest compiler, too.
  const told: string = r.loss.toFixed(3) + r.accuracy.toFixed(3);
  const own: number | undefined = r['valAccuracy'];
  void [told, own];
}

export { e, error, n, RecipeError, why, wrong };
