/** What is kept of a journal, in clear or under a passphrase: the one place that reads and writes the database. */
import Dexie from 'dexie';
import * as v from 'valibot';
import { type AlarmAnswer, alarmAnswerSchema, entrySchema, inOrder, type JournalEntry } from '../../src/mood';
import { type Profile, peopleOf } from '../personal/people';
import { isSameVersion, merge, stampAfter, type Version } from '../sync/merge';
import { type LastSync, lastSyncOf, type Setup, setupOf } from '../sync/setup';
import { isShared, stampItem, stampOf, stampPlace, tombstoneOf, versionOf } from '../sync/versions';
import { type Belonging, type Database, databaseName, isNewer, type LockRow } from './database';
import { type Draft, draftSchema } from './drafts';
import {
  changeLock,
  DamagedLock,
  fits,
  isOldLock,
  type Keys,
  type Lock,
  makeLock,
  openLock,
  openOldLock,
  WrongPassphrase,
} from './lock';
import { type Own, type OwnChange, ownOf } from './own';
import { inTurn } from './queue';
import {
  type Codec,
  clearCodec,
  fingerprint,
  type Item,
  isSealed,
  type Kind,
  oldCodec,
  packed,
  type Row,
  sealedCodec,
  unreadableItem,
} from './rows';

/** The journal is locked; nothing was written. */
export class JournalLocked extends Error {
  override name = 'JournalLocked';
  constructor() {
    super('the journal is locked');
  }
}

/** A newer page wrote the database; this one may only read it. */
export class JournalIsNewer extends Error {
  override name = 'JournalIsNewer';
  constructor() {
    super('a newer version of this page has written the journal');
  }
}

export interface Look {
  protection: 'none' | 'locked' | 'open';
  isReadOnly: boolean;
}

/** All that is not an entry. */
export interface Records {
  answers: AlarmAnswer[];
  own: Own;
  drafts: Map<string, Draft>;
  /** Whose faces are known, and what they taught. */
  people: Profile[];
  /** How this device shares the journal with others, if it does. */
  setup: Setup | undefined;
  lastSync: LastSync | undefined;
}

export interface Content {
  /** Earliest first. */
  entries: JournalEntry[];
  records: Records;
  /** How many rows cannot be read; they are kept. */
  unreadable: number;
}

/** What one write does: all of it, or nothing and an error. */
export interface Change {
  put?: readonly Item[];
  remove?: readonly Pick<Item, 'kind' | 'name'>[];
}

export interface Store {
  /** How the journal stands now, in whatever tab that was decided. */
  look(): Promise<Look>;
  /** Throws JournalLocked. */
  read(): Promise<Content>;
  readEntries(ids: readonly string[]): Promise<Map<string, JournalEntry>>;
  readRecords(): Promise<Records>;
  /** Throws JournalLocked, or JournalIsNewer; then nothing was written. */
  write(change: Change): Promise<void>;
  /**
   * Writes what `change` makes of a part of what is the person's own, as it lies there now, whichever tab wrote it last.
   * Throws as write does.
   */
  changeOwn<K extends keyof Own>(name: K, change: OwnChange<K>): Promise<void>;
  /** All that devices share, with when it was changed; what cannot be read is left out, and is no removal. */
  versions(): Promise<Version[]>;
  /**
   * Writes what other devices have changed, where that is later than what is there. Returns what was written. Throws as write
   * does; then nothing was written.
   */
  take(incoming: readonly Version[]): Promise<Version[]>;
  /** Seals all that is there, and all that will be. */
  protect(passphrase: string): Promise<Keys>;
  /** Throws WrongPassphrase. */
  changePassphrase(current: string, next: string): Promise<void>;
  /** Puts everything back in clear. */
  unprotect(): Promise<void>;
  /** Whether this is the passphrase of the journal. */
  isPassphrase(passphrase: string): Promise<boolean>;
  /** Throws WrongPassphrase or DamagedLock. */
  unlock(passphrase: string): Promise<Keys | undefined>;
  /** Takes over keys that another tab has opened. */
  adopt(keys: Keys): void;
  /** Forgets the keys, once everything is written that was to be written with them. */
  lock(): Promise<void>;
  /** Everything as it lies there, locked or not, in a form that JSON can hold. */
  copy(): Promise<SealedCopy>;
  folder(name: Belonging['name']): Promise<FileSystemDirectoryHandle | undefined>;
  keepFolder(name: Belonging['name'], handle: FileSystemDirectoryHandle | undefined): Promise<void>;
  /** Nothing of it is left. */
  forget(): Promise<void>;
}

export interface SealedCopy {
  lock: unknown;
  entries: unknown[];
  records: unknown[];
}

/** A write whose ground changed under it is made anew so many times. */
const attempts = 20;

type Held = { keys: Keys } | { old: CryptoKey } | undefined;

export function createStore(database: Database): Store {
  const { entries, records, locks, belongings } = database;
  const tables = [entries, records] as const;
  let held: Held;

  const currentLock = () => locks.get('lock');

  /** How rows are read and written under a lock, or without one. Throws JournalLocked. */
  function codecFor(lock: LockRow | undefined): Codec {
    if (!lock) return clearCodec;
    if (isOldLock(lock)) {
      if (held && 'old' in held) return oldCodec(held.old);
    } else if (held && 'keys' in held && fits(held.keys, lock)) return sealedCodec(held.keys);
    throw new JournalLocked();
  }

  async function refuseIfNewer() {
    await database.open();
    if (isNewer(database)) throw new JournalIsNewer();
  }

  const rowsOf = (codec: Codec, items: readonly Item[], isEntry: boolean) =>
    Promise.all(items.filter(({ kind }) => (kind === 'entry') === isEntry).map((item) => codec.encode(item)));

  async function setupAt(codec: Codec): Promise<Setup | undefined> {
    const row = await records.get(await codec.rowId('sync', 'setup'));
    const item = row && (await codec.decode(row));
    return setupOf(item ? [item] : []);
  }

  /** How things stand here, each with its stamp, and whether all of that is still so. */
  async function knownVersions(codec: Codec, things: readonly Pick<Item, 'kind' | 'name'>[], device: string) {
    const isEntry = ({ kind }: Pick<Item, 'kind'>) => kind === 'entry';
    const places = [...things, ...things.map(stampPlace)];
    const ids = await Promise.all(places.map(({ kind, name }) => codec.rowId(kind, name)));
    const [ofEntries, ofRecords] = [true, false].map((is) => ids.filter((_, i) => isEntry(places[i] as Item) === is));
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
    const by = { now: Date.now(), device };
    const versions = await Promise.all(
      things.map(async (thing, i) => {
        const stamp = stampOf(items[things.length + i]);
        return (await versionOf(items[i], stamp, by)) ?? tombstoneOf(stampPlace(thing).name, stamp);
      }),
    );
    const printed = (row: Row | undefined) => row && fingerprint(row);
    const isStillSo = async () => {
      const now = await get();
      return ids.every((id) => printed(now.get(id)) === printed(rows.get(id)));
    };
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
    const stampFor = (item: Pick<Item, 'kind' | 'name'>) => stamps.get(stampPlace(item).name);
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
    remove: readonly Pick<Item, 'kind' | 'name'>[];
    isStillSo(): Promise<boolean>;
    result: T;
  }

  /**
   * All of what `plan` says is written, or nothing; planned anew where the ground has changed. Without a plan there is
   * nothing to do.
   */
  const writing = <T>(plan: (codec: Codec) => Promise<Plan<T> | undefined>): Promise<T | undefined> =>
    inTurn(async () => {
      await refuseIfNewer();
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
          if (!isSame(await currentLock(), lock) || !(await isStillSo())) return false;
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

  const write = async ({ put = [], remove = [] }: Change) => {
    await writing(async (codec) => {
      const { stamps, isStillSo } = await stampsFor(codec, { put, remove });
      return { put: [...put, ...stamps], remove, isStillSo, result: undefined };
    });
  };

  const changeOwn: Store['changeOwn'] = async (name, change) => {
    await writing(async (codec) => {
      const rowId = await codec.rowId('own', name);
      const row = await records.get(rowId);
      const item = row && (await codec.decode(row));
      const put: Item[] = [{ kind: 'own', name, value: change(ownOf(item ? [item] : [])[name]) }];
      const { stamps, isStillSo: areStampsStillSo } = await stampsFor(codec, { put });
      const isStillSo = async () => {
        const now = await records.get(rowId);
        return (now && fingerprint(now)) === (row && fingerprint(row)) && (await areStampsStillSo());
      };
      return { put: [...put, ...stamps], remove: [], isStillSo, result: undefined };
    });
  };

  /**
   * Writes everything anew under another lock, or none: at once, so that never half of it is sealed, and only if nothing
   * changed while it was read and sealed. Rows that cannot be read are carried along.
   */
  async function rewrite(next: { lock: Lock; keys: Keys } | undefined, expected: (lock: LockRow | undefined) => void) {
    await refuseIfNewer();
    const codec = next ? sealedCodec(next.keys) : clearCodec;
    for (let i = 0; i < attempts; i++) {
      const lock = await currentLock();
      expected(lock);
      const before = codecFor(lock);
      const all = await Promise.all(tables.map((table) => table.toArray()));
      const anew = await Promise.all(
        all.map(async (rows) => {
          const found = await Promise.all(rows.map((row) => carried(row, before, codec)));
          return found.filter((row) => row !== undefined);
        }),
      );
      const isWritten = await database.transaction('rw', entries, records, locks, async () => {
        if (!isSame(await currentLock(), lock)) return false;
        for (const [at, table] of tables.entries()) {
          const now = await table.toArray();
          if (!isSameRows(now, all[at] as Row[])) return false;
          await table.clear();
          await table.bulkPut(anew[at] as Row[]);
        }
        if (next) await locks.put({ name: 'lock', ...next.lock });
        else await locks.clear();
        return true;
      });
      if (!isWritten) continue;
      held = next && { keys: next.keys };
      return;
    }
    throw new Error('the journal kept changing in another tab');
  }

  async function carried(row: Row, before: Codec, after: Codec): Promise<Row | undefined> {
    const item = await before.decode(row);
    // The keys of shared files, and the password of where they lie, are never in clear: without a passphrase nothing is shared.
    if (item?.kind === 'sync' && after === clearCodec) return undefined;
    if (item) return after.encode(item);
    // Sealed by something unknown: nobody can read it as it is.
    return isSealed(row) ? row : after.encode(unreadableItem(row));
  }

  async function readAll(codec: Codec): Promise<Content> {
    const [entryRows, recordRows] = await Promise.all([entries.toArray(), records.toArray()]);
    const found = (await Promise.all(entryRows.map((row) => codec.decode(row)))).map(entryOf);
    const good = found.filter((entry) => entry !== undefined);
    const others = await Promise.all(recordRows.map((row) => codec.decode(row)));
    return {
      entries: inOrder(good),
      records: recordsFrom(others),
      unreadable: found.length - good.length + others.filter((item) => !item || item.kind === 'unknown').length,
    };
  }

  /** Whether the key of an earlier version is right although its proof is damaged: then it opens a row. */
  async function opensAny(key: CryptoKey) {
    const codec = oldCodec(key);
    for (const row of await entries.toArray()) if (isSealed(row) && (await codec.decode(row))) return true;
    return false;
  }

  async function unlockOld(passphrase: string, lock: LockRow & { proof: unknown }): Promise<Keys | undefined> {
    const { key, isProven } = await openOldLock(passphrase, lock as Parameters<typeof openOldLock>[1]);
    if (!isProven && !(await opensAny(key))) throw new WrongPassphrase();
    held = { old: key };
    const next = await makeLock(passphrase);
    try {
      await inTurn(() => rewrite(next, (current) => expectSame(current, lock)));
    } catch (error) {
      // A full disk, or a newer page's database: it can be read all the same.
      if (error instanceof LockChanged) throw error;
      return undefined;
    }
    return next.keys;
  }

  return {
    async look() {
      await database.open();
      const lock = await currentLock();
      const isReadOnly = isNewer(database);
      if (!lock) return { protection: 'none', isReadOnly };
      try {
        codecFor(lock);
        return { protection: 'open', isReadOnly };
      } catch {
        return { protection: 'locked', isReadOnly };
      }
    },
    read: async () => readAll(codecFor(await currentLock())),
    async readEntries(ids) {
      const codec = codecFor(await currentLock());
      const rowIds = await Promise.all(ids.map((id) => codec.rowId('entry', id)));
      const rows = await entries.bulkGet(rowIds);
      const found = await Promise.all(rows.map(async (row) => row && entryOf(await codec.decode(row))));
      return new Map(found.filter((entry) => entry !== undefined).map((entry) => [entry.id, entry]));
    },
    async readRecords() {
      const codec = codecFor(await currentLock());
      return recordsFrom(await Promise.all((await records.toArray()).map((row) => codec.decode(row))));
    },
    write,
    changeOwn,
    versions,
    take,
    async protect(passphrase) {
      const next = await makeLock(passphrase);
      await inTurn(() =>
        rewrite(next, (lock) => {
          if (lock) throw new LockChanged();
        }),
      );
      return next.keys;
    },
    async changePassphrase(current, next) {
      const lock = await currentLock();
      if (!lock || isOldLock(lock)) throw new JournalLocked();
      const changed = await changeLock(current, next, lock);
      await inTurn(async () => {
        await refuseIfNewer();
        await database.transaction('rw', locks, async () => {
          expectSame(await currentLock(), lock);
          await locks.put({ name: 'lock', ...changed });
        });
      });
    },
    async isPassphrase(passphrase) {
      const lock = await currentLock();
      if (!lock || isOldLock(lock)) return false;
      return openLock(passphrase, lock).then(
        () => true,
        (error: unknown) => {
          if (error instanceof WrongPassphrase) return false;
          throw error;
        },
      );
    },
    unprotect: () => inTurn(() => rewrite(undefined, () => {})),
    async unlock(passphrase) {
      await database.open();
      const lock = await currentLock();
      if (!lock) return undefined;
      if (passphrase === '') throw new WrongPassphrase();
      if (isOldLock(lock)) return unlockOld(passphrase, lock);
      const { keys, repaired } = await openLock(passphrase, lock);
      const now = await currentLock();
      if (!now || isOldLock(now) || !fits(keys, now)) throw new LockChanged();
      held = { keys };
      if (repaired && !isNewer(database))
        await inTurn(() =>
          database.transaction('rw', locks, async () => {
            if (isSame(await currentLock(), lock)) await locks.put({ name: 'lock', ...repaired });
          }),
        ).catch(() => {
          // The other copy opens it the next time, too.
        });
      return keys;
    },
    adopt(keys) {
      held = { keys };
    },
    lock: () =>
      inTurn(async () => {
        held = undefined;
      }),
    async copy() {
      await database.open();
      return database.transaction('r', entries, records, locks, async () => ({
        lock: packed(await currentLock()),
        entries: (await entries.toArray()).map(packed),
        records: (await records.toArray()).map(packed),
      }));
    },
    folder: async (name) => (await belongings.get(name))?.handle,
    keepFolder: (name, handle) =>
      inTurn(async () => {
        if (handle) await belongings.put({ name, handle });
        else await belongings.delete(name);
      }),
    async forget() {
      await inTurn(async () => {
        try {
          await database.open();
          await database.transaction('rw', database.tables, () =>
            Promise.all(database.tables.map((table) => table.clear())),
          );
        } catch {
          // It cannot even be opened, or written.
          database.close();
          await Dexie.delete(databaseName);
          await database.open();
        }
        held = undefined;
      });
    },
  };
}

/** The passphrase was set, changed or taken away in another tab. */
export class LockChanged extends Error {
  override name = 'LockChanged';
  constructor() {
    super('the passphrase was changed in another tab');
  }
}

const isSame = (a: LockRow | undefined, b: LockRow | undefined) =>
  JSON.stringify(packed(a ?? null)) === JSON.stringify(packed(b ?? null));

function expectSame(now: LockRow | undefined, before: LockRow) {
  if (!isSame(now, before)) throw new LockChanged();
}

const isSameRows = (a: readonly Row[], b: readonly Row[]) =>
  a.length === b.length && a.every((row, i) => fingerprint(row) === fingerprint(b[i] as Row));

function entryOf(item: Item | undefined): JournalEntry | undefined {
  if (item?.kind !== 'entry') return undefined;
  const read = v.safeParse(entrySchema, item.value);
  return read.success ? read.output : undefined;
}

/** What of a copy is about this; entries and records alike. */
export const ofKind = (items: readonly (Item | undefined)[], kind: Kind) =>
  items.filter((item) => item?.kind === kind) as Item[];

export function recordsFrom(items: readonly (Item | undefined)[]): Records {
  const parsed = <T>(kind: Kind, schema: v.GenericSchema<unknown, T>) =>
    ofKind(items, kind).flatMap(({ name, value }): [string, T][] => {
      const read = v.safeParse(schema, value);
      return read.success ? [[name, read.output]] : [];
    });
  return {
    answers: parsed('answer', alarmAnswerSchema).map(([, answer]) => answer),
    own: ownOf(ofKind(items, 'own')),
    drafts: new Map(parsed('draft', draftSchema)),
    people: peopleOf([...ofKind(items, 'profile'), ...ofKind(items, 'correction')]),
    setup: setupOf(ofKind(items, 'sync')),
    lastSync: lastSyncOf(ofKind(items, 'sync')),
  };
}

export { DamagedLock, WrongPassphrase };
