/** Trains a network into a run's folder. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { countOf, type FaceSet, type Faces, requireClasses, requireFaces, type Split, withoutCopies } from '../../data';
import { judgePredictions, predict } from '../../evaluate';
import { checkFolder, makeFolder, writeWhole } from '../../files/node';
import { headsOf, layersOf, type Network, type Weights } from '../../graph';
import { defaultMix, packageModel } from '../../model';
import { loadModel, packageCheckpoint, packageRoot } from '../../model/node';
import { loadNetwork } from '../../nets/node';
import type { Device } from '../../runtime';
import { createResidentSession, createSession } from '../../runtime/node';
import { type EpochResult, fit, RecipeError, readInitialMap, readInitialWeights, readProgress } from '../../train';
import { workerPreparer } from '../../train/node';
import { readDataset, sharesOf } from '../dataOptions';
import { interruption } from '../interruption';
import { predictAll } from '../judgement';
import { bold, counted, print, progress, table, tell } from '../output';
import { refuseInputs } from '../targets';
import { addEvent, beginEvents, keptCheckpoint, runFiles, writeHistory } from './folder';
import type { Plan } from './plan';
import { writeDataRecord } from './record';
import { reportOf } from './report';
import { trainedOnEntry } from './trainedOn';

/** What a run came to. */
export interface Outcome {
  run: string;
  history: readonly EpochResult[];
  /** Whether it was stopped before its last epoch. */
  stopped: boolean;
}

export async function trainRun(plan: Plan): Promise<Outcome> {
  const { run, resume, recipe, record, validation, device } = plan;
  const files = runFiles(run);
  const net = await loadNetwork(recipe.model);
  await refuseInputs(
    Object.entries(files)
      .filter(([name]) => !(resume && (name === 'recipe' || name === 'data')))
      .map(([, path]) => ({ what: '--out', path })),
    [record.data, record.votes, plan.initMap, ...(resume ? [] : [recipe.init]), recipe.teacher],
  );
  await checkFolder(run);
  const { sets } = await readDataset(record.data, record);
  tellAbsentClasses(sets, record.data);
  requireFaces(sets, validation, record.data);
  const faces = recipe.dedupe ? withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest) : sets.Training;
  const initial =
    recipe.init === '' || resume ? undefined : await initialWeights(net, recipe.init, faces, plan.initMap);
  const teacher = recipe.teacher === '' ? undefined : await readingsOf(recipe.teacher, net, faces);
  await makeFolder(run);
  const history = resume ? (await readProgress(files.checkpoint)).progress.history : [];
  // What was written after the checkpoint is done again; what was not written yet is added.
  await writeHistory(run, history);
  await beginEvents(run, history);
  const keepRecord = async () => {
    await writeWhole(files.recipe, `${JSON.stringify(recipe, null, 2)}\n`);
    await writeDataRecord(run, record);
  };
  // Of a run that goes on they are written once it is sure that it is the same.
  if (!resume) await keepRecord();
  tell(`${recipe.model}: ${counted(countOf(faces), 'face')}, ${counted(recipe.epochs, 'epoch')}, into ${run}`);

  const interrupt = interruption('finishing this step …');
  let bar: ReturnType<typeof progress> | undefined;
  let isSame = !resume;
  try {
    const epochs = fit(net, faces, {
      recipe,
      createSession,
      createResidentSession,
      ...(device === 'webgpu' && { createPreparer: workerPreparer(batchWorkers()) }),
      device,
      checkpoint: files.checkpoint,
      saveEvery: plan.saveEvery,
      keep: (epoch) => (plan.keepEvery > 0 && epoch % plan.keepEvery === 0 ? keptCheckpoint(run, epoch) : undefined),
      provenance: trainedOnEntry(faces, { data: record.data, seed: Number(record.seed), shares: sharesOf(record) }),
      best: files.best,
      resume,
      ...(initial && { initial }),
      ...(teacher && { teacher }),
      signal: interrupt.signal,
      onStep: ({ epoch, step, steps, loss, facesPerSecond }) => {
        bar ??= progress(`epoch ${epoch + 1}`, steps);
        bar.update(step, `loss ${loss.toFixed(3)} · ${facesPerSecond.toFixed(0)} faces/s`);
        if (step < steps) return;
        bar.stop();
        bar = undefined;
      },
      validate: (weights) => validate(net, weights, sets[validation], device),
    });
    for await (const result of epochs) {
      if (!isSame) await keepRecord();
      isSame = true;
      history.push(result);
      await writeHistory(run, history);
      await addEvent(run, result);
      print(plan.json ? JSON.stringify(result) : epochLine(result, validation));
    }
  } finally {
    bar?.stop();
    interrupt.end();
  }
  const stopped = interrupt.signal.aborted;
  const model = await packageCheckpoint(
    recipe.checkpoint !== 'last' && existsSync(files.best) ? files.best : files.checkpoint,
  );
  await writeWhole(files.model, model);
  if (stopped)
    tell(
      `stopped; everything up to this step is in ${files.checkpoint}, the model so far is ${files.model}. Go on with: feeling train --resume ${run}`,
    );
  else {
    const report = await reportOf({ run, recipe, history, model, data: record.data, faces, sets, validation });
    await writeWhole(files.report, report, { secret: true });
    tell(`the model is ${files.model}, its report ${files.report}`);
  }
  return { run, history, stopped };
}

/** Batches for a graphics card are made by the processor's cores, but for one that feeds the card. */
const batchWorkers = () => ({
  file: join(packageRoot(), 'dist', 'batchWorker.js'),
  threads: Math.max(1, Math.min(6, availableParallelism() - 1)),
});

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
async function readingsOf(source: string, net: Network, faces: Faces) {
  const bytes = await loadModel(source, 'expression').catch((error: Error) => {
    throw new RecipeError(`--teacher: ${error.message}`);
  });
  const { fer2013, ferplus } = await predictAll(bytes, faces, 'Training', true);
  if (ferplus) return { fer2013, ferplus };
  if (headsOf(net).includes('ferplus'))
    throw new RecipeError(`${source}: has no head for FER+'s votes, which the teacher of ${net.name} needs`);
  return { fer2013 };
}

/** How right the averaged weights are on other faces, by the head that learned the labels. */
async function validate(net: Network, weights: Weights, faces: Faces, device: Device) {
  const session = await createSession(packageModel(net, weights, { mix: defaultMix }), { device });
  try {
    const predictions = await predict(session, faces);
    const { accuracy, nll, macroF1 } = judgePredictions(predictions, faces, 'fer2013', 'own');
    const head = headsOf(net).includes('ferplus') ? 'own' : 'reading';
    return {
      valLoss: nll,
      valAccuracy: accuracy,
      valMacroF1: macroF1,
      ...(faces.votes && { valFerplusAccuracy: judgePredictions(predictions, faces, 'ferplus', head).accuracy }),
    };
  } finally {
    await session.close();
  }
}

function epochLine(result: EpochResult, validation: Split): string {
  const { epoch, seconds, loss, accuracy, valAccuracy, valFerplusAccuracy } = result;
  const percent = (value: number | undefined) =>
    (value === undefined ? '–' : `${(value * 100).toFixed(2)} %`).padStart(7);
  return [
    bold(`epoch ${String(epoch).padStart(3)}`),
    `loss ${(loss as number).toFixed(3)}`,
    `accuracy ${percent(accuracy)}`,
    `${validation} ${percent(valAccuracy)}`,
    `FER+ ${percent(valFerplusAccuracy)}`,
    `${seconds.toFixed(0)} s`,
  ].join('  ');
}
