/** An archive: recordings that were submitted with the same options into one folder, and how far they are. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as v from 'valibot';
import { isObjectAddress } from '../store/node';
import { type Client, QueueError } from './connection';
import { objectStore, resultFolder } from './resultFolder';

/** All keys have this beginning; the braces keep them on one node of a cluster. */
export const prefix = '{feeling}';
const key = (...parts: string[]) => [prefix, ...parts].join(':');

const archiveSchema = v.object({
  id: v.string(),
  /** The release that the work is for. */
  version: v.string(),
  /** The folder of results, and the file of options in it, by which a worker knows that it sees the same folder. */
  out: v.string(),
  settings: v.object({ path: v.string(), hash: v.string() }),
  /** A recording of each place that was named, which workers must see too, and its length. */
  samples: v.array(v.object({ path: v.string(), bytes: v.number() })),
});
export type Archive = v.InferOutput<typeof archiveSchema>;

/** What is known of an archive's progress. */
export interface Sums {
  /** Jobs and bytes that were submitted and that are done. */
  units: number;
  doneUnits: number;
  size: number;
  doneSize: number;
  recordings: number;
  doneRecordings: number;
  /** Frames that were read, and milliseconds of reading. */
  frames: number;
  milliseconds: number;
  /** Jobs that are neither done nor parked, and those that were parked. */
  left: number;
  parked: number;
}

export const archiveId = (out: string, settings: string) =>
  createHash('sha256').update(`${out}\n${settings}`).digest('hex').slice(0, 12);

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export async function saveArchive(client: Client, archive: Archive) {
  await client.hset(key('archives'), archive.id, JSON.stringify(archive));
}

export async function archives(client: Client): Promise<Archive[]> {
  return Object.values(await client.hgetall(key('archives'))).map(parsed);
}

export async function findArchive(client: Client, id: string): Promise<Archive | undefined> {
  const text = await client.hget(key('archives'), id);
  return text === null ? undefined : parsed(text);
}

function parsed(text: string): Archive {
  try {
    return v.parse(archiveSchema, JSON.parse(text));
  } catch {
    throw new QueueError(
      'the queue holds an archive that this version cannot read; clean it with: feeling queue clean',
    );
  }
}

/**
 * Throws a QueueError when this machine does not see what the submitter sees, or cannot write the results.
 *
 * Resolves with the archive's options, as the submitter wrote them.
 */
export async function lookAt({ out, settings, samples }: Archive): Promise<string> {
  const here = `this machine (${hostname()})`;
  const sameOf = (path: string) =>
    isObjectAddress(path)
      ? 'give every machine the same AWS_ENDPOINT_URL_S3, and access'
      : 'mount the same folder at the same path on every machine';
  const folder = await resultFolder(out);
  const unseen = (reason: string) =>
    new QueueError(`${out}: ${here} does not see the folder of results (${reason}); ${sameOf(out)}`);
  const text = await folder.read(settings.path).catch((error: Error) => {
    throw unseen(error.message);
  });
  if (text === undefined) throw unseen('there is no such file or folder');
  if (hashOf(text) !== settings.hash)
    throw new QueueError(`${out}: ${here} sees another folder there than the submitter; ${sameOf(out)}`);
  await folder.checkWritable().catch((error: Error) => {
    throw new QueueError(`${here} cannot write results: ${error.message}`);
  });
  for (const { path, bytes } of samples) {
    const seen = await bytesThere(path).catch((error: Error) => {
      throw new QueueError(`${here}: ${error.message}`);
    });
    if (seen !== bytes)
      throw new QueueError(
        `${path}: ${here} ${seen === undefined ? 'does not see it' : 'sees another file there'}; ${sameOf(path)}`,
      );
  }
  return text;
}

const bytesThere = async (path: string): Promise<number | undefined> =>
  isObjectAddress(path)
    ? (await (await objectStore()).look(path))?.bytes
    : stat(path).then(
        ({ size }) => size,
        () => undefined,
      );

/** Notes jobs before they are queued, so that none can be done before it is known. */
export async function enlist(
  client: Client,
  id: string,
  units: readonly { id: string; size: number }[],
  recordings: number,
) {
  if (units.length === 0) return;
  await client.sadd(key('left', id), ...units.map((unit) => unit.id));
  await client
    .multi()
    .hincrby(key('sums', id), 'units', units.length)
    .hincrby(key('sums', id), 'size', sum(units.map(({ size }) => size)))
    .hincrby(key('sums', id), 'recordings', recordings)
    .exec();
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Which of these jobs are known already: queued, or parked. */
export async function knownOf(client: Client, id: string, units: readonly string[]) {
  if (units.length === 0) return { left: new Set<string>(), parked: new Set<string>() };
  const [left, parked] = await Promise.all(
    [key('left', id), key('parked', id)].map((set) => client.smismember(set, ...units)),
  );
  const those = (flags: number[] | undefined) => new Set(units.filter((_, i) => flags?.[i] === 1));
  return { left: those(left), parked: those(parked) };
}

export interface Done {
  size: number;
  /** Whether a recording is whole with it. */
  whole: boolean;
  frames: number;
  milliseconds: number;
}

/** Counts a job that is done, once however often it was. Resolves with how many are left. */
export async function done(client: Client, id: string, unit: string, { size, whole, frames, milliseconds }: Done) {
  const isFirst = (await client.srem(key('left', id), unit)) > 0;
  if (isFirst)
    await client
      .multi()
      .hincrby(key('sums', id), 'doneUnits', 1)
      .hincrby(key('sums', id), 'doneSize', size)
      .hincrby(key('sums', id), 'doneRecordings', whole ? 1 : 0)
      .hincrby(key('sums', id), 'frames', frames)
      .hincrby(key('sums', id), 'milliseconds', Math.round(milliseconds))
      .exec();
  return client.scard(key('left', id));
}

const parkedSchema = v.object({
  /** As the recording is called in its rows. */
  name: v.string(),
  reason: v.string(),
});
export type Parked = v.InferOutput<typeof parkedSchema>;

/** A job that failed too often is parked, with its reason, until somebody takes it up again. */
export async function park(client: Client, id: string, unit: string, why: Parked) {
  await client
    .multi()
    .sadd(key('parked', id), unit)
    .hset(key('reasons', id), unit, JSON.stringify(why))
    .srem(key('left', id), unit)
    .exec();
  return client.scard(key('left', id));
}

export async function unpark(client: Client, id: string, unit: string) {
  await client.multi().sadd(key('left', id), unit).srem(key('parked', id), unit).hdel(key('reasons', id), unit).exec();
}

/** Recordings that are parked, and why. */
export const parkedOf = async (client: Client, id: string): Promise<Parked[]> =>
  Object.values(await client.hgetall(key('reasons', id))).map((text) => v.parse(parkedSchema, JSON.parse(text)));

export const leftOf = (client: Client, id: string): Promise<string[]> => client.smembers(key('left', id));

export async function sumsOf(client: Client, id: string): Promise<Sums> {
  const [sums, left, parked] = await Promise.all([
    client.hgetall(key('sums', id)),
    client.scard(key('left', id)),
    client.scard(key('parked', id)),
  ]);
  const of = (name: string) => Number(sums[name] ?? 0);
  return {
    units: of('units'),
    doneUnits: of('doneUnits'),
    size: of('size'),
    doneSize: of('doneSize'),
    recordings: of('recordings'),
    doneRecordings: of('doneRecordings'),
    frames: of('frames'),
    milliseconds: of('milliseconds'),
    left,
    parked,
  };
}

const lostSchema = v.object({ point: v.number(), times: v.number() });

/** How often the machines that read a job were lost since it last came further; `point` is how far it is. */
export async function losses(client: Client, id: string, unit: string, point: number): Promise<number> {
  const text = await client.hget(key('lost', id), unit);
  const before = text === null ? undefined : v.parse(lostSchema, JSON.parse(text));
  const times = before?.point === point ? before.times + 1 : 1;
  await client.hset(key('lost', id), unit, JSON.stringify({ point, times }));
  return times;
}

/** Jobs that were taken out of the queue count no more; `except` are those that stay. */
export async function drop(client: Client, id: string, except: ReadonlySet<string | undefined>) {
  const out = (await client.smembers(key('left', id))).filter((unit) => !except.has(unit));
  if (out.length > 0) await client.srem(key('left', id), ...out);
}

/** Nothing is kept of an archive. */
export async function forget(client: Client, id: string) {
  await client.hdel(key('archives'), id);
  for (const name of ['left', 'sums', 'parked', 'reasons', 'lost']) await client.del(key(name, id));
}

/** A worker as it tells of itself. */
const beatSchema = v.object({
  host: v.string(),
  pid: v.number(),
  version: v.string(),
  concurrency: v.number(),
  framesPerSecond: v.number(),
  /** Names of what it reads. */
  reading: v.array(v.string()),
});
export type Beat = v.InferOutput<typeof beatSchema>;

/** Seconds after which a worker that tells nothing counts as gone. */
const silence = 20;

/** Seconds by the server's clock: those of the machines may differ. */
const serverTime = async (client: Client) => Number((await client.time())[0]);

export async function beat(client: Client, worker: string, told: Beat) {
  await client.hset(key('workers'), worker, JSON.stringify({ ...told, at: await serverTime(client) }));
}

export const leave = (client: Client, worker: string) => client.hdel(key('workers'), worker);

/** The workers that live. Those that were lost are taken off the list. */
export async function workers(client: Client): Promise<Beat[]> {
  const now = await serverTime(client);
  const alive: Beat[] = [];
  for (const [id, text] of Object.entries(await client.hgetall(key('workers')))) {
    const told = v.safeParse(v.object({ ...beatSchema.entries, at: v.number() }), JSON.parse(text));
    if (told.success && now - told.output.at <= silence) alive.push(told.output);
    else await client.hdel(key('workers'), id);
  }
  return alive;
}
