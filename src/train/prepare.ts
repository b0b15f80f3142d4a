/** What a step is fed besides its state: a batch and the masks of dropout, the same for the same seed and step. */
import type { Faces } from '../data';
import { type Mask, seededRandom, sizeOf } from '../graph';
import { type BatchOptions, makeBatch, type Targets } from './batches';

/** What stays the same from step to step. Can be sent to another thread. */
export interface PreparationPlan {
  faces: Faces;
  batch: Omit<BatchOptions, 'epoch'>;
  /** Heads that are trained. */
  heads: readonly string[];
  masks: readonly Pick<Mask, 'shape' | 'rate'>[];
}

export interface PreparationRequest {
  epoch: number;
  /** Steps done since the start of the run. */
  step: number;
  /** Faces of the batch. */
  places: Uint32Array;
}

export interface PreparedStep {
  /** [batch, channels, size, size] of the faces' form, 0 … 255 */
  pixels: Float32Array;
  /** By head. */
  targets: Record<string, Targets>;
  /** One a mask of the plan. */
  masks: Float32Array[];
}

/** Prepares steps in the order they are asked for, perhaps several at once. */
export interface Preparer {
  /** How many steps are worth asking for before they are needed. */
  readonly ahead: number;
  prepare(request: PreparationRequest): Promise<PreparedStep>;
  close(): Promise<void>;
}

export type CreatePreparer = (plan: PreparationPlan) => Preparer;

export function prepareStep(
  { faces, batch, heads, masks }: PreparationPlan,
  request: PreparationRequest,
): PreparedStep {
  const { epoch, step, places } = request;
  const { pixels, heads: targets } = makeBatch(faces, places, { ...batch, epoch });
  return {
    pixels,
    targets: Object.fromEntries(heads.map((head) => [head, targets[head as keyof typeof targets]])),
    masks: masks.map(({ shape, rate }, i) => dropoutMask(sizeOf(shape), rate, seededRandom(batch.seed, 3, step, i))),
  };
}

/** Prepares each step when it is needed. */
export const prepareHere: CreatePreparer = (plan) => ({
  ahead: 0,
  prepare: async (request) => prepareStep(plan, request),
  close: async () => {
    // Nothing is open.
  },
});

function dropoutMask(size: number, rate: number, random: ReturnType<typeof seededRandom>): Float32Array {
  const mask = new Float32Array(size);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) if (random.uniform() >= rate) mask[i] = kept;
  return mask;
}
