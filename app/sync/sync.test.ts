import { signal } from '@preact/signals';
import { afterAll, expect, it, vi } from 'vitest';
import type { Journal } from '../journal/journal';
import type { Setup } from './setup';
import { createSync } from './sync';

vi.hoisted(() => {
  // What a page has, and Node has not or not always.
  let before: Promise<unknown> = Promise.resolve();
  const locks = {
    request(_: string, run: () => Promise<unknown>) {
      const turn = before.then(run);
      before = turn.catch(() => {});
      return turn;
    },
  };
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('document', { hidden: true, visibilityState: 'hidden', addEventListener: () => {} });
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
