/** What is pressed and typed where the page is slow: before its next frame, or while its database writes. */
import { signal } from '@preact/signals';
import { beforeEach, expect, it, vi } from 'vitest';
import { dateOf, type JournalEntry, wallClock } from '../../src/mood';
import { drawnPart, settled } from '../../tools/drawnPart';
import { CareView } from '../care/CareView';
import { createDrafts } from './drafts';
import { EntryForm } from './EntryForm';
import { HelpLines } from './HelpLines';
import type { Journal } from './journal';
import { MonthCalendar } from './MonthCalendar';
import { type Own, ownOf } from './own';
import { TagSheet } from './TagSheet';

const { find, focused, show, type, press, pressKey } = drawnPart();

beforeEach(() => {
  // What the plane is measured with.
  class ResizeObserver {
    observe() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ResizeObserver, getComputedStyle: () => ({ fontSize: '15px' }) });
});

/** A journal whose writes end when they are let go. */
function slowJournal(entries: JournalEntry[] = []) {
  const put: JournalEntry[] = [];
  const ends: (() => void)[] = [];
  const journal = {
    entries: signal<readonly JournalEntry[]>(entries),
    own: signal<Own>(ownOf([])),
    isReadOnly: signal(false),
    drafts: createDrafts(async () => {}),
    put(entry: JournalEntry) {
      put.push(entry);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    async change(id: string, change: (now: JournalEntry | undefined) => JournalEntry | undefined) {
      const changed = change(journal.entries.value.find((entry) => entry.id === id));
      if (changed) put.push(changed);
      return changed;
    },
  };
  return { journal: journal as unknown as Journal, put, ends, own: journal.own };
}

const valence = 'input[type=range]';
const form = { label: 'Check-in', heading: 'How are you?', done: () => {} };

it('a day of the calendar is that of the entry from the next press on', async () => {
  const wanted = signal<number | undefined>(undefined);
  await show(EntryForm, { ...form, journal: slowJournal().journal, wanted });
  await new Promise((resolve) => setTimeout(resolve, 200));
  wanted.value = 20_000;
  await settled();
  expect(find<HTMLInputElement>('input[type=datetime-local]')?.value.slice(0, 10)).toBe(dateOf(20_000));
});

it('an entry is kept once however often Done is pressed, and what is typed meanwhile stays in the form', async () => {
  const { journal, put, ends } = slowJournal();
  const done = vi.fn();
  await show(EntryForm, { ...form, journal, done });
  await type(valence, '0.5');
  await type('textarea', 'a good walk');
  await press('form', 'submit');
  await press('form', 'submit');
  await type('textarea', 'and then rain');
  expect(put).toHaveLength(1);
  ends[0]?.();
  await settled();
  expect(done).toHaveBeenCalledTimes(1);
  expect(journal.drafts.get('@new')?.note).toBe('and then rain');
  expect(journal.drafts.get('@new')?.place).toBeUndefined();
});

it('what another device or the camera changes of an entry is not undone by a form that left it as it was', async () => {
  const entry: JournalEntry = {
    ...{ id: 'a', time: '2026-03-01T12:00:00+00:00', tags: ['walk'], note: '' },
    felt: { valence: 0.2, energy: 0, words: [] },
  };
  const { journal, put } = slowJournal([entry]);
  await show(EntryForm, { ...form, journal, entry });
  await type('textarea', 'with rain');
  // This tab has not heard of it yet.
  journal.entries.value = [{ ...entry, tags: ['walk', 'dog'] }];
  await press('form', 'submit');
  expect(put).toEqual([{ ...entry, tags: ['walk', 'dog'], note: 'with rain' }]);
});

it('a list of help lines that is being typed stays when a sync tells the journal of something', async () => {
  const { journal, own } = slowJournal();
  await show(HelpLines, { journal });
  await press('button');
  await type('textarea', 'My sister: 0123');
  own.value = { ...own.value, exportedAt: 5 };
  await settled();
  expect(find<HTMLTextAreaElement>('textarea').value).toBe('My sister: 0123');
  expect(journal.drafts.get('@lines')?.note).toBe('My sister: 0123');
});

it('so does the name of a group', async () => {
  const { journal, own } = slowJournal();
  own.value = { ...own.value, groups: [{ name: 'Sport', tags: [] }] };
  await show(TagSheet, { journal, tags: [], close: () => {} });
  await type('input', 'Sports');
  own.value = { ...own.value, exportedAt: 5 };
  await settled();
  expect(find<HTMLInputElement>('input').value).toBe('Sports');
});

it('care begins with the last check-in before anything can be pressed', async () => {
  const felt = { valence: -0.4, energy: -0.2, words: [] };
  const { journal } = slowJournal([{ id: 'a', time: wallClock(new Date()), felt, tags: [], note: '' }]);
  void show(CareView, { journal });
  await Promise.resolve();
  await Promise.resolve();
  expect(find('main').dataset['care']).toBe('offer');
});

it('what was done in care is kept once however often Done is pressed, and what is typed meanwhile stays', async () => {
  const { journal, put, ends } = slowJournal();
  const begun = { activity: 'gratitude' as const, from: { valence: -0.4, energy: -0.2 }, at: Date.now() };
  const place = { valence: 0.4, energy: 0 };
  journal.drafts.set('@care', { id: '@care', words: [], tags: [], ownTag: '', note: 'tea', minute: '', begun, place });
  await show(CareView, { journal });
  // A place was chosen: what comes after is where it was left.
  expect(find('main').dataset['care']).toBe('after');
  await press('form', 'submit');
  await press('form', 'submit');
  await type('textarea', 'tea, and rain');
  for (const end of ends) end();
  await settled();
  expect(new Set(put.map(({ id }) => id)).size).toBe(1);
  expect(put[0]).toMatchObject({ felt: place, note: 'tea', tried: { activity: 'gratitude', from: begun.from } });
  expect(journal.drafts.get('@care')?.note).toBe('tea, and rain');
});

it('the keyboard goes on from day to day over the end of a month without a frame in between', async () => {
  // 3 March 2026.
  await show(MonthCalendar, {
    days: [],
    today: 20_515,
    chosen: signal<number | undefined>(undefined),
    begin: () => {},
  });
  for (let i = 0; i < 4; i++) {
    pressKey('.calendar-days', 'ArrowLeft');
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
    expect(focused()?.dataset['day']).toBe(String(20_514 - i));
  }
});
