/** Where a journal is kept. Whatever keeps it writes an entry whole or not at all. */
import type { JournalEntry } from './entries';

/** What the person said to an alarm: that it was wrong, or that it may come back later. */
export interface AlarmAnswer {
  /** The alarm's day, since 1970-01-01. */
  day: number;
  /** Wrong, for good; or quiet until this time, in ms since 1970. */
  quietUntil: number | 'wrong';
}

export interface JournalStore {
  /** Earliest first. */
  entries(): Promise<JournalEntry[]>;
  /** Adds entries or replaces those with the same id: all of them, or none and an error. */
  put(entries: readonly JournalEntry[]): Promise<void>;
  remove(id: string): Promise<void>;
  answers(): Promise<AlarmAnswer[]>;
  answer(answer: AlarmAnswer): Promise<void>;
  /** Nothing of it is left. */
  forget(): Promise<void>;
}
