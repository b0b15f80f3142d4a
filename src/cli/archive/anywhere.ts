/**
 * Reads a unit wherever its recording and its results are. What is in an object store is worked on in local copies: the
 * recording is downloaded, and what comes of it is put into the store once it is whole.
 */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, objectStore, type ResultFolder, resultFolder, type Unit, workName } from '../../queue/node';
import { insideAddress, isObjectAddress, localCopies, type ObjectStore } from '../../store/node';
import { doneRecord } from './done';
import { giveUp, reached, readUnit, type UnitOptions, workFolder } from './readUnit';
import type { ArchiveSettings } from './settings';

export interface AnywhereOptions extends Omit<UnitOptions, 'copy'> {
  /** Where local copies of recordings are kept, which all processes of a worker share. */
  copies: string;
}

export async function readAnywhere(unit: Unit, { copies, ...options }: AnywhereOptions): Promise<Outcome> {
  const { out, onFrames } = options;
  const read = (copy?: string) =>
    isObjectAddress(out)
      ? withResults(unit, out, (folder) => readUnit(unit, { ...options, out: folder, copy }))
      : readUnit(unit, { ...options, copy });
  if (!isObjectAddress(unit.path)) return read();
  // No frames, but signs of life.
  return localCopies(await objectStore(), copies).withCopy(unit.path, read, () => onFrames(0));
}

export async function giveUpAnywhere(unit: Unit, out: string, settings: ArchiveSettings, error: string) {
  if (!isObjectAddress(out)) return giveUp(unit, out, settings, error);
  await withResults(unit, out, async (folder): Promise<Outcome> => {
    await giveUp(unit, folder, settings, error);
    return { type: 'failed', error };
  });
}

/** Frames of a job that some machine has read and kept. */
export async function reachedAnywhere(unit: Unit, out: string): Promise<number> {
  if (!isObjectAddress(out)) return reached(unit, out);
  return inLocalFolder(async (local) => {
    await fetchWork(unit, { store: await objectStore(), out, local });
    return reached(unit, local);
  });
}

async function inLocalFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-results-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Calls `use` with a local folder that stands for that of the store, and then puts into the store what came of it. */
async function withResults(unit: Unit, out: string, use: (folder: string) => Promise<Outcome>): Promise<Outcome> {
  const remote = await resultFolder(out);
  const known = await doneRecord(remote, unit.recording);
  if (known && known.error === undefined) return { type: 'read', frames: 0, milliseconds: 0 };
  return inLocalFolder(async (local) => {
    const mirror = { store: await objectStore(), out, local };
    const before = await fetchWork(unit, mirror);
    const outcome = await use(local);
    await deliver(unit, mirror, { remote, before });
    return outcome;
  });
}

interface Mirror {
  store: ObjectStore;
  /** The folder in the store, and the local one that stands for it. */
  out: string;
  local: string;
}

const workOf = (out: string, { recording }: Unit) => insideAddress(out, `${workName}/work/${recording}`);

/** Which of the files that a recording's jobs left are of use for this one. */
function isOfUse({ kind, segments }: Unit, name: string): boolean {
  if (kind === 'whole') return name.startsWith('whole-');
  if (kind === 'join') return /^(whole|join)-/.test(name) || /^segment-\d+\.jsonl$/.test(name);
  const own = `segment-${segments?.[0]?.index}`;
  return name === `${own}.jsonl` || name.startsWith(`${own}-`);
}

/** Fetches what other machines left, and resolves with the names of that. */
async function fetchWork(unit: Unit, { store, out, local }: Mirror): Promise<Set<string>> {
  const folder = workFolder(local, unit);
  await mkdir(folder, { recursive: true });
  const names = new Set<string>();
  const beginning = `${workOf(out, unit)}/`;
  for await (const { address } of store.list(workOf(out, unit))) {
    const name = address.slice(beginning.length);
    if (!isOfUse(unit, name)) continue;
    await store.download(address, join(folder, name));
    names.add(name);
  }
  return names;
}

/** A whole result and its record, or what another machine goes on with. */
async function deliver(
  unit: Unit,
  { store, out, local }: Mirror,
  { remote, before }: { remote: ResultFolder; before: ReadonlySet<string> },
) {
  const here = await resultFolder(local);
  const record = await doneRecord(here, unit.recording);
  if (record) {
    await store.upload(join(local, unit.result), remote.inside(unit.result));
    // The record last: with it the recording counts as done.
    const name = `${workName}/done/${unit.recording}.json`;
    await remote.write(name, (await here.read(name)) ?? '');
    await store.clear(workOf(out, unit));
    return;
  }
  const folder = workFolder(local, unit);
  for (const name of await readdir(folder).catch(() => [])) {
    if (before.has(name)) continue;
    const put = (file: string) => store.upload(join(folder, file), insideAddress(workOf(out, unit), file));
    if (/^segment-\d+\.jsonl$/.test(name)) await put(name);
    if (!name.endsWith('.rows.progress')) continue;
    const rows = name.slice(0, -'.progress'.length);
    if (await stat(join(folder, rows)).catch(() => undefined)) await put(rows);
    // By its progress others find it.
    await put(name);
  }
}
