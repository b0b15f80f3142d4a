/** Trains away from the page, with what it computed kept in the browser after every epoch. */
import { countOf, DataError, type FaceSet, type Faces, requireClasses, withoutCopies } from '../../src/data';
import { emotions } from '../../src/emotion';
import { judgePredictions, predict } from '../../src/evaluate';
import { measure, readOnnx, type Weights } from '../../src/graph';
import { defaultMix, exportModel, packageModel } from '../../src/model';
import { findNetwork, networks } from '../../src/nets';
import type { Device } from '../../src/runtime';
import { type Backend, loadWasmBackend } from '../../src/runtime/browser';
import {
  averagesIn,
  createTrainer,
  DivergedError,
  type Keeper,
  type Progress,
  parseRecipe,
  type State,
  type TrainingStep,
  trainEpochs,
} from '../../src/train/browser';
import { chooseBackend, trainingOn } from './device';
import { readChosen } from './faces';
import type { ExportFormat, FromTrainer, Refusal, RunInfo, Source, ToTrainer, TrainableNetwork } from './messages';
import { NotKeptError, openRunStore, type RunBegun, type RunReached, type RunStore } from './store';

const send = (message: FromTrainer, transfer: Transferable[] = []) => postMessage(message, { transfer });

/** Networks with more multiplications for a face than this take days here. */
const mostMacs = 150e6;
/** Seconds after which a run is kept in the middle of an epoch. */
const saveEvery = 60;

/** What the page asked to refuse, rather than a fault. */
class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.kind);
  }
}

let options: { ort: string; device: 'auto' | Device } | undefined;
let store: RunStore | undefined;
let run: (RunBegun & RunReached) | undefined;
/** Of the training that was asked for last, from the moment of asking: a pause that comes while it is prepared counts. */
let pausing = new AbortController();

let queue: Promise<unknown> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<ToTrainer>) => {
  // Whoever trains now is told at once; the rest waits for its turn.
  if (data.type === 'pause') return pausing.abort();
  if (data.type === 'begin' || data.type === 'resume') pausing = new AbortController();
  const { signal } = pausing;
  queue = queue
    .then(() => handle(data, signal))
    .catch((error: unknown) => send({ type: 'refused', refusal: refusalOf(error) }));
});

async function handle(message: Exclude<ToTrainer, { type: 'pause' }>, signal: AbortSignal) {
  switch (message.type) {
    case 'open':
      return open(message);
    case 'begin':
      await begin(message.source, message.network, message.epochs);
      return train(signal);
    case 'resume':
      return train(signal);
    case 'evaluate':
      return evaluate();
    case 'export':
      return exportAs(message.format);
    case 'forget':
      await store?.forget();
      run = undefined;
      return send({ type: 'forgotten' });
  }
}

async function open({ base, device }: { base: string; device: 'auto' | Device }) {
  options = { ort: new URL('ort/', base).href, device };
  await takeRun();
  store = await openRunStore();
  run = await store.read();
  send({ type: 'opened', networks: trainable(), run: run && infoOf(run) });
}

/**
 * One tab at a time has the run: waits for this worker's turn, which comes when the other tab's worker ends. A page that
 * is loaded again may still find the worker it had before.
 */
async function takeRun() {
  const { locks } = navigator;
  const name = 'feeling-training';
  if ((await locks.query()).held?.some((lock) => lock.name === name)) send({ type: 'elsewhere' });
  await new Promise<void>((resolve, reject) => {
    const forEver = new Promise<never>(() => {});
    locks
      .request(name, () => {
        resolve();
        return forEver;
      })
      .catch(reject);
  });
}

const trainable = (): TrainableNetwork[] =>
  networks
    .map((net) => ({ name: net.name, ...measure(net) }))
    .filter(({ macs }) => macs <= mostMacs)
    .map(({ name, parameters, macs }) => ({ name, parameters, macs }))
    .sort((a, b) => a.macs - b.macs);

const stepsPerEpoch = ({ recipe, sets }: RunBegun) => Math.floor(countOf(sets.Training) / recipe.batchSize);

function infoOf(whole: RunBegun & Pick<RunReached, 'progress'>): RunInfo {
  const { recipe, source, copies, broken, sets, progress } = whole;
  return {
    network: recipe.model,
    epochs: recipe.epochs,
    source,
    counts: {
      training: countOf(sets.Training),
      validation: countOf(sets.PublicTest),
      heldOut: countOf(sets.PrivateTest),
    },
    copies,
    broken,
    history: progress.history,
    step: progress.step,
    stepsPerEpoch: stepsPerEpoch(whole),
  };
}

/** Reads the faces and keeps the run's start. */
async function begin(source: Source, network: string, epochs: number) {
  const recipe = parseRecipe({ model: network, epochs });
  const { sets: all, source: name, broken } = await readChosen(source, (faces) => send({ type: 'reading', faces }));
  // Before copies are left out: that may leave no face at all, which would be told as too few.
  const [label, ...others] = new Set(all.Training.labels);
  if (label !== undefined && others.length === 0)
    throw new RefusedError({ kind: 'oneClass', found: emotions[label] as string });
  const sets: FaceSet = { ...all, Training: withoutCopies(all.Training, all.PublicTest, all.PrivateTest) };
  const copies = countOf(all.Training) - countOf(sets.Training);
  requireEnough(sets, recipe.batchSize, name);
  const begun: RunBegun = { recipe, source: name, copies, broken, sets };
  const net = findNetwork(network);
  const { createSession } = await loadWasmBackend(needed(options).ort);
  const { step } = await createTrainer(net, sets.Training, { recipe, createSession });
  const state = step.initialState(recipe.seed);
  const reached = reachedBy(network, step, state, { step: 0, sums: {}, history: [] });
  await needed(store).begin(begun, reached);
  run = { ...begun, ...reached };
}

function requireEnough(sets: FaceSet, batchSize: number, source: string) {
  const got = countOf(sets.Training);
  if (got < batchSize) throw new RefusedError({ kind: 'tooFew', needed: batchSize, got });
  requireClasses(sets, 'Training', source);
  if (countOf(sets.PublicTest) === 0) throw new RefusedError({ kind: 'noValidation' });
}

function reachedBy(network: string, step: TrainingStep, state: State, progress: Progress): RunReached {
  const weights = averagesIn([...step.state, ...step.fixed], state);
  return { progress, state, model: packageModel(findNetwork(network), weights, { mix: defaultMix }) };
}

async function train(signal: AbortSignal) {
  const current = needed(run);
  const { recipe, sets } = current;
  const net = findNetwork(recipe.model);
  const { backend, stepsAtOnce } = await chooseBackend(needed(options).ort, needed(options).device, {
    net,
    faces: sets.Training,
    recipe,
  });
  let built: TrainingStep | undefined;
  const reach = async (state: State, progress: Progress) => {
    const reached = reachedBy(recipe.model, needed(built), state, progress);
    await needed(store).reach(reached);
    run = { ...current, ...reached };
  };
  const keeper: Keeper = {
    begin: async (step) => {
      built = step;
      return { state: current.state, progress: current.progress };
    },
    saveStep: reach,
    saveEpoch: reach,
  };
  send({ type: 'training', run: infoOf(current), device: backend.device });
  const epochs = trainEpochs(net, sets.Training, {
    recipe,
    ...trainingOn(backend),
    stepsAtOnce,
    keeper,
    saveEvery,
    signal,
    validate: (weights) => validate(recipe.model, weights, sets.PublicTest, backend),
    onStep: ({ epoch, step, steps, loss, facesPerSecond }) =>
      send({ type: 'step', step: epoch * steps + step, loss, facesPerSecond }),
  });
  for await (const _ of epochs) send({ type: 'epoch', run: infoOf(needed(run)) });
  send({ type: 'stopped', run: infoOf(needed(run)) });
}

async function judge(model: Uint8Array, faces: Faces, { createSession }: Pick<Backend, 'createSession'>) {
  const session = await createSession(model);
  try {
    return judgePredictions(await predict(session, faces), faces, 'fer2013', 'own');
  } finally {
    await session.close();
  }
}

/** As the command does: the averaged weights, by the head that learned the labels. */
async function validate(network: string, weights: Weights, faces: Faces, backend: Backend) {
  const model = packageModel(findNetwork(network), weights, { mix: defaultMix });
  const { nll, accuracy, macroF1 } = await judge(model, faces, backend);
  return { valLoss: nll, valAccuracy: accuracy, valMacroF1: macroF1 };
}

async function evaluate() {
  const { model, sets } = needed(run);
  const backend = await loadWasmBackend(needed(options).ort);
  const { accuracy, macroF1, classes, confusion } = await judge(model, sets.PrivateTest, backend);
  const faces = countOf(sets.PrivateTest);
  send({ type: 'judged', judgement: { faces, accuracy, macroF1, classes, confusion } });
}

async function exportAs(format: ExportFormat) {
  const { model, recipe } = needed(run);
  const bytes =
    format === 'onnx'
      ? Uint8Array.from(model)
      : Uint8Array.from(await exportModel(readOnnx(model), { format, precision: 'fp32' }));
  const name = `feeling-${recipe.model}-trained.${format}`;
  send({ type: 'file', format, name, bytes: bytes.buffer }, [bytes.buffer]);
}

function refusalOf(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedError) return error.refusal;
  if (error instanceof NotKeptError) return { kind: 'notKept' };
  if (error instanceof DivergedError) return { kind: 'diverged' };
  // What would help on the command line is of no help here.
  if (error instanceof DataError)
    return { kind: 'data', reason: reason.replace(/;[^;]*--.*$/s, ''), fault: error.fault };
  return { kind: 'failed', reason };
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing was begun yet');
  return value;
}
