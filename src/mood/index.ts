/** Mood over days: what the person said, what is usual for them, and when it turns down. Pure. */
export { daysOf, type MoodDay } from './days';
export {
  type Alarm,
  type Episode,
  learningDays,
  type MoodWatch,
  summaryOf,
  thresholdFor,
  type WatchedDay,
  watchDays,
  watchMood,
} from './downswing';
export {
  type Felt,
  inOrder,
  type JournalEntry,
  type Look,
  longest,
  newEntries,
  recordsOf,
} from './entries';
export { MoodFileError } from './errors';
export { wallClock } from './isoTime';
export { readJournal, writeCsv, writeJson } from './journalFile';
export { readRecords } from './readRecords';
export { dateOf, dayOf, type MoodRecord, type MoodSource } from './records';
