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

/** Milliseconds for which the camera's frames may wait. */
const tooLong = 500;
/** A card so many times as slow in finding faces is not asked to search a whole photo, for which it may take minutes. */
const hopeless = 4;

/** Does each work on both devices for a quarter of a second, after a first time that does not count; a slow card less often. */
export async function measureSpeeds(
  measuredOn: string,
  tasks: Record<Device, Record<Work, () => Promise<unknown>>>,
  inTurn: (task: () => Promise<unknown>) => Promise<unknown>,
  clock: () => number = () => performance.now(),
): Promise<Speeds> {
  const onCard = async (task: () => Promise<unknown>) => {
    // Not in turn: networks are compiled in a card's first run of a work, and the camera's frames must not wait for that.
    let once = await lasting(task, clock);
    if (once > tooLong) once = await lasting(task, clock);
    return once > tooLong ? once : timed(task, inTurn, clock);
  };
  const both = async (work: Work) => ({
    cpu: await timed(tasks.cpu[work], inTurn, clock),
    webgpu: await onCard(tasks.webgpu[work]),
  });
  const [find, readFew, readMany] = [await both('find'), await both('readFew'), await both('readMany')];
  const search = find.webgpu > hopeless * find.cpu ? find : await both('search');
  return { measuredOn, find, search, readFew, readMany };
}

async function lasting(task: () => Promise<unknown>, clock: () => number): Promise<number> {
  const started = clock();
  await task();
  return clock() - started;
}

/** Milliseconds of a task, each run of which waits for its turn; that it waits does not count. */
async function timed(
  task: () => Promise<unknown>,
  inTurn: (task: () => Promise<unknown>) => Promise<unknown>,
  clock: () => number,
): Promise<number> {
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
