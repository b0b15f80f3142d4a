/** What a plan's training needs besides its recipe: the network, the faces, what it starts from and learns from. */
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type FaceForm,
  type FaceSet,
  type Faces,
  requireClasses,
  requireFaces,
  usualForm,
  withoutCopies,
} from '../../data';
import { headsOf, layersOf, type Network, type Weights } from '../../graph';
import { formOfModel } from '../../model';
import { loadModel, packageRoot } from '../../model/node';
import { loadNetwork } from '../../nets/node';
import { createResidentSession, createSession, requireGraphicsCard } from '../../runtime/node';
import { type Recipe, RecipeError, readInitialMap, readInitialWeights, type TrainerOptions } from '../../train';
import { workerPreparer } from '../../train/node';
import { readDataset } from '../labelled/dataOptions';
import { predictAll } from '../labelled/predictAll';
import { table, tell } from '../output';
import type { Plan } from './plan';

export interface PreparedTraining {
  net: Network;
  sets: FaceSet;
  /** Those that are trained on. */
  faces: Faces;
  options: TrainerOptions;
}

/**
 * Tells what matters of it on stderr.
 *
 * sets the plan's faces, where they were read already
 */
export async function prepareTraining(plan: Plan, sets?: FaceSet): Promise<PreparedTraining> {
  const { recipe, record, validation, device, resume } = plan;
  if (device === 'webgpu') await requireGraphicsCard();
  const net = await loadNetwork(recipe.model);
  const all = sets ?? (await readTrainingFaces(plan, formFor(recipe, net)));
  requireFaces(all, validation, record.data);
  const faces = trainedOf(all, recipe);
  const initial =
    recipe.init === '' || resume ? undefined : await initialWeights(net, recipe.init, faces, plan.initMap);
  const teacher = recipe.teacher === '' ? undefined : await readingsOf(plan, net, faces);
  return {
    net,
    sets: all,
    faces,
    options: {
      recipe,
      createSession,
      createResidentSession,
      ...(device === 'webgpu' && { createPreparer: workerPreparer(batchWorkers()) }),
      device,
      ...(initial && { initial }),
      ...(teacher && { teacher }),
    },
  };
}

/** The faces that are trained on. */
const trainedOf = (sets: FaceSet, { dedupe }: Recipe): Faces =>
  dedupe ? withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest) : sets.Training;

/** The form in which faces are wanted; undefined for 48 × 48 grey, and for a network whose input is no square. */
export function formFor({ detail }: Pick<Recipe, 'detail'>, { input }: Network): FaceForm | undefined {
  const [channels, height, width] = input;
  if (!detail) return undefined;
  if ((channels !== 1 && channels !== 3) || height === undefined || height !== width) return undefined;
  return channels === usualForm.channels && height === usualForm.size ? undefined : { channels, size: height };
}

/** The faces of a plan; what is not among them is told. */
export async function readTrainingFaces(
  { record }: Pick<Plan, 'record'>,
  form: FaceForm | undefined,
): Promise<FaceSet> {
  const { sets } = await readDataset(record.data, record, { form });
  tellAbsentClasses(sets, record.data);
  return sets;
}

/** Training can do without a class, but whoever trains should know. */
function tellAbsentClasses(sets: FaceSet, source: string) {
  const absent = requireClasses(sets, 'Training', source);
  if (absent.length > 0)
    tell(
      `there are no training faces of ${absent.join(', ')}: the model will hardly ever read ${absent.length === 1 ? 'it' : 'them'}`,
    );
}

/** Weights to start from, after telling which layers they are for. */
async function initialWeights(
  net: Network,
  source: string,
  faces: Faces,
  mapFile: string | undefined,
): Promise<Weights> {
  const map = mapFile === undefined ? {} : await readInitialMap(mapFile);
  const { weights, matched, missing, misfits, unused } = await readInitialWeights(net, source, {
    map,
    faces,
    createSession,
  });
  tell(`from ${basename(source)}: ${matched.join(', ')}`);
  if (missing.length > 0) tell(`not in it, so random: ${missing.join(', ')}`);
  for (const misfit of misfits) tell(`random, as ${misfit}`);
  if (mapFile === undefined && (missing.length === 0 || unused.length === 0)) return weights;
  const fate = (layer: string) => {
    if (matched.includes(layer)) return map[layer] ?? layer;
    return missing.includes(layer) ? '– (random)' : `${map[layer] ?? layer} (another size, so random)`;
  };
  const rows = layersOf(net).map(({ name }) => [name, fate(name)]);
  tell(table(['layer', `in ${basename(source)}`], [...rows, ...unused.map((name) => ['– (not used)', name])]));
  return weights;
}

/** What a teacher sees in each face, with its mirror image. Throws a RecipeError when it lacks a head that learns from it. */
async function readingsOf(plan: Plan, net: Network, faces: Faces) {
  const { recipe, record } = plan;
  const { teacher: source } = recipe;
  const bytes = await loadModel(source, 'expression').catch((error: Error) => {
    throw new RecipeError(`--teacher: ${error.message}`);
  });
  const form = formOfModel(bytes);
  // It reads the pictures as it would anywhere: larger, or in colour, where the network that learns from it does not.
  const seen = isDeepStrictEqual(form, formFor(recipe, net))
    ? faces
    : trainedOf((await readDataset(record.data, record, { form })).sets, recipe);
  const { fer2013, ferplus } = await predictAll(bytes, seen, 'Training', true);
  if (ferplus) return { fer2013, ferplus };
  if (headsOf(net).includes('ferplus'))
    throw new RecipeError(`${source}: has no head for FER+'s votes, which the teacher of ${net.name} needs`);
  return { fer2013 };
}

/** Batches for a graphics card are made by the processor's cores, but for one that feeds the card. */
const batchWorkers = () => ({
  file: join(packageRoot(), 'dist', 'batchWorker.js'),
  threads: Math.max(1, Math.min(6, availableParallelism() - 1)),
});
