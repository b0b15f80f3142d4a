/** How long the networks take on this device's processor and on its graphics card, and which of the two is to do what. */
import * as v from 'valibot';
import type { Device } from '../../src/runtime';
import { median } from '../../src/statistics';

/** Finding faces in a camera's frame, searching a photo with its far range, reading one or two faces, reading several. */
export const works = ['find', 'search', 'readFew', 'readMany'] as const;
export type Work = (typeof works)[number];
/** So many faces at once are few. */
export const few = 2;

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

export const choose = (speeds: Speeds): Choice =>
  choiceOf((work) => (speeds[work].webgpu < clearly * speeds[work].cpu ? 'webgpu' : 'cpu'));

export const onlyOn = (device: Device): Choice => choiceOf(() => device);

const choiceOf = (deviceFor: (work: Work) => Device) =>
  Object.fromEntries(works.map((work) => [work, deviceFor(work)])) as Choice;

/** The milliseconds and the runs after which it is enough. */
const [enough, most] = [250, 30];

/** Does each work on both devices for a quarter of a second, after a first time that does not count. */
export async function measureSpeeds(
  measuredOn: string,
  tasks: Record<Device, Record<Work, () => Promise<unknown>>>,
  clock: () => number = () => performance.now(),
): Promise<Speeds> {
  const measured: Partial<Record<Work, v.InferOutput<typeof milliseconds>>> = {};
  for (const work of works)
    measured[work] = { cpu: await timed(tasks.cpu[work], clock), webgpu: await timed(tasks.webgpu[work], clock) };
  return { measuredOn, ...(measured as Omit<Speeds, 'measuredOn'>) };
}

async function timed(task: () => Promise<unknown>, clock: () => number): Promise<number> {
  await task();
  const times: number[] = [];
  const begun = clock();
  while (times.length < most && clock() - begun < enough) {
    const started = clock();
    await task();
    times.push(clock() - started);
  }
  return median(times);
}
