/** What a tab shows of the journal, and what of that is still on its way to the database. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type AlarmAnswer,
  isLowSpell,
  type JournalEntry,
  type MoodWatch,
  recordsOf,
  watchMood,
  watchRises,
} from '../../src/mood';
import type { Profile } from '../personal/people';
import type { LastSync, Setup } from '../sync/setup';
import type { Content, Records } from './contents';
import type { Drafts } from './drafts';
import { type Own, ownOf } from './own';
import { type ShownAlarm, shownAlarm } from './shownAlarm';

export type JournalState =
  | 'loading'
  | 'locked'
  | 'ready'
  /** This browser keeps nothing; the reason is in `problem`. */
  | 'failed'
  /** A newer page has taken the database over. */
  | 'replaced';

export interface Clock {
  /** The present, so that tests have a clock of their own. */
  now(): Date;
  /** The hour at which the person's days begin. */
  dayBegins(): number;
  /** The day that it is; where that is a signal's value, what is shown follows. */
  today(): number;
}

export interface Shown {
  state: Signal<JournalState>;
  /** It has a passphrase. */
  isProtected: Signal<boolean>;
  /** A newer page wrote it: it can be read and exported, and nothing else. */
  isReadOnly: Signal<boolean>;
  /** Why it cannot be read, where it failed. */
  problem: Signal<unknown>;
  /** Earliest first. */
  entries: Signal<readonly JournalEntry[]>;
  /** How many rows cannot be opened; they are kept. */
  unreadable: Signal<number>;
  watch: ReadonlySignal<MoodWatch>;
  /** The alarm that is to be shown. */
  alarm: ReadonlySignal<ShownAlarm | undefined>;
  /** The same for days that turned up, where the person wants to know. */
  rises: ReadonlySignal<MoodWatch | undefined>;
  rise: ReadonlySignal<ShownAlarm | undefined>;
  lowSpell: ReadonlySignal<boolean>;
  /** What was answered to alarms. */
  answers: Signal<readonly AlarmAnswer[]>;
  /** Entries that are being changed here, and that another tab or device has removed meanwhile. */
  removedElsewhere: ReadonlySignal<readonly JournalEntry[]>;
  /** Nobody wants to change it any more. */
  letGo(entry: JournalEntry): void;
  /** The entry that was removed last, which can come back. */
  removed: Signal<JournalEntry | undefined>;
  /** Everything was forgotten, in whichever tab, and nothing was written since. */
  forgotten: Signal<boolean>;
  own: Signal<Own>;
  /** Whose faces are known, and what they taught. */
  people: Signal<readonly Profile[]>;
  /** When somebody was last there, in any tab, in ms since 1970. */
  seen: Signal<number>;
  /** How this device shares the journal with others, if it does, and when it last did. */
  setup: Signal<Setup | undefined>;
  lastSync: Signal<LastSync | undefined>;
}

/** How what is shown changes. */
export interface Showing {
  showEntries(now: readonly JournalEntry[]): void;
  showRecords(records: Records): void;
  show(content: Content): void;
  /** Nothing of it is shown any more. */
  hide(next: JournalState): void;
  /** Shows a change of what is the person's own until the function that is returned is called. */
  showOnItsWay(change: (now: Own) => Own): () => void;
  /** Whether this tab removes an entry, so that nobody is told that another did. */
  removesHere(id: string, does: boolean): void;
}

export function createShown({ now, dayBegins, today }: Clock, drafts: Drafts): { shown: Shown; showing: Showing } {
  const state = signal<JournalState>('loading');
  const isProtected = signal(false);
  const isReadOnly = signal(false);
  const problem = signal<unknown>(undefined);
  const entries = signal<readonly JournalEntry[]>([]);
  const unreadable = signal(0);
  const answers = signal<readonly AlarmAnswer[]>([]);
  const own = signal<Own>(ownOf([]));
  /** As the database had it when it was read last, and what is on its way there. */
  let keptOwn = own.peek();
  const changesOnTheirWay = new Set<(now: Own) => Own>();
  const people = signal<readonly Profile[]>([]);
  const removedElsewhere = signal<readonly JournalEntry[]>([]);
  const removedHere = new Set<string>();
  const removed = signal<JournalEntry | undefined>(undefined);
  const forgotten = signal(false);
  const seen = signal(now().getTime());
  const setup = signal<Setup | undefined>(undefined);
  const lastSync = signal<LastSync | undefined>(undefined);
  const dismissed = computed(
    () => new Set(answers.value.filter((a) => a.quietUntil === 'wrong').map(({ day }) => day)),
  );
  const watchOptions = () => ({ dismissed: dismissed.value, dayBegins: dayBegins() });
  const watch = computed(() => watchMood(recordsOf(entries.value), watchOptions()));
  const rises = computed(() =>
    own.value.watchesRises ? watchRises(recordsOf(entries.value), watchOptions()) : undefined,
  );
  const shownOf = (found: MoodWatch) =>
    shownAlarm(found, { answers: answers.value, today: today(), at: now().getTime() });
  const alarm = computed(() => shownOf(watch.value));
  const rise = computed(() => rises.value && shownOf(rises.value));

  function show(content: Content) {
    showEntries(content.entries);
    unreadable.value = content.unreadable;
    showRecords(content.records);
  }

  /** What was typed into the form of an entry is not lost with the entry. */
  function showEntries(now: readonly JournalEntry[]) {
    const there = new Set(now.map(({ id }) => id));
    const isOpen = ({ id }: JournalEntry) => !there.has(id) && !removedHere.has(id) && drafts.get(id) !== undefined;
    removedElsewhere.value = [...removedElsewhere.peek(), ...entries.peek()].filter(isOpen);
    entries.value = now;
  }

  const showOwn = () => {
    own.value = [...changesOnTheirWay].reduce((now, change) => change(now), keptOwn);
  };

  function showRecords(records: Records) {
    answers.value = records.answers;
    keptOwn = records.own;
    showOwn();
    people.value = records.people;
    setup.value = records.setup;
    lastSync.value = records.lastSync;
    drafts.fill(records.drafts);
  }

  function hide(next: JournalState) {
    batch(() => {
      state.value = next;
      entries.value = [];
      removedElsewhere.value = [];
      answers.value = [];
      changesOnTheirWay.clear();
      keptOwn = ownOf([]);
      showOwn();
      people.value = [];
      setup.value = undefined;
      lastSync.value = undefined;
      unreadable.value = 0;
      removed.value = undefined;
    });
  }

  const shown: Shown = {
    state,
    isProtected,
    isReadOnly,
    problem,
    entries,
    unreadable,
    watch,
    alarm,
    rises,
    rise,
    lowSpell: computed(() => isLowSpell(entries.value, today(), dayBegins())),
    answers,
    removedElsewhere,
    letGo({ id }) {
      removedElsewhere.value = removedElsewhere.peek().filter((other) => other.id !== id);
    },
    removed,
    forgotten,
    own,
    people,
    seen,
    setup,
    lastSync,
  };
  const showing: Showing = {
    show,
    showEntries,
    showRecords,
    hide,
    showOnItsWay(change) {
      changesOnTheirWay.add(change);
      showOwn();
      return () => {
        changesOnTheirWay.delete(change);
        showOwn();
      };
    },
    removesHere(id, does) {
      if (does) removedHere.add(id);
      else removedHere.delete(id);
    },
  };
  return { shown, showing };
}
