/** What is written into the journal's rows: all of a write or nothing, by what lies there when it is written. */
import { isSameVersion, merge, stampAfter, type Version } from '../sync/merge';
import { type Setup, setupOf } from '../sync/setup';
import { isShared, stampItem, stampOf, stampPlace, tombstoneOf, versionOf } from '../sync/versions';
import { ofKind } from './contents';
import { type Database, isNewer, isSameLock, type LockRow } from './database';
import { isOldLock } from './lock';
import { inTurn } from './queue';
import { JournalIsNewer, JournalLocked } from './refusals';
import { type Codec, fingerprint, type Item, type Named, type Revision, type Row } from './rows';

/** What one write does: all of it, or nothing and an error. */
export interface Change {
  put?: readonly Item[];
  remove?: readonly Named[];
  revise?: readonly Revision[];
}

export interface Writes {
  /** Returns what the revisions became. Throws JournalLocked, or JournalIsNewer; then nothing was written. */
  write(change: Change): Promise<readonly Item[]>;
  /** All that devices share, with when it was changed; what cannot be read is left out, and is no removal. */
  versions(): Promise<Version[]>;
  /**
   * Writes what other devices have changed, where that is later than what is there. Returns what was written. Throws as write
   * does; then nothing was written.
   */
  take(incoming: readonly Version[]): Promise<Version[]>;
}

/** How rows are read and written under a lock, or without one. Throws JournalLocked. */
export type CodecFor = (lock: LockRow | undefined) => Codec;

/** A write whose ground changed under it is made anew so many times. */
export const attempts = 20;

/** Throws JournalIsNewer. */
export async function refuseIfNewer(database: Database) {
  await database.open();
  if (isNewer(database)) throw new JournalIsNewer();
}

const isEntry = ({ kind }: Named) => kind === 'entry';

export function createWrites(database: Database, codecFor: CodecFor): Writes {
  const { entries, records, locks } = database;
  const currentLock = () => locks.get('lock');

  const rowsOf = (codec: Codec, items: readonly Item[], ofEntries: boolean) =>
    Promise.all(items.filter((item) => isEntry(item) === ofEntries).map((item) => codec.encode(item)));

  async function setupAt(codec: Codec): Promise<Setup | undefined> {
    const row = await records.get(await codec.rowId('sync', 'setup'));
    const item = row && (await codec.decode(row));
    return setupOf(item ? [item] : []);
  }

  /** What lies under these names now, and whether it still does. */
  async function itemsAt(codec: Codec, named: readonly Named[]) {
    const ids = await Promise.all(named.map(({ kind, name }) => codec.rowId(kind, name)));
    const [ofEntries, ofRecords] = [true, false].map((is) => ids.filter((_, i) => isEntry(named[i] as Named) === is));
    const get = async () => {
      const found = [await entries.bulkGet(ofEntries as string[]), await records.bulkGet(ofRecords as string[])].flat();
      return new Map([...(ofEntries as string[]), ...(ofRecords as string[])].map((id, i) => [id, found[i]]));
    };
    const rows = await get();
    const items = await Promise.all(
      ids.map((id) => {
        const row = rows.get(id);
        return row && codec.decode(row);
      }),
    );
    const printed = (row: Row | undefined) => row && fingerprint(row);
    const isStillSo = async () => {
      const now = await get();
      return ids.every((id) => printed(now.get(id)) === printed(rows.get(id)));
    };
    return { items, isStillSo };
  }

  /** How things stand here, each with its stamp, and whether all of that is still so. */
  async function knownVersions(codec: Codec, things: readonly Named[], device: string) {
    const { items, isStillSo } = await itemsAt(codec, [...things, ...things.map(stampPlace)]);
    const by = { now: Date.now(), device };
    const versions = await Promise.all(
      things.map(async (thing, i) => {
        const stamp = stampOf(items[things.length + i]);
        return (await versionOf(items[i], stamp, by)) ?? tombstoneOf(stampPlace(thing).name, stamp);
      }),
    );
    return { versions, isStillSo };
  }

  /** Where devices share the journal, each change has its stamp, written with it. */
  async function stampsFor(codec: Codec, { put = [], remove = [] }: Change) {
    const changed: Item[] = [...put, ...remove.map((item) => ({ ...item, value: undefined }))].filter(isShared);
    const setup = changed.length > 0 ? await setupAt(codec) : undefined;
    if (!setup) return { stamps: [], isStillSo: async () => true };
    const { versions: last, isStillSo } = await knownVersions(codec, changed, setup.device);
    const stamps = changed.map((item, i) =>
      stampItem({ ...(item as Version), ...stampAfter(last[i], Date.now(), setup.device) }),
    );
    return { stamps: await Promise.all(stamps), isStillSo };
  }

  async function versions(): Promise<Version[]> {
    await database.open();
    const codec = codecFor(await currentLock());
    const setup = await setupAt(codec);
    const rows = (await Promise.all([entries.toArray(), records.toArray()])).flat();
    const items = (await Promise.all(rows.map((row) => codec.decode(row)))).filter((item) => item !== undefined);
    const stamps = new Map(ofKind(items, 'stamp').map((item) => [item.name, stampOf(item)]));
    const by = { now: Date.now(), device: setup?.device ?? '' };
    const stampFor = (item: Named) => stamps.get(stampPlace(item).name);
    const found = await Promise.all(items.filter(isShared).map((item) => versionOf(item, stampFor(item), by)));
    const present = found.filter((version) => version !== undefined);
    // What a page changed that knows nothing of stamps: from now on it has one.
    const anew = present.filter((version) => (stampFor(version)?.at ?? version.at) !== version.at);
    if (setup && anew.length > 0) await write({ put: await Promise.all(anew.map(stampItem)) });
    const removed = [...stamps].map(([name, stamp]) => tombstoneOf(name, stamp));
    return merge([...removed.filter((version) => version !== undefined), ...present]);
  }

  /** What a write is to do, by how things stand now, and whether they still do. */
  interface Plan<T> {
    put: readonly Item[];
    remove: readonly Named[];
    isStillSo(): Promise<boolean>;
    result: T;
  }

  /**
   * All of what `plan` says is written, or nothing; planned anew where the ground has changed. Without a plan there is
   * nothing to do.
   */
  const writing = <T>(plan: (codec: Codec) => Promise<Plan<T> | undefined>): Promise<T | undefined> =>
    inTurn(async () => {
      await refuseIfNewer(database);
      for (let i = 0; i < attempts; i++) {
        const lock = await currentLock();
        // An earlier version's lock is replaced before anything is written under it.
        if (lock && isOldLock(lock)) throw new JournalLocked();
        const codec = codecFor(lock);
        const planned = await plan(codec);
        if (!planned) return undefined;
        const { put, remove, isStillSo, result } = planned;
        const [newEntries, newRecords] = [await rowsOf(codec, put, true), await rowsOf(codec, put, false)];
        const gone = await Promise.all(
          remove.map(async ({ kind, name }) => ({ kind, id: await codec.rowId(kind, name) })),
        );
        const isWritten = await database.transaction('rw', entries, records, locks, async () => {
          if (!isSameLock(await currentLock(), lock) || !(await isStillSo())) return false;
          await entries.bulkPut(newEntries);
          await records.bulkPut(newRecords);
          for (const { kind, id } of gone) await (kind === 'entry' ? entries : records).delete(id);
          return true;
        });
        if (isWritten) return result;
      }
      throw new JournalLocked();
    });

  const take = async (incoming: readonly Version[]) => {
    const taken = await writing(async (codec) => {
      const device = (await setupAt(codec))?.device;
      // Stopped in another tab.
      if (device === undefined) return undefined;
      const { versions: known, isStillSo } = await knownVersions(codec, incoming, device);
      const changed = incoming.flatMap((version, i) => {
        const [here, merged = version] = [known[i], ...merge([known[i] ?? version], [version])];
        return isSameVersion(here, merged) ? [] : [merged];
      });
      const isThere = ({ value }: Version) => value !== undefined;
      const put = [...changed.filter(isThere), ...(await Promise.all(changed.map(stampItem)))] as Item[];
      return { put, remove: changed.filter((version) => !isThere(version)), isStillSo, result: changed };
    });
    return taken ?? [];
  };

  const write: Writes['write'] = async ({ put = [], remove = [], revise = [] }) => {
    const revised = await writing(async (codec) => {
      const { items, isStillSo } = await itemsAt(codec, revise);
      const made = revise.flatMap(({ kind, name, of }, i): Item[] => {
        const value = of(items[i]?.value);
        return value === undefined ? [] : [{ kind, name, value }];
      });
      const all = [...put, ...made];
      const { stamps, isStillSo: areStampsStillSo } = await stampsFor(codec, { put: all, remove });
      return {
        put: [...all, ...stamps],
        remove,
        isStillSo: async () => (await isStillSo()) && (await areStampsStillSo()),
        result: made,
      };
    });
    return revised ?? [];
  };

  return { write, versions, take };
}
