/** How long the networks take on this device's processor and on its graphics card, and which of the two is to do what. */
import * as v from 'valibot';
import type { FaceFinder } from '../face';
import type { Frame } from '../media';
import { type Classifier, classifierSize } from '../model';
import type { Device } from '../runtime';
import { median } from '../statistics';

/** Finding faces in a camera's frame, searching a photo with its far range, reading one or two faces, reading several. */
export const works = ['find', 'search', 'readFew', 'readMany'] as const;
export type Work = (typeof works)[number];
/** So many faces at once are few. */
const few = 2;

type Task = () => Promise<unknown>;
/** Runs a task when it is its turn. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;
export const atOnce: InTurn = (task) => task();
type Clock = () => number;
const now: Clock = () => performance.now();

const milliseconds = v.object({ cpu: v.number(), webgpu: v.number() });

/** Medians in ms, and what they were measured on. */
export const speedsSchema = v.object({
  measuredOn: v.string(),
  find: milliseconds,
  search: milliseconds,
  readFew: milliseconds,
  readMany: milliseconds,
});
export type Speeds = v.InferOutput<typeof speedsSchema>;

export type Choice = Record<Work, Device>;

/** A graphics card has to be clearly faster: what it takes from other programs and from the battery is not seen here. */
const clearly = 0.9;

export const fasterOf = ({ cpu, webgpu }: Record<Device, number>): Device =>
  webgpu < clearly * cpu ? 'webgpu' : 'cpu';

export const choose = (speeds: Speeds): Choice => choiceOf((work) => fasterOf(speeds[work]));

/**
 * Whether one thread with the card, which does each work where it is faster, beats so many threads of the processor, in
 * videos as in photos. Threads do not hold each other up here, as they do a little in truth.
 */
export function beatsThreads(speeds: Speeds, threads: number): boolean {
  const choice = choose(speeds);
  return (['find', 'search'] as const).every((finding) => {
    const sum = (milliseconds: (work: Work) => number) => milliseconds(finding) + milliseconds('readFew');
    const cpu = sum((work) => speeds[work].cpu) / threads;
    return fasterOf({ cpu, webgpu: sum((work) => speeds[work][choice[work]]) }) === 'webgpu';
  });
}

export const onlyOn = (device: Device): Choice => choiceOf(() => device);

const choiceOf = (deviceFor: (work: Work) => Device) =>
  Object.fromEntries(works.map((work) => [work, deviceFor(work)])) as Choice;

/** The milliseconds and the runs after which it is enough. */
const [enough, most] = [250, 30];

/** Milliseconds for which the camera's frames may wait. */
const tooLong = 500;
/** A card so many times as slow in finding faces is not asked to search a whole photo, for which it may take minutes. */
const hopeless = 4;

/** Does each work on both devices for a quarter of a second, after a first time that does not count; a slow card less often. */
export async function measureSpeeds(
  measuredOn: string,
  tasks: Record<Device, Record<Work, Task>>,
  inTurn: InTurn,
  clock: Clock = now,
): Promise<Speeds> {
  const both = (work: Work) => measureTask({ cpu: tasks.cpu[work], webgpu: tasks.webgpu[work] }, inTurn, clock);
  const [find, readFew, readMany] = [await both('find'), await both('readFew'), await both('readMany')];
  const search = find.webgpu > hopeless * find.cpu ? find : await both('search');
  return { measuredOn, find, search, readFew, readMany };
}

/** The same for one work. */
export const measureTask = async (
  task: Record<Device, Task>,
  inTurn: InTurn = atOnce,
  clock: Clock = now,
): Promise<Record<Device, number>> => ({
  cpu: await timed(task.cpu, inTurn, clock),
  webgpu: await timedOnCard(task.webgpu, inTurn, clock),
});

async function timedOnCard(task: Task, inTurn: InTurn, clock: Clock): Promise<number> {
  // Not in turn: networks are compiled in a card's first run of a work, and the camera's frames must not wait for that.
  let once = await lasting(task, clock);
  if (once > tooLong) once = await lasting(task, clock);
  return once > tooLong ? once : timed(task, inTurn, clock);
}

async function lasting(task: Task, clock: Clock): Promise<number> {
  const started = clock();
  await task();
  return clock() - started;
}

/** Milliseconds of a task, each run of which waits for its turn; that it waits does not count. */
async function timed(task: Task, inTurn: InTurn, clock: Clock): Promise<number> {
  await inTurn(task);
  const times: number[] = [];
  let all = 0;
  while (times.length < most && all < enough)
    await inTurn(async () => {
      const took = await lasting(task, clock);
      times.push(took);
      all += took;
    });
  return median(times);
}

export const blackFrame = (width: number, height: number): Frame => ({
  data: new Uint8Array(width * height * 4),
  ...{ width, height, time: 0 },
});

/** What is timed: networks take as long with black pictures as with any. */
export function tasksOf({
  classifier,
  photo,
  find,
}: {
  classifier: Classifier;
  /** Finds the faces of a photo. */
  photo: FaceFinder;
  /** Finds those of a frame. */
  find: Task;
}): Record<Work, Task> {
  const large = blackFrame(640, 480);
  const faces = (count: number) => Array.from({ length: count }, () => new Float32Array(classifierSize ** 2));
  return {
    find,
    search: () => photo.detect(large),
    readFew: () => classifier.read(faces(1)),
    readMany: () => classifier.read(faces(5)),
  };
}

/** Reads few faces with one and several with another, which is the same network on another device. */
export const dividedClassifier = <Faces extends { readonly length: number }>(
  forFew: Classifier<Faces>,
  forMany: Classifier<Faces>,
): Classifier<Faces> => ({
  ...(forFew.input && { input: forFew.input }),
  read: (faces) => (faces.length > few ? forMany : forFew).read(faces),
  close: async () => {
    await Promise.all([...new Set([forFew, forMany])].map((classifier) => classifier.close()));
  },
});
