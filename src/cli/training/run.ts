/** Trains a network into a run's folder. */
import { existsSync } from 'node:fs';
import { countOf, type FaceSet, type Faces, formOf, type Split } from '../../data';
import { judgePredictions, predict } from '../../evaluate';
import { checkFolder, makeFolder, writeWhole } from '../../files/node';
import { headsOf, type Network, type Weights } from '../../graph';
import { defaultMix, packageModel } from '../../model';
import { packageCheckpoint } from '../../model/node';
import { networkTitle } from '../../nets/node';
import type { Device } from '../../runtime';
import { createSession } from '../../runtime/node';
import { type EpochResult, fit, readProgress } from '../../train';
import { interruption } from '../interruption';
import { sharesOf } from '../labelled/dataOptions';
import { bold, counted, print, progress, tell } from '../output';
import { refuseInputs, refuseInside } from '../targets';
import { addEvent, beginEvents, writeHistory } from './history';
import type { Plan } from './plan';
import { prepareTraining } from './prepared';
import { writeDataRecord } from './record';
import { reportOf } from './report';
import { holdRun, requireRoom } from './room';
import { keptCheckpoint, runFiles } from './runFiles';
import { trainedOnEntry } from './trainedOn';

/** What a run came to. */
export interface Outcome {
  run: string;
  history: readonly EpochResult[];
  /** Whether it was stopped before its last epoch. */
  stopped: boolean;
}

export interface RunOptions {
  /** The plan's faces, where they were read already. */
  sets?: FaceSet;
  /** Whether the run ends after these epochs, though its recipe has more. */
  endsAfter?(history: readonly EpochResult[]): boolean;
  /** Where the line of an epoch goes; it is printed, if not given. */
  tellEpoch?(line: string): void;
}

/** Trains as planned, or goes on with it, and leaves the model and its report in the run's folder. */
export async function trainRun(plan: Plan, options: RunOptions = {}): Promise<Outcome> {
  const { run } = plan;
  const held = await holdRun(run);
  try {
    return await trainHere(plan, options);
  } finally {
    held.release();
  }
}

/**
 * Throws a UsageError when a run would replace what it reads, or, unless it goes on, what others left in its folder. An
 * Error when nothing can be written there.
 */
export async function checkRun({ run, resume, recipe, recipeFile, record, initMap }: Plan) {
  await refuseInputs(
    Object.entries(runFiles(run))
      .filter(([name]) => !(resume && (name === 'recipe' || name === 'data')))
      .map(([, path]) => ({ what: '--out', path })),
    [record.data, record.votes, recipeFile, initMap, ...(resume ? [] : [recipe.init]), recipe.teacher],
  );
  await checkFolder(run);
  if (resume) return;
  await refuseInside({ what: '--out', path: run }, record.data);
  requireRoom(run);
}

async function trainHere(plan: Plan, { sets: known, endsAfter, tellEpoch = print }: RunOptions): Promise<Outcome> {
  const { run, resume, recipe, record, validation, device } = plan;
  const files = runFiles(run);
  await checkRun(plan);
  const { net, sets, faces, options } = await prepareTraining(plan, known);
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
  tell(
    `${networkTitle(recipe.model)}: ${counted(countOf(faces), 'face')}, ${counted(recipe.epochs, 'epoch')}, into ${run}`,
  );

  const interrupt = interruption('finishing this step …');
  let bar: ReturnType<typeof progress> | undefined;
  let isSame = !resume;
  let longer = plan.longer;
  try {
    const epochs = fit(net, faces, {
      ...options,
      checkpoint: files.checkpoint,
      saveEvery: plan.saveEvery,
      keep: (epoch) => (plan.keepEvery > 0 && epoch % plan.keepEvery === 0 ? keptCheckpoint(run, epoch) : undefined),
      provenance: trainedOnEntry(faces, { data: record.data, seed: Number(record.seed), shares: sharesOf(record) }),
      best: files.best,
      resume,
      signal: interrupt.signal,
      onStep: ({ epoch, step, steps, loss, facesPerSecond }) => {
        // Before its first step it may still be refused.
        if (longer !== undefined) tell(longer);
        longer = undefined;
        bar ??= progress(`epoch ${epoch + 1}`, steps);
        bar.update(step, `loss ${loss.toFixed(3)} · ${facesPerSecond.toFixed(0)} faces/s`);
        if (step < steps) return;
        bar.stop();
        bar = undefined;
      },
      validate: (weights) => validate(net, weights, sets[validation], device),
    });
    // A run that goes on may have ended before.
    for await (const result of history.length > 0 && endsAfter?.(history) ? [] : epochs) {
      if (!isSame) await keepRecord();
      isSame = true;
      history.push(result);
      await writeHistory(run, history);
      await addEvent(run, result);
      tellEpoch(plan.json ? JSON.stringify(result) : epochLine(result, validation));
      if (endsAfter?.(history)) break;
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

/** How right the averaged weights are on other faces, by the head that learned the labels. */
async function validate(net: Network, weights: Weights, faces: Faces, device: Device) {
  const session = await createSession(packageModel(net, weights, { mix: defaultMix, form: formOf(faces) }), { device });
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
    `loss ${loss.toFixed(3)}`,
    `accuracy ${percent(accuracy)}`,
    `${validation} ${percent(valAccuracy)}`,
    `FER+ ${percent(valFerplusAccuracy)}`,
    `${seconds.toFixed(0)} s`,
  ].join('  ');
}
