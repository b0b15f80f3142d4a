/** Entries that are being written: kept as they are typed, sealed where the journal is, until they are done or given up. */
import * as v from 'valibot';

const scale = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));

export const draftSchema = v.object({
  /** Of the entry that it will be: done in two tabs, it is still one entry. */
  id: v.string(),
  place: v.optional(v.object({ valence: scale, energy: scale })),
  words: v.array(v.string()),
  tags: v.array(v.string()),
  ownTag: v.string(),
  note: v.string(),
  minute: v.string(),
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
  /** Writes what is not yet written. */
  flush(): Promise<void>;
  clear(): void;
}

/** Milliseconds without a key before a draft is written. */
const pause = 400;

export function createDrafts(write: (name: string, draft: Draft | undefined) => Promise<void>): Drafts {
  const drafts = new Map<string, Draft>();
  const unwritten = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush() {
    clearTimeout(timer);
    const names = [...unwritten];
    const now = names.map((name) => [name, drafts.get(name)] as const);
    unwritten.clear();
    // One that cannot be written stays in the form; Done says why.
    await Promise.all(now.map(([name, draft]) => write(name, draft).catch(() => {})));
  }

  return {
    get: (name) => drafts.get(name),
    set(name, draft) {
      if (draft) drafts.set(name, draft);
      else if (!drafts.delete(name)) return;
      unwritten.add(name);
      clearTimeout(timer);
      timer = setTimeout(flush, pause);
    },
    fill(kept) {
      for (const name of [...drafts.keys()]) if (!unwritten.has(name) && !kept.has(name)) drafts.delete(name);
      for (const [name, draft] of kept) if (!unwritten.has(name)) drafts.set(name, draft);
    },
    take(name) {
      const draft = drafts.get(name);
      drafts.delete(name);
      unwritten.delete(name);
      return draft;
    },
    flush,
    clear() {
      clearTimeout(timer);
      drafts.clear();
      unwritten.clear();
    },
  };
}
