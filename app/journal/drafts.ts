/** Entries that are being written: kept as they are typed, sealed where the journal is, until they are done or given up. */
import { type ReadonlySignal, signal } from '@preact/signals';
import * as v from 'valibot';
import { activities } from '../../src/mood';

const scale = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));
const place = v.object({ valence: scale, energy: scale });

export const draftSchema = v.object({
  /** Of the entry that it will be: done in two tabs, it is still one entry. */
  id: v.string(),
  place: v.optional(place),
  words: v.array(v.string()),
  tags: v.array(v.string()),
  ownTag: v.string(),
  note: v.string(),
  minute: v.string(),
  /** Something to do that was begun: how somebody felt before, and when, in ms since 1970. */
  begun: v.optional(v.object({ activity: v.picklist(activities), from: place, at: v.number() })),
});

export type Draft = v.InferOutput<typeof draftSchema>;

/** The name of the draft of a new entry; that of one that is changed is its id. */
export const newEntry = '@new';

export interface Drafts {
  get(name: string): Draft | undefined;
  /** Undefined gives it up. */
  set(name: string, draft: Draft | undefined): void;
  /** As they are in the database now; what is typed here goes before. */
  fill(kept: ReadonlyMap<string, Draft>): void;
  /** It becomes an entry, and its row goes with that: nothing writes it any more. */
  take(name: string): Draft | undefined;
  /** Something typed is not yet on its way to the database. */
  hasUnwritten: ReadonlySignal<boolean>;
  /** Writes what is not yet written. */
  flush(): Promise<void>;
  clear(): void;
}

/** What is typed is written after so many ms, also where the keys never rest. */
const delay = 400;

export function createDrafts(write: (name: string, draft: Draft | undefined) => Promise<void>): Drafts {
  const drafts = new Map<string, Draft>();
  const unwritten = new Set<string>();
  const hasUnwritten = signal(false);
  /** How many writes of a draft are under way. */
  const writing = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isStillUnwritten = (name: string) => {
    unwritten.add(name);
    hasUnwritten.value = true;
  };
  const isUnwrittenNoMore = (names: readonly string[]) => {
    for (const name of names) unwritten.delete(name);
    hasUnwritten.value = unwritten.size > 0;
  };

  /** What is here is newer than what the database has. */
  const isAhead = (name: string) => unwritten.has(name) || (writing.get(name) ?? 0) > 0;

  async function writeOne(name: string) {
    const draft = drafts.get(name);
    writing.set(name, (writing.get(name) ?? 0) + 1);
    try {
      await write(name, draft);
    } catch {
      // A full disk, or a lock whose key is on its way: it stays in the form, and goes with the next flush. Done says why.
      if (isSame(drafts.get(name), draft)) isStillUnwritten(name);
    } finally {
      writing.set(name, (writing.get(name) ?? 1) - 1);
    }
  }

  function stopTimer() {
    clearTimeout(timer);
    timer = undefined;
  }

  async function flush() {
    stopTimer();
    const names = [...unwritten];
    isUnwrittenNoMore(names);
    await Promise.all(names.map(writeOne));
  }

  return {
    get: (name) => drafts.get(name),
    set(name, draft) {
      // A form that only shows a draft must not write it: another tab may have gone on with it.
      if (isSame(drafts.get(name), draft)) return;
      if (draft) drafts.set(name, draft);
      else drafts.delete(name);
      isStillUnwritten(name);
      timer ??= setTimeout(flush, delay);
    },
    fill(kept) {
      for (const name of [...drafts.keys()]) if (!isAhead(name) && !kept.has(name)) drafts.delete(name);
      for (const [name, draft] of kept) if (!isAhead(name)) drafts.set(name, draft);
    },
    take(name) {
      const draft = drafts.get(name);
      drafts.delete(name);
      isUnwrittenNoMore([name]);
      return draft;
    },
    hasUnwritten,
    flush,
    clear() {
      stopTimer();
      drafts.clear();
      isUnwrittenNoMore([...unwritten]);
    },
  };
}

const isSame = (a: Draft | undefined, b: Draft | undefined) => JSON.stringify(a) === JSON.stringify(b);
