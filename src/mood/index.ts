/** Mood over days: what the person said, what is usual for them, and when it turns down. Pure. */
export { agreementOf } from './agreement';
export { type AlarmAnswer, alarmAnswerSchema } from './alarmAnswer';
export { realShare, thresholdFor } from './calibration';
export {
  type Activity,
  activities,
  type CareState,
  careStateOf,
  careStates,
  liftOf,
  offers,
  type Try,
} from './care';
export { daylioMoods, type MoodPlaces, UnknownMoodsError } from './daylio';
export { daysOf, type MoodDay } from './days';
export {
  type Alarm,
  type Episode,
  learningDays,
  type MoodWatch,
  startWatch,
  step,
  summaryOf,
  type WatchedDay,
  type WatchState,
  watchDays,
  watchMood,
} from './downswing';
export {
  entrySchema,
  inOrder,
  type JournalEntry,
  type Look,
  longest,
  newEntries,
  recordsOf,
  triesOf,
} from './entries';
export { type Fault, MoodFileError } from './errors';
export { dayOn, momentOn, wallClock } from './isoTime';
export {
  type ReadEntries,
  readEntries,
  readJournal,
  readPeople,
  readTagGroups,
  writeCsv,
  writeJson,
} from './journalFile';
export { isLowSpell } from './lowSpell';
export { type FoundInstead, NoJournalError } from './noJournal';
export { readRecords } from './readRecords';
export { dateOf, dayOf, type MoodRecord, type MoodSource, usualDayBegin, weekdayOf } from './records';
export { type EntryFilter, entriesMatching } from './search';
export { joinedGroups, movedTag, renamedGroup, restoredGroup, type TagGroup, tagGroupsIn } from './tagGroups';
export {
  type DayValue,
  dayPartDifferences,
  dayParts,
  dayValues,
  type Estimate,
  type Habit,
  habitOf,
  type Level,
  levels,
  type MonthValue,
  monthValues,
  tagDifferences,
  valencesOn,
  weekdayDifferences,
  wordCounts,
} from './trends';
export { watchRises } from './upswing';
export { frequentFirst } from './usage';
export { type Week, weekOf } from './week';
