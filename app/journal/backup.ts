/** Copies of the journal in a folder of the person's own, one for each day with entries; sealed where the journal is. */
import { effect, type Signal, signal } from '@preact/signals';
import { dateOf, dayOn, writeJson } from '../../src/mood';
import { settings } from '../settings/settings';
import { inView } from '../shell/inView';
import type { Journal } from './journal';

export interface Backup {
  /** Whether this browser lets a page write into a folder. */
  isOffered: boolean;
  /** The folder's name, once one was chosen. */
  folder: Signal<string | undefined>;
  /** The browser wants to be asked again before it writes there. */
  needsPermission: Signal<boolean>;
  /** When a copy was last written in this session, in ms since 1970. */
  writtenAt: Signal<number>;
  problem: Signal<{ error: unknown } | undefined>;
  /** Asks for a folder, and writes a copy there. */
  choose(): Promise<void>;
  allow(): Promise<void>;
  stop(): Promise<void>;
}

/** Not in TypeScript's library yet (WICG File System Access). */
interface Permitted {
  queryPermission?(mode: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(mode: { mode: 'readwrite' }): Promise<PermissionState>;
}
type Folder = FileSystemDirectoryHandle & Permitted;
interface Picker {
  showDirectoryPicker?(options: { id: string; mode: 'readwrite' }): Promise<Folder>;
}

const readwrite = { mode: 'readwrite' } as const;
/** After the last change, in ms. */
const pause = 1000;

export function createBackup(journal: Journal): Backup {
  const folder = signal<string | undefined>(undefined);
  const needsPermission = signal(false);
  const writtenAt = signal(0);
  const problem = signal<{ error: unknown } | undefined>(undefined);
  let handle: Folder | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  let copying: Promise<void> = Promise.resolve();

  /** One copy after the other, so that the file holds what was there last, however long each takes. */
  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    copying = copying.then(copy);
    return copying;
  }

  async function copy() {
    try {
      // Another tab may have chosen another one, or none any more.
      handle = await journal.folder.folder('folder');
      folder.value = handle?.name;
      if (!handle || journal.entries.peek().length === 0) return;
      const permission = (await handle.queryPermission?.(readwrite)) ?? 'granted';
      needsPermission.value = permission !== 'granted';
      if (permission !== 'granted') return;
      // What is written from now on is not in this copy.
      const at = Date.now();
      const content = journal.isProtected.peek()
        ? await journal.sealedFile()
        : writeJson(journal.entries.peek(), journal.people.peek(), journal.own.peek().groups);
      const name = `feeling-journal-${dateOf(dayOn(new Date(), settings.dayBegins.peek()))}.json`;
      // The browser writes beside the file, and puts the new one in its place when it is whole.
      const file = await (await handle.getFileHandle(name, { create: true })).createWritable();
      await file.write(content);
      await file.close();
      writtenAt.value = Date.now();
      problem.value = undefined;
      await journal.changeOwn('exportedAt', () => at);
    } catch (error) {
      problem.value = { error };
    }
  }

  async function take(next: Folder | undefined) {
    folder.value = next?.name;
    needsPermission.value = false;
    problem.value = undefined;
    await journal.folder.keepFolder('folder', next);
    await write();
  }

  async function begin() {
    handle = await journal.folder.folder('folder').catch(() => undefined);
    folder.value = handle?.name;
    // The page may have been closed before the last entry was copied.
    const last = journal.entries.peek().at(-1);
    if (last && new Date(last.time).getTime() > journal.own.peek().exportedAt) await write();
  }

  let wasReady = false;
  effect(() => {
    const isReady = journal.state.value === 'ready';
    if (isReady && !wasReady) void begin();
    wasReady = isReady;
  });
  effect(() => {
    if (journal.written.value === 0) return;
    clearTimeout(timer);
    timer = setTimeout(write, pause);
  });
  // Whoever looks away may close the page.
  inView.subscribe((isSeen) => {
    if (!isSeen && timer !== undefined) void write();
  });

  return {
    isOffered: 'showDirectoryPicker' in globalThis,
    folder,
    needsPermission,
    writtenAt,
    problem,
    async choose() {
      let chosen: Folder | undefined;
      try {
        chosen = await (globalThis as Picker).showDirectoryPicker?.({ id: 'feeling', mode: 'readwrite' });
      } catch {
        // The person chose none.
      }
      if (chosen) await take(chosen);
    },
    async allow() {
      await handle?.requestPermission?.(readwrite);
      await write();
    },
    stop: () => take(undefined),
  };
}
