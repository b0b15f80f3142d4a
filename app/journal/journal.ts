/** The journal as the page has it: what is kept, and what can be done with it. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type AlarmAnswer,
  dayOn,
  inOrder,
  isLowSpell,
  type JournalEntry,
  type MoodWatch,
  newEntries,
  readJournal,
  recordsOf,
  watchMood,
} from '../../src/mood';
import type { LockableStore } from './database';

export type JournalState = 'loading' | 'locked' | 'ready' | 'failed';

export interface Journal {
  /** `failed` where this browser keeps nothing; the reason is in `problem`. */
  state: Signal<JournalState>;
  /** It has a passphrase. */
  isProtected: Signal<boolean>;
  problem: Signal<string>;
  /** Earliest first. */
  entries: Signal<readonly JournalEntry[]>;
  watch: ReadonlySignal<MoodWatch>;
  /** The alarm that is to be shown. */
  alarm: ReadonlySignal<ShownAlarm | undefined>;
  lowSpell: ReadonlySignal<boolean>;
  /** The entry that was removed last, which can come back. */
  removed: Signal<JournalEntry | undefined>;
  load(): Promise<void>;
  /** Throws when it could not be kept; then nothing has changed. */
  put(entry: JournalEntry): Promise<void>;
  remove(entry: JournalEntry): Promise<void>;
  /** Adds what is new in a file. Throws when it cannot be read; then nothing has changed. */
  importText(text: string): Promise<{ added: number; known: number }>;
  answer(answer: AlarmAnswer): Promise<void>;
  forget(): Promise<void>;
  protect(passphrase: string): Promise<void>;
  unprotect(): Promise<void>;
  /** Throws WrongPassphrase. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets the key and what was read with it. */
  lock(): void;
}

export interface ShownAlarm {
  day: number;
  /** Days with entries that were low, up to now or to the end of it. */
  lowDays: number;
  isOver: boolean;
}

/** An alarm is shown for so many days, or as long as its episode lasts. */
const shownDays = 7;

/** now: the present, so that tests have a clock of their own */
export function createJournal(store: LockableStore, now: () => Date): Journal {
  const state = signal<JournalState>('loading');
  const isProtected = signal(false);
  const problem = signal('');
  const entries = signal<readonly JournalEntry[]>([]);
  const answers = signal<readonly AlarmAnswer[]>([]);
  const removed = signal<JournalEntry | undefined>(undefined);
  const watch = computed(() => {
    const dismissed = new Set(answers.value.filter((a) => a.quietUntil === 'wrong').map(({ day }) => day));
    return watchMood(recordsOf(entries.value), { dismissed });
  });
  const today = () => dayOn(now());
  const alarm = computed(() => {
    const { alarms, episodes, days } = watch.value;
    // Each alarm begins an episode.
    const [latest, episode] = [alarms.at(-1), episodes.at(-1)];
    if (!latest || !episode) return undefined;
    const { day } = latest;
    const { from, to } = episode;
    const isOver = to !== undefined;
    const answer = answers.value.find((a) => a.day === day);
    const isQuiet = answer && answer.quietUntil !== 'wrong' && now().getTime() < answer.quietUntil;
    if (isQuiet || (isOver && today() - day > shownDays)) return undefined;
    const lowDays = days.filter((d) => d.day >= from && (!isOver || d.day <= to)).length;
    return { day, lowDays, isOver };
  });

  const journal: Journal = {
    state,
    isProtected,
    problem,
    entries,
    watch,
    alarm,
    lowSpell: computed(() => isLowSpell(entries.value, today())),
    removed,
    async load() {
      try {
        const protection = await store.protection();
        isProtected.value = protection !== 'none';
        if (protection === 'locked') {
          state.value = 'locked';
          return;
        }
        [entries.value, answers.value] = await Promise.all([store.entries(), store.answers()]);
        state.value = 'ready';
      } catch (error) {
        problem.value = error instanceof Error ? error.message : String(error);
        state.value = 'failed';
      }
    },
    async put(entry) {
      await store.put([entry]);
      entries.value = inOrder([...entries.value.filter(({ id }) => id !== entry.id), entry]);
      if (removed.value?.id === entry.id) removed.value = undefined;
    },
    async remove(entry) {
      await store.remove(entry.id);
      entries.value = entries.value.filter(({ id }) => id !== entry.id);
      removed.value = entry;
    },
    async importText(text) {
      const found = readJournal(text);
      const added = newEntries(entries.value, found);
      await store.put(added);
      entries.value = inOrder([...entries.value, ...added]);
      return { added: added.length, known: found.length - added.length };
    },
    async answer(answer) {
      await store.answer(answer);
      answers.value = [...answers.value.filter(({ day }) => day !== answer.day), answer];
    },
    async forget() {
      await store.forget();
      entries.value = [];
      answers.value = [];
      removed.value = undefined;
      isProtected.value = false;
      state.value = 'ready';
    },
    async protect(passphrase) {
      await store.protect(passphrase);
      isProtected.value = true;
    },
    async unprotect() {
      await store.unprotect();
      isProtected.value = false;
    },
    async unlock(passphrase) {
      await store.unlock(passphrase);
      await journal.load();
    },
    lock() {
      store.lock();
      entries.value = [];
      answers.value = [];
      removed.value = undefined;
      state.value = 'locked';
    },
  };
  return journal;
}
