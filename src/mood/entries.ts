/** A journal's entries: what the person says, and beside it what the camera saw. */
import * as v from 'valibot';
import { emotions } from '../emotion';
import { activities, careStateOf, type Try } from './care';
import { isTime, timeRule } from './isoTime';
import { byTime, type MoodRecord } from './records';

/** Longest that each may be; what people write by hand is far below. */
export const longest = { note: 10_000, tag: 40, tags: 500 } as const;

const scale = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Lists stand in one cell of a table, parted by "|". */
export const tagSchema = v.pipe(
  v.string(),
  v.maxLength(longest.tag),
  v.regex(/^[^\s|](?:[^|\r\n]*[^\s|])?$/, 'must be one line without | and without spaces at its ends'),
);
const tags = v.pipe(v.array(tagSchema), v.maxLength(longest.tags));

export const entrySchema = v.strictObject({
  /** Tells an entry from every other, on any device. */
  id: v.pipe(v.string(), v.regex(/^[\w:.+-]{1,80}$/, 'must be 1 to 80 letters, digits and signs of _:.+-')),
  /** The person's wall clock, ISO 8601, as "2026-03-01T08:30:00.000+01:00". */
  time: v.pipe(v.string(), v.check(isTime, timeRule)),
  /** The person's own word. Undefined for a look that nobody was asked about. */
  felt: v.optional(
    v.strictObject({
      /** Unpleasant to pleasant. */
      valence: scale,
      /** Low to high; undefined where only pleasantness was asked, as in other journals. */
      energy: v.optional(scale),
      words: tags,
    }),
  ),
  tags,
  note: v.pipe(v.string(), v.maxLength(longest.note)),
  /** What was done between another check-in, whose place is kept here, and this one. */
  tried: v.optional(
    v.strictObject({ activity: v.picklist(activities), from: v.strictObject({ valence: scale, energy: scale }) }),
  ),
  /** A look of the camera: numbers only. */
  seen: v.optional(
    v.strictObject({
      seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
      /** Averages over that time; they sum to 1. */
      emotions: v.strictObject(v.entriesFromList(emotions, share)),
      valence: scale,
      /** Share of the time in which the answer was "not sure". */
      unsure: share,
      /** Brightness of the face, 0 … 1. */
      light: share,
    }),
  ),
});

export type JournalEntry = v.InferOutput<typeof entrySchema>;
export type Look = NonNullable<JournalEntry['seen']>;

/** What an entry says about how someone felt: by the person, and by the camera. */
export const recordsOf = (entries: readonly JournalEntry[]): MoodRecord[] =>
  entries.flatMap(({ time, felt, seen }): MoodRecord[] => [
    ...(felt ? [{ time, valence: felt.valence, source: 'word' as const }] : []),
    ...(seen ? [{ time, valence: seen.valence, source: 'camera' as const }] : []),
  ]);

/** What was tried, and how much it lifted. */
export const triesOf = (entries: readonly JournalEntry[]): Try[] =>
  entries.flatMap(({ felt, tried }) =>
    felt && tried
      ? [{ activity: tried.activity, state: careStateOf(tried.from), lift: felt.valence - tried.from.valence }]
      : [],
  );

/** Earliest first; entries of the same moment in the order of their ids. */
export const inOrder = (entries: readonly JournalEntry[]): JournalEntry[] =>
  [...entries].sort((a, b) => byTime(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Those of `incoming` that are not there yet. */
export function newEntries(present: readonly JournalEntry[], incoming: readonly JournalEntry[]): JournalEntry[] {
  const known = new Set(present.map(({ id }) => id));
  return incoming.filter(({ id }) => !known.has(id) && known.add(id));
}
