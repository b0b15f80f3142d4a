/** Finds entries again: by what is written in them, by a tag, by a word for a feeling. */
import type { JournalEntry } from './entries';

export interface EntryFilter {
  /** Parts that all must be found somewhere in the note, the words or the tags; case and accents do not matter. */
  text?: string;
  tag?: string;
  word?: string;
  /** What a word or a tag is called where it is looked for, beside its own name: in another language. */
  called?: (name: string) => string;
}

/** Entries that meet all of it, in their order; all of them where nothing is asked for. */
export function entriesMatching(
  entries: readonly JournalEntry[],
  { text = '', tag, word, called = (name) => name }: EntryFilter,
): JournalEntry[] {
  const parts = plain(text).split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const { tags, note, felt } = entry;
    if (tag !== undefined && !tags.includes(tag)) return false;
    if (word !== undefined && !felt?.words.includes(word)) return false;
    if (parts.length === 0) return true;
    const names = [...tags, ...(felt?.words ?? [])];
    const whole = plain([note, ...names, ...names.map(called)].join('\n'));
    return parts.every((part) => whole.includes(part));
  });
}

/** Without accents and in small letters: "Grün" and "grun" are the same. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
