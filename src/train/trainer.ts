/** A network made ready to be trained: its step, its batches and what computes them. */
import { countOf, type Faces, formOf } from '../data';
import { type Network, type Weights, writeOnnx } from '../graph';
import {
  type CreateResidentSession,
  type CreateSession,
  convolutionBlock,
  type Device,
  residentInMemory,
} from '../runtime';
import { countBatches, epochOrder, type Teacher } from './batches';
import { type CreatePreparer, type PreparedStep, prepareHere } from './prepare';
import { type Recipe, RecipeError } from './recipe';
import { batchesOf, stepOf } from './recipeStep';
import { openStep } from './residentStep';
import type { State } from './state';

export interface TrainerOptions {
  recipe: Recipe;
  createSession: CreateSession;
  device?: Device;
  /** Keeps the state on the device from step to step. Without it, it is brought there and back at every step. */
  createResidentSession?: CreateResidentSession;
  /** Prepares batches; in this thread, if not given. */
  createPreparer?: CreatePreparer;
  /** Weights to start from instead of random ones, by parameter. */
  initial?: Weights;
  /** Probabilities of the recipe's teacher for each face, by head. Needed where the recipe has a teacher. */
  teacher?: Teacher['heads'];
}

/**
 * Throws a RecipeError when the recipe needs a teacher that is not given, freezes what is not there, or has larger batches
 * than there are faces.
 */
export async function createTrainer(net: Network, faces: Faces, options: TrainerOptions) {
  const { recipe, createSession, createResidentSession, device = 'cpu', teacher } = options;
  const { batchSize, seed } = recipe;
  const stepsPerEpoch = countBatches(faces, batchSize);
  if (stepsPerEpoch === 0)
    throw new RecipeError(`train: ${countOf(faces)} faces do not fill one batch of ${batchSize}`);
  if (recipe.teacher !== '' && !teacher) throw new RecipeError('recipe: teacher needs its readings of the faces');
  const step = stepOf(
    net,
    recipe,
    {
      block: device === 'cpu' ? await convolutionBlock(createSession) : 0,
      provider: device,
    },
    formOf(faces),
  );
  return {
    step,
    stepsPerEpoch,
    /** Brings the state to the device; whoever calls this closes it. */
    async begin(start: State) {
      const model = writeOnnx(step.model);
      const session = createResidentSession
        ? await createResidentSession(model, { device })
        : residentInMemory(await createSession(model, { device }));
      const opened = await openStep(session, step, start);
      const preparer = (options.createPreparer ?? prepareHere)({
        faces,
        batch: batchesOf(faces, step.heads, recipe, teacher),
        heads: step.heads,
        masks: step.masks.map(({ shape, rate }) => ({ shape, rate })),
      });
      let order: { epoch: number; places: Uint32Array } = { epoch: -1, places: new Uint32Array() };
      const prepare = (at: number): Promise<PreparedStep> => {
        const epoch = Math.floor(at / stepsPerEpoch);
        if (order.epoch !== epoch) order = { epoch, places: epochOrder(countOf(faces), seed, epoch) };
        const from = (at % stepsPerEpoch) * batchSize;
        return preparer.prepare({ epoch, step: at, places: order.places.slice(from, from + batchSize) });
      };
      return {
        ...opened,
        /** The batches of the steps from `first` to before `last`, asked for in this order. */
        batches: (first: number, last: number) => inAdvance(first, last, preparer.ahead, prepare),
        async close() {
          await preparer.close();
          await session.close();
        },
      };
    },
  };
}

/** Asks for things before they are needed, `ahead` of them. */
function inAdvance<T>(first: number, last: number, ahead: number, make: (at: number) => Promise<T>) {
  const made = new Map<number, Promise<T>>();
  let asked = first;
  return (at: number): Promise<T> => {
    for (; asked < last && asked <= at + ahead; asked++) {
      const promise = make(asked);
      // Whoever comes for it is told.
      promise.catch(() => undefined);
      made.set(asked, promise);
    }
    const promise = made.get(at) as Promise<T>;
    made.delete(at);
    return promise;
  };
}
