/**
 * Training and reading on a graphics card, on made-up faces: where its operators are, how long a step and an epoch take,
 * what takes the time, and whether losses are the processor's. What matters most comes first, as time may run out.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cameraAugmentation, type Faces, facePixels, faceSize } from '../src/data';
import {
  buildForTraining,
  initialWeights,
  input,
  measure,
  type Network,
  seededRandom,
  type Weights,
  writeOnnx,
} from '../src/graph';
import { defaultMix, packageModel } from '../src/model';
import { findNetwork, networks } from '../src/nets';
import type { Device, Resident } from '../src/runtime';
import { createResidentSession, createSession } from '../src/runtime/node';
import { median } from '../src/statistics';
import {
  type CreatePreparer,
  fit,
  nextOf,
  parseRecipe,
  prepareHere,
  prepareStep,
  stepFeeds,
  stepOf,
} from '../src/train';
import { workerPreparer } from '../src/train/node';
import { placementOf } from '../tools/placement';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Faces of an epoch of FER2013 without copies. */
const epochFaces = 28_006;

/** Faces with stripes that tell their class, which can be learned. */
function madeFaces(count: number): Faces {
  const random = seededRandom(5);
  const pixels = new Uint8Array(count * facePixels);
  for (let i = 0; i < pixels.length; i++) {
    const face = Math.floor(i / facePixels);
    const period = 2 * ((face % 7) + 1);
    const row = Math.floor((i % facePixels) / faceSize);
    pixels[i] = (row % period < period / 2 ? 120 : 0) + random.uniform() * 100;
  }
  return { pixels, labels: Uint8Array.from({ length: count }, (_, i) => i % 7), rows: new Uint32Array(count) };
}

interface TimedStep {
  /** Milliseconds until the call returns, and until the numbers are there, a step each. */
  returned: number;
  done: number;
}

/** A training step by itself, fed the same batch again and again. */
async function timeStep(
  net: Network,
  batchSize: number,
  steps: number,
  layout: 'NCHW' | 'NHWC' = 'NCHW',
  profile?: string,
): Promise<TimedStep> {
  const recipe = parseRecipe({ model: net.name, batchSize });
  const step = stepOf(net, recipe, { provider: 'webgpu' });
  const session = await createResidentSession(writeOnnx(step.model), {
    device: 'webgpu',
    layout,
    ...(profile !== undefined && { profile }),
  });
  const plan = {
    faces: madeFaces(batchSize),
    batch: { seed: 1, augmentation: cameraAugmentation },
    heads: step.heads,
    masks: step.masks,
  };
  const places = Uint32Array.from({ length: batchSize }, (_, i) => i);
  const prepared = prepareStep(plan, { epoch: 0, step: 0, places });
  const batch = stepFeeds(step, prepared, { recipe, learningRate: 1e-4, step: 0 });
  const state = new Map<string, Resident>();
  for (const [name, data] of step.initialState(1)) state.set(name, await session.upload({ dims: [data.length], data }));
  const run = async () => {
    const results = await session.run({ ...batch, ...Object.fromEntries(state) });
    session.release(step.state.map(({ name }) => state.get(name) as Resident));
    for (const { name } of step.state) state.set(name, results[nextOf(name)] as Resident);
    return results['report'] as Resident;
  };
  const read = async (report: Resident) => {
    const [numbers] = await session.read([report]);
    session.release([report]);
    return numbers?.[0];
  };
  try {
    for (let i = 0; i < Math.min(3, steps); i++) await read(await run());
    const started = performance.now();
    for (let i = 1; i < steps; i++) session.release([await run()]);
    const last = await run();
    const returned = performance.now() - started;
    await read(last);
    return { returned: returned / steps, done: (performance.now() - started) / steps };
  } finally {
    session.release(state.values());
    await session.close();
  }
}

/** An epoch through the whole training loop, or as much of it as the time allows. */
async function timeEpoch(
  net: Network,
  { batchSize, count, seconds }: { batchSize: number; count: number; seconds: number },
  createPreparer: CreatePreparer,
) {
  const recipe = parseRecipe({ model: net.name, batchSize, epochs: 2, warmupEpochs: 0.1 });
  const warm = Math.min(32, Math.floor(count / batchSize / 2));
  const stop = new AbortController();
  const began = performance.now();
  let [first, last, steps, total] = [0, 0, 0, 0];
  const options = { recipe, createSession, createResidentSession, device: 'webgpu', createPreparer } as const;
  const epochs = fit(net, madeFaces(count), {
    ...options,
    signal: stop.signal,
    onStep: (progress) => {
      // The first ones compile what they compute with.
      if (progress.step === warm) first = performance.now();
      [last, steps, total] = [performance.now(), progress.step, progress.steps];
      if (last - began > seconds * 1000) stop.abort();
    },
  });
  for await (const { seconds: took, loss } of epochs) {
    print(`  the first epoch of ${count} faces took ${took.toFixed(1)} s, loss ${(loss as number).toFixed(3)}`);
    break;
  }
  const perStep = (last - first) / (steps - warm);
  print(
    `  ${perStep.toFixed(1)} ms a step in the loop, ${((perStep * total) / 1000).toFixed(1)} s an epoch of ${count}`,
  );
}

/** What took the card's time in the last steps of a profile, by operator. */
function profiled(prefix: string): string[] {
  const folder = dirname(prefix);
  const files = readdirSync(folder).filter((name) => join(folder, name).startsWith(prefix));
  const lines: string[] = [];
  for (const file of files) {
    const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfileEvent[];
    for (const category of ['Api', 'Node']) {
      const times = new Map<string, { count: number; us: number }>();
      for (const { cat, dur = 0, name, args } of events) {
        if (cat !== category || (category === 'Node' && !name.endsWith('kernel_time'))) continue;
        const kind =
          category === 'Node' ? `${args?.op_name} ${args?.provider?.slice(0, 6)}` : name.replace(/&.*|_\d+/g, '');
        const { count, us } = times.get(kind) ?? { count: 0, us: 0 };
        times.set(kind, { count: count + 1, us: us + dur });
      }
      const all = [...times].sort(([, a], [, b]) => b.us - a.us);
      const sum = all.reduce((total, [, { us }]) => total + us, 0);
      if (all.length > 0) lines.push(`  ${category}: ${(sum / 1000).toFixed(1)} ms in all the steps of the profile`);
      for (const [kind, { count, us }] of all.slice(0, 14))
        lines.push(`    ${(us / 1000).toFixed(2).padStart(9)} ms ${String(count).padStart(6)} × ${kind}`);
    }
    rmSync(join(folder, file));
  }
  return lines;
}

interface ProfileEvent {
  cat: string;
  name: string;
  dur?: number;
  args?: { op_name?: string; provider?: string };
}

async function timeReading(net: Network, count: number, device: Device, layout: 'NCHW' | 'NHWC'): Promise<number> {
  const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), 1);
  const session = await createSession(packageModel(net, weights, { mix: defaultMix }), { device, layout });
  const pixels = { dims: [count, 1, faceSize, faceSize], data: Float32Array.from(madeFaces(count).pixels) };
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    const started = performance.now();
    await session.run({ pixels });
    if (i >= 5) times.push(performance.now() - started);
  }
  await session.close();
  return median(times);
}

/** Losses of the same steps on a device, from weights that are moved by chance where that is wished. */
async function losses(net: Network, { batchSize, steps }: Compared, device: Device, moved?: Moved): Promise<number[]> {
  const found: number[] = [];
  const stop = new AbortController();
  const recipe = parseRecipe({ model: net.name, batchSize, epochs: 2, warmupEpochs: 1 });
  const options = { recipe, createSession, createResidentSession, device, signal: stop.signal, stepsAtOnce: 1 };
  const faces = madeFaces(batchSize * (steps + 1));
  const initial = moved === undefined ? undefined : movedWeights(net, recipe.seed, moved);
  const onStep = ({ loss }: { loss: number }) => {
    if (found.push(loss) === steps) stop.abort();
  };
  for await (const _ of fit(net, faces, { ...options, ...(initial && { initial }), onStep }));
  return found;
}

interface Compared {
  batchSize: number;
  steps: number;
}

interface Moved {
  seed: number;
  /** By which share of itself each weight becomes larger or smaller. */
  by: number;
}

/** About what separates a single precision number from the next one, and ten times that: a sum of many is off by that. */
const shares = [1e-7, 1e-6];

/** The weights that training starts with, each a little larger or smaller, as rounding makes numbers. */
function movedWeights(net: Network, seed: number, { seed: chance, by }: Moved): Weights {
  const random = seededRandom(chance);
  const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), seed);
  return new Map(
    [...weights].map(([name, values]) => [
      name,
      values.map((value) => value * (1 + (random.uniform() < 0.5 ? -by : by))),
    ]),
  );
}

export interface GraphicsCardOptions {
  /** Small batches and few steps, to see that all of this works. */
  toy?: boolean;
  /** Seconds that all of it may take. */
  seconds: string;
  /** Names of parts, separated by commas; all of them, if not given. */
  only?: string;
}

interface Part {
  name: string;
  title: string;
  work(): Promise<void>;
}

/** What is measured, what matters most first. */
function partsOf(toy: boolean): Part[] {
  const compact = findNetwork('compact');
  const vggface = findNetwork('vggface-altered');
  const tiny = findNetwork('tiny');
  const trained = toy ? tiny : compact;
  const batchSize = toy ? 2 : 64;
  const steps = toy ? 2 : 40;
  const first = toy ? [tiny] : [compact, vggface];
  const others = networks.filter((net) => !first.includes(net) && net.name !== 'vggface');

  const placement = async (net: Network) => {
    const step = stepOf(net, parseRecipe({ model: net.name, batchSize: 2 }), { provider: 'webgpu' });
    const { nodes, onCpu, copies } = await placementOf(writeOnnx(step.model));
    print(`  ${net.name}: ${nodes} nodes, ${onCpu} on the processor, ${copies} Memcpy`);
  };
  const timed = async (net: Network, batch: number, count: number, layout: 'NCHW' | 'NHWC') => {
    const { returned, done } = await timeStep(net, batch, count, layout);
    const operations = (6 * measure(net).macs * batch) / (done / 1000);
    print(
      `  ${net.name}, ${batch} faces, channels ${layout === 'NCHW' ? 'first' : 'last'}: ${done.toFixed(2)} ms a step ` +
        `(the call returns after ${returned.toFixed(2)}), ${(operations / 1e12).toFixed(2)} TFLOPS, ` +
        `${((done * epochFaces) / batch / 1000).toFixed(1)} s for ${epochFaces} faces`,
    );
  };
  const profile = async (net: Network, batch: number, count: number) => {
    const prefix = join(tmpdir(), `card-${process.pid}-`);
    await timeStep(net, batch, count, 'NCHW', prefix);
    for (const line of profiled(prefix)) print(line);
  };
  /** Rounding grows from step to step, so the processor is compared with itself, too, and with a device. */
  const compareLosses = async (net: Network, draws: number, device?: Device) => {
    const few = net.name.startsWith('vggface') ? 4 : 16;
    const compared = { batchSize: toy ? 4 : few, steps: toy ? 3 : 20 };
    const cpu = await losses(net, compared, 'cpu');
    print(`  ${net.name}: ${cpu.length} steps from ${cpu[0]?.toFixed(4)} to ${cpu.at(-1)?.toFixed(4)}; apart at most`);
    const tell = (what: string, runs: number[][]) => {
      const apart = (upTo: number) =>
        Math.max(...runs.flatMap((run) => run.slice(0, upTo).map((loss, i) => Math.abs(loss - (cpu[i] as number)))));
      const counts = [1, 2, 5, 10, 20].filter((upTo) => upTo <= cpu.length);
      print(`    ${what}: ${counts.map((upTo) => `${apart(upTo).toExponential(1)} in ${upTo}`).join(', ')}`);
    };
    for (const by of shares) {
      const others: number[][] = [];
      for (let seed = 1; seed <= draws; seed++) others.push(await losses(net, compared, 'cpu', { seed, by }));
      tell(`the processor with weights moved by ${by} (${draws} ×)`, others);
    }
    if (device) tell('the card', [await losses(net, compared, device)]);
  };
  const compareCard = (net: Network) => compareLosses(net, net.name.startsWith('vggface') ? 1 : 3, 'webgpu');
  return [
    {
      name: 'operators',
      title: 'operators of a training step',
      work: () => each(first, placement),
    },
    {
      name: 'step',
      title: `${trained.name}, a step`,
      work: () => each(['NCHW', 'NHWC'] as const, (layout) => timed(trained, batchSize, steps, layout)),
    },
    ...(toy ? [] : [{ name: 'step-256', title: 'compact, a large step', work: () => timed(compact, 256, 20, 'NCHW') }]),
    {
      name: 'profile',
      title: `what takes the time of ${trained.name}'s step`,
      work: () => profile(trained, batchSize, toy ? 1 : 5),
    },
    ...(toy
      ? []
      : [
          {
            name: 'vggface-altered',
            title: 'vggface-altered, a step',
            work: () => each(['NCHW', 'NHWC'] as const, (layout) => timed(vggface, 32, 10, layout)),
          },
          {
            name: 'vggface-altered-profile',
            title: "what takes the time of vggface-altered's step",
            work: () => profile(vggface, 32, 3),
          },
        ]),
    {
      name: 'epoch',
      title: 'an epoch',
      work: async () => {
        const places = [join(dirname(fileURLToPath(import.meta.url)), 'batchWorker.mjs'), 'dist/batchWorker.js'];
        const file = places.find(existsSync);
        const threads = Math.min(6, Math.max(1, availableParallelism() - 1));
        const preparer = file === undefined ? prepareHere : workerPreparer({ file, threads });
        print(file === undefined ? '  batches made in this thread' : `  batches made in ${threads} threads`);
        await timeEpoch(trained, { batchSize, count: toy ? 6 * batchSize : epochFaces, seconds: 25 }, preparer);
      },
    },
    {
      name: 'losses',
      title: "losses, the processor's and the card's",
      work: () => each(toy ? [tiny] : [compact, tiny, vggface], compareCard),
    },
    {
      name: 'reading',
      title: `reading with ${trained.name}`,
      work: () =>
        each(toy ? [1, 2] : [1, 64], async (count) => {
          const times = {
            'the processor': await timeReading(trained, count, 'cpu', 'NHWC'),
            'the card': await timeReading(trained, count, 'webgpu', 'NHWC'),
            'the card, channels first': await timeReading(trained, count, 'webgpu', 'NCHW'),
          };
          const all = Object.entries(times).map(([where, ms]) => `${where} ${ms.toFixed(2)} ms`);
          print(`  ${count} faces: ${all.join(', ')}`);
        }),
    },
    {
      name: 'rounding',
      title: "losses, the processor's and its own with other rounding; needs no card",
      work: () => each(toy ? [tiny] : [findNetwork('lightface'), tiny], (net) => compareLosses(net, toy ? 2 : 8)),
    },
    ...(toy
      ? []
      : [
          { name: 'other-operators', title: 'operators of the other networks', work: () => each(others, placement) },
          { name: 'other-losses', title: 'losses of the other networks', work: () => each(others, compareCard) },
          {
            name: 'vggface',
            title: 'vggface',
            work: async () => {
              await placement(findNetwork('vggface'));
              await compareCard(findNetwork('vggface'));
            },
          },
        ]),
  ];
}

/** One after the other; where one fails, that is told and the next one has its turn. */
async function each<T>(things: readonly T[], work: (thing: T) => Promise<void>) {
  for (const thing of things)
    await work(thing).catch((error: Error) => print(`  ${nameOf(thing)} failed: ${error.message}`));
}

const nameOf = (thing: unknown) =>
  typeof thing === 'object' && thing !== null && 'name' in thing ? thing.name : String(thing);

export async function benchGraphicsCard({ toy = false, seconds, only }: GraphicsCardOptions) {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const parts = partsOf(toy);
  const names = only === undefined ? parts.map(({ name }) => name) : only.split(',');
  const unknown = names.find((name) => parts.every((part) => part.name !== name));
  if (unknown !== undefined)
    throw new Error(`unknown part "${unknown}"; available: ${parts.map(({ name }) => name).join(', ')}`);
  print(`${cpus().length} × ${cpus()[0]?.model.trim()}`);
  for (const { name, title, work } of parts.filter((part) => names.includes(part.name))) {
    const at = `[${elapsed().toFixed(0)} s]`;
    if (elapsed() > Number(seconds)) print(`${at} ${name}: no time left`);
    else {
      print(`${at} ${title}`);
      await work().catch((error: Error) => print(`  failed: ${error.message}`));
    }
  }
  print(`[${elapsed().toFixed(0)} s] done`);
}
