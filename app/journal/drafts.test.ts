import { describe, expect, it, vi } from 'vitest';
import { createDrafts, type Draft, newEntry } from './drafts';

const draft = (note: string): Draft => ({ id: 'one', words: [], tags: [], ownTag: '', note, minute: '' });

/** A database that all tabs share; each write ends when it is let go, or fails. */
function sharedDatabase() {
  const rows = new Map<string, Draft>();
  const waiting: { end(): void; fail(): void }[] = [];
  const write = (name: string, value: Draft | undefined) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({
        end() {
          if (value) rows.set(name, value);
          else rows.delete(name);
          resolve();
        },
        fail: () => reject(new Error('the journal is locked')),
      });
    });
  return { rows, write, next: () => waiting.shift() as { end(): void; fail(): void } };
}

describe('drafts', () => {
  it('showing a draft does not write it over what another tab has typed since', async () => {
    const { rows, write, next } = sharedDatabase();
    const [first, second] = [createDrafts(write), createDrafts(write)];
    first.fill(new Map([[newEntry, draft('half')]]));
    second.set(newEntry, draft('half a thought'));
    const writing = second.flush();
    next().end();
    await writing;
    // The first tab's form opens with what it has read before.
    first.set(newEntry, draft('half'));
    await first.flush();
    expect(next()).toBeUndefined();
    expect(rows.get(newEntry)?.note).toBe('half a thought');
  });

  it('what is typed steadily is written while it is typed', async () => {
    vi.useFakeTimers();
    const { rows, write, next } = sharedDatabase();
    const drafts = createDrafts(write);
    const typed = 'half a thought, without a pause';
    for (let length = 1; length <= typed.length; length++) {
      drafts.set(newEntry, draft(typed.slice(0, length)));
      await vi.advanceTimersByTimeAsync(80);
      next()?.end();
    }
    // At 80 ms a key, 5 keys are typed in 400 ms.
    expect(rows.get(newEntry)?.note.length).toBeGreaterThan(typed.length - 6);
    vi.useRealTimers();
  });

  it('a draft that could not be written goes with the next flush', async () => {
    const { rows, write, next } = sharedDatabase();
    const drafts = createDrafts(write);
    drafts.set(newEntry, draft('half a thought'));
    const failing = drafts.flush();
    next().fail();
    await failing;
    // The database is read again, without it.
    drafts.fill(new Map());
    expect(drafts.get(newEntry)?.note).toBe('half a thought');
    const writing = drafts.flush();
    next().end();
    await writing;
    expect(rows.get(newEntry)?.note).toBe('half a thought');
  });

  it('a draft that failed to be written is not written after it was taken or cleared', async () => {
    for (const end of ['take', 'clear'] as const) {
      const { write, next } = sharedDatabase();
      const drafts = createDrafts(write);
      drafts.set(newEntry, draft('half a thought'));
      const failing = drafts.flush();
      drafts[end](newEntry);
      next().fail();
      await failing;
      await drafts.flush();
      expect(next(), end).toBeUndefined();
    }
  });

  it('a reading from before does not replace a draft that is being written', async () => {
    const { write, next } = sharedDatabase();
    const drafts = createDrafts(write);
    drafts.set(newEntry, draft('half a thought'));
    const writing = drafts.flush();
    drafts.fill(new Map([[newEntry, draft('half')]]));
    expect(drafts.get(newEntry)?.note).toBe('half a thought');
    next().end();
    await writing;
    drafts.fill(new Map([[newEntry, draft('half a thought, changed elsewhere')]]));
    expect(drafts.get(newEntry)?.note).toBe('half a thought, changed elsewhere');
  });
});
