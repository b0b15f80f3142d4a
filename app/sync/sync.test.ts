import { signal } from '@preact/signals';
import { afterAll, expect, it, vi } from 'vitest';
import type { Journal } from '../journal/journal';
import { dataKeyOf, lockFor, makeDataKey } from '../journal/lock';
import { packed } from '../journal/rows';
import type { Change } from '../journal/writes';
import type { Version } from './merge';
import { fileOf } from './place';
import { lastSyncOf, type Setup, type SharedKey, setupOf } from './setup';
import { headOf, readShared, writeShared } from './sharedFile';
import { createSync } from './sync';

/** How many turns were asked for. */
const asked = vi.hoisted(() => {
  // What a page has, and Node has not or not always.
  let before: Promise<unknown> = Promise.resolve();
  const count = { turns: 0 };
  const locks = {
    request(_: string, run: () => Promise<unknown>) {
      count.turns++;
      const turn = before.then(run);
      before = turn.catch(() => {});
      return turn;
    },
  };
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('document', { hidden: true, visibilityState: 'hidden', addEventListener: () => {} });
  return count;
});
afterAll(() => vi.unstubAllGlobals());

it('is busy until the last sync that was asked for is over, not only the one before it', async () => {
  /** Ends a sync: its folder is gone. */
  const ends: (() => void)[] = [];
  const journal = {
    state: signal('ready'),
    isReadOnly: signal(false),
    setup: signal({ device: 'aa', name: 'Laptop', place: { kind: 'folder', name: 'journal' }, keys: [] } as Setup),
    changed: signal(0),
    lastSync: signal(undefined),
    folder: { folder: () => new Promise<undefined>((resolve) => ends.push(() => resolve(undefined))) },
    shared: {},
  } as unknown as Journal;
  const sync = createSync(journal);
  const seen: boolean[] = [];
  sync.isBusy.subscribe((isBusy) => void seen.push(isBusy));
  // A page that is opened syncs by itself; the person presses while it does.
  await vi.waitUntil(() => ends.length === 1);
  const pressed = sync.run();
  ends[0]?.();
  await vi.waitUntil(() => ends.length === 2);
  expect(sync.isBusy.value).toBe(true);
  ends[1]?.();
  await pressed;
  expect(seen).toEqual([false, true, false]);
});

/** A loaded machine takes its time to make a key of a passphrase. */
const until = (isSo: () => boolean) => vi.waitUntil(isSo, { timeout: 300_000 });

/** A folder whose every answer may be held back. */
function slowFolder() {
  const files = new Map<string, { text: string; lastModified: number }>();
  let held = Promise.resolve();
  const handle = (name: string) => ({
    kind: 'file',
    name,
    async getFile() {
      await held;
      const { text, lastModified } = files.get(name) as { text: string; lastModified: number };
      return { size: text.length, lastModified, text: async () => text };
    },
    async createWritable() {
      let written = '';
      return {
        write: async (text: string) => {
          written = text;
        },
        close: async () => void files.set(name, { text: written, lastModified: files.size + 1 + written.length }),
      };
    },
  });
  return {
    name: 'journal',
    async *values() {
      await held;
      for (const name of [...files.keys()]) yield handle(name);
    },
    getFileHandle: async (name: string) => handle(name),
    files,
    /** Until the function that this returns is called. */
    hold() {
      let letGo = () => {};
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return () => letGo();
    },
  };
}

/** A journal that shares nothing but how it does so. */
function sharingJournal(setup: Setup, folder: ReturnType<typeof slowFolder>, versions: Version[] = []) {
  const signals = { setup: signal<Setup | undefined>(setup), lastSync: signal(lastSyncOf([])) };
  const journal = {
    state: signal('ready'),
    isReadOnly: signal(false),
    isProtected: signal(true),
    changed: signal(0),
    ...signals,
    folder: { folder: async () => folder, keepFolder: async () => {} },
    shared: {
      versions: async () => [...versions],
      take: async () => 0,
      async write({ put = [], remove = [] }: Change) {
        if (remove.some(({ name }) => name === 'setup')) signals.setup.value = undefined;
        signals.setup.value = setupOf([...put]) ?? signals.setup.value;
        signals.lastSync.value = lastSyncOf([...put]) ?? signals.lastSync.value;
      },
    },
  };
  return journal as unknown as Journal;
}

async function keyFor(passphrase: string) {
  const key = makeDataKey();
  const held = { ...key, lock: await lockFor(key, passphrase) };
  return { held, shared: { id: key.id, bytes: packed(key.bytes), lock: packed(held.lock) } as SharedKey };
}

const setupWith = (key: SharedKey): Setup => ({
  device: 'aaaaaaaaaaaaaaaa',
  name: 'Laptop',
  place: { kind: 'folder', name: 'journal' },
  keys: [key],
});

it('seals the file with the new passphrase, also where a sync was under way when it was changed', async () => {
  const folder = slowFolder();
  const setup = setupWith((await keyFor('the old one')).shared);
  const letGo = folder.hold();
  const turns = asked.turns;
  const sync = createSync(sharingJournal(setup, folder));
  await until(() => asked.turns === turns + 1);
  const relocked = sync.relock('the new one');
  await until(() => asked.turns === turns + 2);
  letGo();
  await relocked;
  const { lock } = headOf(folder.files.get(fileOf(setup))?.text ?? '');
  await expect(dataKeyOf('the new one', lock)).resolves.toBeDefined();
});

it('stays stopped where another device’s file is being opened at that moment', async () => {
  const folder = slowFolder();
  const others = await keyFor('of the phone');
  const phone = { device: 'bbbbbbbbbbbbbbbb', name: 'Phone', writtenAt: 0, versions: [] };
  folder.files.set(fileOf(phone), { text: await writeShared(phone, others.held), lastModified: 1 });
  const journal = sharingJournal(setupWith((await keyFor('of the laptop')).shared), folder);
  const sync = createSync(journal);
  await until(() => sync.passedOver.value.locked.length > 0 && !sync.isBusy.value);
  const letGo = folder.hold();
  const opened = sync.openOthers('of the phone');
  await sync.stop({ removeFile: false });
  letGo();
  await opened;
  expect(journal.setup.value).toBeUndefined();
});

it('writes what another tab has changed, which was closed before it could', async () => {
  const folder = slowFolder();
  const key = await keyFor('of the laptop');
  const setup = setupWith(key.shared);
  const versions: Version[] = [];
  const sync = createSync(sharingJournal(setup, folder, versions));
  const written = async () => (await readShared(folder.files.get(fileOf(setup))?.text ?? '', [key.held])).versions;
  await until(() => folder.files.size > 0 && !sync.isBusy.value);
  versions.push({ kind: 'own', name: 'tags', value: ['walk'], at: 1, device: setup.device });
  const otherTab = new BroadcastChannel('feeling.devices');
  otherTab.postMessage('changed');
  // What one channel sends comes in order: ours has it when a second one of this tab has.
  const here = new BroadcastChannel('feeling.devices');
  const heard = new Promise((resolve) => here.addEventListener('message', resolve, { once: true }));
  otherTab.postMessage('changed');
  await heard;
  await sync.run();
  expect(await written()).toMatchObject([{ name: 'tags', value: ['walk'] }]);
  for (const channel of [otherTab, here]) channel.close();
});
