/** What a model says of the faces it was trained on, so that nobody tests it on those by mistake. */
import { basename } from 'node:path';
import * as v from 'valibot';
import type { FaceSet, Faces, Split, SplitShares } from '../../data';
import { type FaceSketch, shareFound, shareKnown, sketchOf } from '../../data/node';
import { readMetadata } from '../../graph';
import { percent, tell } from '../output';

export interface TrainedOn extends FaceSketch {
  /** Name of the file or folder. */
  data: string;
  /** Seed of the splits that were drawn. */
  seed: number;
  /** Where all splits were drawn anew. */
  shares?: SplitShares | undefined;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    data: v.string(),
    seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
    shares: v.optional(v.tuple([share, share, share])),
    faces: v.number(),
    hashes: v.string(),
  }),
);

/** The entry in a model's metadata. */
const entry = 'trainedOn';

export const trainedOnEntry = (
  faces: Faces,
  { data, ...drawn }: { data: string; seed: number; shares?: SplitShares | undefined },
): Record<string, string> => ({ [entry]: JSON.stringify({ data: basename(data), ...drawn, ...sketchOf(faces) }) });

/** undefined for models that do not say it. */
export function trainedOnOf(model: Uint8Array): TrainedOn | undefined {
  const said = v.safeParse(schema, readMetadata(model)[entry]);
  return said.success ? said.output : undefined;
}

/** Above this share it is no chance copy but the training split itself, or much of it. */
const tooMany = 0.25;
const worthTelling = 0.01;

/**
 * Throws an Error that says what to do when a good part of the faces of a test split were trained on; tells of fewer.
 *
 * name what the model is called in messages
 */
export function refuseSeen(name: string, trained: TrainedOn | undefined, faces: Faces, split: Split) {
  if (!trained || split === 'Training') return;
  const known = shareKnown(faces, trained);
  const shown = `about ${percent(known, 0)} of the faces in ${split} were trained on by ${name}`;
  if (known > tooMany)
    throw new Error(
      `${shown}; its splits of ${trained.data} were drawn by seed ${trained.seed}${trained.shares ? ` in shares ${trained.shares.map((s) => s * 100).join(',')}` : ''}. Judge it with these, or with --split train if that is meant`,
    );
  if (known > worthTelling) tell(`${shown}: read the figure for faces without a copy in Training`);
}

/** Whether the faces trained on come from this data, in whatever splits. */
export const isOfSameData = (trained: TrainedOn, sets: FaceSet) => shareFound(trained, Object.values(sets)) > 0.5;
