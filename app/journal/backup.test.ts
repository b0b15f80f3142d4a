/** Copies of the journal while the disk is slow. */
import '../../tools/barePage';
import { signal } from '@preact/signals';
import { beforeEach, expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../src/mood';
import { createBackup } from './backup';
import type { Journal } from './journal';
import { type Own, ownOf } from './own';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 1, 12) });
  return () => vi.useRealTimers();
});

const entry = (id: string): JournalEntry => ({ id, time: '2026-03-01T12:00:00+00:00', tags: [], note: id });

/** A folder in which a file takes so many milliseconds to be closed, one after the other. */
function slowFolder(closing: number[]) {
  const files = new Map<string, string>();
  return {
    name: 'copies',
    files,
    queryPermission: async () => 'granted',
    getFileHandle: async (name: string) => ({
      async createWritable() {
        let written = '';
        return {
          write: async (text: string) => {
            written = text;
          },
          async close() {
            await new Promise((resolve) => setTimeout(resolve, closing.shift() ?? 0));
            files.set(name, written);
          },
        };
      },
    }),
  };
}

function openBackup(folder: ReturnType<typeof slowFolder>) {
  const own = signal<Own>(ownOf([]));
  const kept = { folder: folder as unknown };
  const journal = {
    state: signal('ready'),
    isProtected: signal(false),
    entries: signal([entry('first')]),
    people: signal([]),
    written: signal(0),
    own,
    folder: {
      folder: async () => kept.folder,
      keepFolder: async (_: string, next: unknown) => {
        kept.folder = next;
      },
    },
    async changeOwn(name: keyof Own, change: (now: never) => unknown) {
      own.value = { ...own.value, [name]: change(own.value[name] as never) };
    },
  };
  const write = (id: string) => {
    journal.entries.value = [...journal.entries.value, entry(id)];
    journal.written.value++;
  };
  return { backup: createBackup(journal as unknown as Journal), journal, write, kept };
}

it('the file holds the last entry, also where an earlier copy is still being written when a later one is ready', async () => {
  const folder = slowFolder([5000, 0]);
  const { write } = openBackup(folder);
  await vi.advanceTimersByTimeAsync(100);
  write('second');
  await vi.advanceTimersByTimeAsync(10_000);
  expect([...folder.files.values()].join()).toContain('"second"');
});

it('what is written while a copy is being made counts as not copied', async () => {
  const { journal, write } = openBackup(slowFolder([5000, 60_000]));
  await vi.advanceTimersByTimeAsync(3000);
  const at = Date.now();
  write('second');
  await vi.advanceTimersByTimeAsync(4000);
  expect(journal.own.value.exportedAt).toBeGreaterThan(0);
  expect(journal.own.value.exportedAt).toBeLessThan(at);
});

it('nothing is copied any more once that was stopped in another tab', async () => {
  const folder = slowFolder([]);
  const { backup, write, kept } = openBackup(folder);
  await vi.advanceTimersByTimeAsync(100);
  kept.folder = undefined;
  write('second');
  await vi.advanceTimersByTimeAsync(2000);
  expect([...folder.files.values()].join()).not.toContain('"second"');
  expect(backup.folder.value).toBeUndefined();
});
