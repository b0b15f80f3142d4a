/**
 * The same journal on one's own devices. Each device writes one sealed file, its own, and reads those of the others, so that
 * two never write the same one. Everything happens in the journal's database first: a sync that is cut off anywhere leaves the
 * database and all files whole, and the next one goes on from there.
 */
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Journal } from '../journal/journal';
import {
  type DataKey,
  dataKeyOf,
  hex,
  type Lock,
  lockFor,
  makeDataKey,
  randomBytes,
  WrongPassphrase,
} from '../journal/lock';
import { packed, unpacked } from '../journal/rows';
import { inView } from '../shell/inView';
import { allowFolder, areFoldersOffered, chooseFolder, type Folder, folderPlace } from './folderPlace';
import { merge, news, type Version } from './merge';
import { fileOf, type Place, PlaceError, type PlaceProblem, type SharedFile } from './place';
import { lastItem, type PlaceSetup, type Setup, type SharedKey, setupItem } from './setup';
import { type HeldKey, headOf, NewerFile, readShared, UnknownKey, writeShared } from './sharedFile';
import { printOf } from './versions';
import { type WebdavSetup, webdavPlace } from './webdavPlace';

export interface Problem {
  kind: PlaceProblem;
  error: unknown;
}

/** Where a journal is to be shared, before that has begun. */
export interface Candidate {
  place: Place;
  setup: PlaceSetup;
  folder?: Folder;
  /** Another device has a file there; its passphrase is asked for. */
  hasOthers: boolean;
}

/** Files that were passed over, by their names or their devices'. What they held before is in the journal. */
export interface PassedOver {
  damaged: readonly string[];
  newer: readonly string[];
  /** Sealed with a passphrase that this device was never told. */
  locked: readonly string[];
  /** Devices whose clocks are ahead. */
  ahead: readonly string[];
}

/** There are files of other devices, and none that can be read. */
export class UnreadableFiles extends Error {
  override name = 'UnreadableFiles';
  constructor(readonly files: Pick<PassedOver, 'damaged' | 'newer'>) {
    super('no file of another device can be read');
  }
}

export interface Sync {
  areFoldersOffered: boolean;
  isBusy: ReadonlySignal<boolean>;
  problem: Signal<Problem | undefined>;
  passedOver: ReadonlySignal<PassedOver>;
  /** Undefined where the person chose none. Throws a PlaceError. */
  chooseFolder(): Promise<Candidate | undefined>;
  /** A folder of a WebDAV server. Throws a PlaceError. */
  askServer(server: WebdavSetup): Promise<Candidate>;
  /**
   * Begins to share, with what the person calls this device. The passphrase is the journal's own, or that of the other
   * devices; a journal without one is sealed with it. Throws WrongPassphrase or UnreadableFiles; then nothing has changed.
   */
  begin(candidate: Candidate, name: string, passphrase: string): Promise<void>;
  /** Opens files of devices that began by themselves. Throws WrongPassphrase. */
  openOthers(passphrase: string): Promise<void>;
  /** Asks the browser for its permission again. */
  allow(): Promise<void>;
  /** Reads what others wrote, and writes what they have not. What is in the way is in `problem`. */
  run(): Promise<void>;
  /** Devices share nothing any more; the journal stays as it is. Throws where the file cannot be removed. */
  stop(how: { removeFile: boolean }): Promise<void>;
  /** This device's file opens with another passphrase from now on. */
  relock(passphrase: string): Promise<void>;
}

/** After the last change, in ms. */
const pause = 1500;
/** While the page is looked at, others' changes are looked for so often, in ms. */
const pace = 120_000;
/** A clock that is further ahead than this is told of, in ms. */
const mostAhead = 10 * 60_000;

const nothingPassedOver: PassedOver = { damaged: [], newer: [], locked: [], ahead: [] };

interface KnownFile {
  fingerprint: string;
  device: string;
  /** What the person calls it. */
  name: string;
  isAhead: boolean;
}

export function createSync(journal: Journal): Sync {
  const isBusy = signal(false);
  const problem = signal<Problem | undefined>(undefined);
  const passedOver = signal(nothingPassedOver);
  const { setup, shared } = journal;
  /** Files whose content is in the journal, as they lay there then. */
  const known = new Map<string, KnownFile>();
  /** What this device's file was made of when it was last looked after. */
  let published: string | undefined;

  /** Counts what other tabs have changed: each may be closed before it has written that for other devices. */
  let elsewhere = 0;
  const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('feeling.devices') : undefined;

  const isOn = () => journal.state.peek() === 'ready' && !journal.isReadOnly.peek() && setup.peek() !== undefined;

  async function placeOf({ place }: Setup): Promise<Place> {
    if (place.kind === 'webdav') return webdavPlace(place);
    const folder = await journal.folder.folder('shared folder');
    if (!folder) throw new PlaceError('missing', place.kind);
    return folderPlace(folder);
  }

  /** Runs that go on or wait for others: what was asked for meanwhile is not over with the one before it. */
  let runs = 0;

  async function run() {
    if (!isOn()) return;
    runs++;
    isBusy.value = true;
    try {
      await alone(exchange);
      problem.value = undefined;
    } catch (error) {
      // Locked, or stopped, in the meantime: there is nothing to say then.
      if (isOn()) problem.value = problemOf(error);
    }
    runs--;
    isBusy.value = runs > 0;
  }

  async function exchange() {
    const mine = setup.peek();
    if (!isOn() || !mine) return;
    const place = await placeOf(mine);
    const files = await place.list();
    const content = JSON.stringify([journal.changed.peek(), elsewhere, mine]);
    const { found, ...over } = await readOthers(place, files, mine);
    const isNew = found.length > 0 || published !== content;
    if (found.length > 0) {
      const present = await shared.versions();
      await shared.take(news(present, merge(present, ...found.map(({ versions }) => versions))));
    }
    for (const { file, versions: _, ...about } of found) known.set(file, about);
    const others = files.map(({ name }) => known.get(name)).filter((file) => file !== undefined);
    passedOver.value = { ...over, ahead: others.filter(({ isAhead }) => isAhead).map(({ name }) => name) };
    const devices = new Map(others.filter((o) => o.device !== mine.device).map((o) => [o.device, o.name]));
    await publish(place, files, mine, [...devices.values()], isNew);
    published = content;
  }

  /** What files hold that were not read yet as they are now. */
  async function readOthers(place: Place, files: readonly SharedFile[], mine: Setup) {
    const keys = mine.keys.map(heldKey);
    const found: (KnownFile & { file: string; versions: readonly Version[] })[] = [];
    const over = { damaged: [] as string[], newer: [] as string[], locked: [] as string[] };
    const own = fileOf(mine);
    for (const { name, fingerprint } of files) {
      // One's own, as it was left; a changed one may be of a copy of this browser, which goes by the same name.
      if (name === own && fingerprint === journal.lastSync.peek()?.fingerprint) continue;
      if (known.get(name)?.fingerprint === fingerprint) continue;
      const text = await readIfThere(place, name);
      if (text === undefined) continue;
      try {
        const { writtenAt, ...content } = await readShared(text, keys);
        found.push({ ...content, file: name, fingerprint, isAhead: writtenAt - Date.now() > mostAhead });
      } catch (error) {
        if (error instanceof UnknownKey) over.locked.push(name);
        else if (error instanceof NewerFile) over.newer.push(name);
        else if (name !== own) over.damaged.push(name);
      }
    }
    return { found, ...over };
  }

  /** Writes this device's file, where it does not hold what the journal does. */
  async function publish(
    place: Place,
    files: readonly SharedFile[],
    mine: Setup,
    devices: readonly string[],
    isNew: boolean,
  ) {
    const [key] = mine.keys.map(heldKey);
    if (!key) return;
    const name = fileOf(mine);
    let file = files.find((listed) => listed.name === name);
    const last = journal.lastSync.peek();
    const at = Date.now();
    let print = last?.print ?? '';
    if (isNew || !file || last?.fingerprint !== file.fingerprint) {
      const versions = await shared.versions();
      print = await printOf({ versions, name: mine.name, lock: packed(key.lock) });
      if (!file || last?.print !== print || last.fingerprint !== file.fingerprint) {
        await place.write(
          name,
          await writeShared({ device: mine.device, name: mine.name, writtenAt: at, versions }, key),
        );
        file = (await place.list()).find((listed) => listed.name === name);
      }
    }
    await shared.write({ put: [lastItem({ at, devices: [...devices], print, fingerprint: file?.fingerprint ?? '' })] });
  }

  function readAnew() {
    known.clear();
    published = undefined;
  }

  const keep = (next: Setup) => shared.write({ put: [setupItem(next)] });

  /** By what the setup is once no sync is under way, unless devices have stopped sharing, or began anew, in the meantime. */
  const changeKeys = ({ device: mine }: Setup, change: (keys: SharedKey[]) => SharedKey[]) =>
    alone(async () => {
      const now = setup.peek();
      if (now?.device === mine) await keep({ ...now, keys: change(now.keys) });
    });

  async function candidateOf(place: Place, its: PlaceSetup, folder?: Folder): Promise<Candidate> {
    const hasOthers = (await place.list()).length > 0;
    return { place, setup: its, hasOthers, ...(folder && { folder }) };
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  /** The device that was set up last; another one begins at once. */
  let device: string | undefined;
  effect(() => {
    const now = journal.state.value === 'ready' ? setup.value?.device : undefined;
    if (now === device) return;
    device = now;
    readAnew();
    if (now !== undefined) soon(0);
  });
  effect(() => {
    if (journal.changed.value === 0 || !setup.peek()) return;
    soon(pause);
    tabs?.postMessage('changed');
  });
  tabs?.addEventListener('message', () => {
    elsewhere++;
  });
  effect(() => {
    if (!inView.value) return;
    if (device !== undefined) soon(0);
    const ticking = setInterval(() => void run(), pace);
    return () => clearInterval(ticking);
  });
  addEventListener('online', () => soon(0));

  return {
    areFoldersOffered: areFoldersOffered(),
    isBusy,
    problem,
    passedOver,
    async chooseFolder() {
      const folder = await chooseFolder();
      return folder && candidateOf(folderPlace(folder), { kind: 'folder', name: folder.name }, folder);
    },
    askServer: (server) => candidateOf(webdavPlace(server), server),
    async begin({ place, setup: its, folder }, name, passphrase) {
      const keys = await keysIn(place, passphrase);
      if (keys.length === 0) keys.push(await newKey(passphrase));
      if (!journal.isProtected.peek()) await journal.protect(passphrase);
      if (folder) await journal.folder.keepFolder('shared folder', folder);
      await keep({ device: hex(randomBytes(8)), name, place: its, keys: keys.map(sharedKey) });
      await run();
    },
    async openOthers(passphrase) {
      const mine = setup.peek();
      if (!mine) return;
      const held = new Set(mine.keys.map(({ id }) => id));
      const more = (await keysIn(await placeOf(mine), passphrase, held)).map(sharedKey);
      await changeKeys(mine, (keys) => {
        const has = new Set(keys.map(({ id }) => id));
        return [...keys, ...more.filter(({ id }) => !has.has(id))];
      });
      await run();
    },
    async allow() {
      const folder = await journal.folder.folder('shared folder');
      if (folder) await allowFolder(folder);
      await run();
    },
    run,
    async stop({ removeFile }) {
      const mine = setup.peek();
      await alone(async () => {
        if (mine && removeFile) await removeOwn(await placeOf(mine), fileOf(mine));
        await shared.write({ remove: ['setup', 'last'].map((name) => ({ kind: 'sync' as const, name })) });
        await journal.folder.keepFolder('shared folder', undefined);
      });
      problem.value = undefined;
      passedOver.value = nothingPassedOver;
    },
    async relock(passphrase) {
      const mine = setup.peek();
      const [first] = mine?.keys ?? [];
      if (!mine || !first) return;
      const key = heldKey(first);
      const anew = sharedKey({ ...key, lock: await lockFor(key, passphrase) });
      await changeKeys(mine, (keys) => keys.map((other) => (other.id === anew.id ? anew : other)));
      await run();
    },
  };

  /**
   * The keys of the files that a passphrase opens; none where there are no files. Throws WrongPassphrase where it opens none,
   * UnreadableFiles where nobody can say.
   */
  async function keysIn(place: Place, passphrase: string, held: ReadonlySet<string> = new Set()): Promise<HeldKey[]> {
    const locks = new Map<string, Lock>();
    const unread = { damaged: [] as string[], newer: [] as string[] };
    let whole = 0;
    for (const { name } of await place.list()) {
      const text = await readIfThere(place, name);
      if (text === undefined) continue;
      try {
        const { lock } = headOf(text);
        whole++;
        if (!lock.copies.some(({ id }) => held.has(id))) locks.set(JSON.stringify(packed(lock)), lock);
      } catch (error) {
        // The others count.
        (error instanceof NewerFile ? unread.newer : unread.damaged).push(name);
      }
    }
    // Whatever was typed would be taken for the passphrase.
    if (whole === 0 && unread.damaged.length + unread.newer.length > 0) throw new UnreadableFiles(unread);
    const found = new Map<string, HeldKey>();
    for (const lock of locks.values()) {
      const key: DataKey | undefined = await dataKeyOf(passphrase, lock).catch(() => undefined);
      if (key && !found.has(key.id)) found.set(key.id, { ...key, lock });
    }
    if (locks.size > 0 && found.size === 0) throw new WrongPassphrase();
    return [...found.values()];
  }

  async function newKey(passphrase: string): Promise<HeldKey> {
    if (journal.isProtected.peek() && !(await shared.isPassphrase(passphrase))) throw new WrongPassphrase();
    const key = makeDataKey();
    return { ...key, lock: await lockFor(key, passphrase) };
  }
}

/** Undefined where it has gone since it was listed: its device has stopped sharing. */
const readIfThere = (place: Place, name: string) =>
  place.read(name).catch((error: unknown) => {
    if (!(error instanceof PlaceError) || error.kind !== 'missing') throw error;
    return undefined;
  });

const removeOwn = (place: Place, name: string) =>
  place.remove(name).catch((error: unknown) => {
    // It is gone already.
    if (!(error instanceof PlaceError) || error.kind !== 'missing') throw error;
  });

/** One at a time, through all tabs. */
const alone = (run: () => Promise<void>): Promise<void> =>
  navigator.locks ? navigator.locks.request('feeling.devices', run) : run();

const heldKey = ({ id, bytes, lock }: SharedKey): HeldKey => ({ id, bytes: unpacked(bytes), lock: unpacked(lock) });
const sharedKey = ({ id, bytes, lock }: HeldKey): SharedKey => ({
  id,
  bytes: packed(bytes) as SharedKey['bytes'],
  lock: packed(lock) as SharedKey['lock'],
});

function problemOf(error: unknown): Problem {
  return { kind: error instanceof PlaceError ? error.kind : 'failed', error };
}
