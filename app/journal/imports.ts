/** What a file has that the journal has not. */
import {
  type AlarmAnswer,
  type JournalEntry,
  joinedGroups,
  type MoodFileError,
  newEntries,
  readEntries,
  readPeople,
  readTagGroups,
} from '../../src/mood';
import { itemsOf, type Profile } from '../personal/people';
import { type Own, type OwnChange, ownOf, ownRevision } from './own';
import type { Item, Revision } from './rows';
import { isSealedFile, readSealedFile } from './sealedFile';
import type { Change } from './writes';

/** What came of a file. */
export interface Imported {
  added: number;
  known: number;
  /** Why single entries were not taken, each with its place in the file. */
  refused: readonly MoodFileError[];
  /** Rows of which an entry could not hold all. */
  shortened: readonly number[];
}

export interface Here {
  entries: readonly JournalEntry[];
  answers: readonly AlarmAnswer[];
  people: readonly Profile[];
  own: Own;
}

/**
 * Reads a file, entry by entry. Throws when it cannot be read at all, WrongPassphrase where it is sealed with another
 * passphrase, PassphraseNeeded where none was given, and UnknownMoodsError where only the person can tell where moods lie.
 */
export async function readImport(
  text: string,
  passphrase: string | undefined,
  here: Here,
): Promise<{ imported: Imported; entries: readonly JournalEntry[]; others: Required<Pick<Change, 'put' | 'revise'>> }> {
  const found = isSealedFile(text)
    ? { ...(await readSealedFile(text, passphrase)), shortened: [] }
    : { ...readEntries(text, here.own.moods), items: [...itemsOf(readPeople(text)), ...groupsItem(text)] };
  const entries = newEntries(here.entries, found.entries);
  const known = new Set(itemsOf(here.people).map(({ kind, name }) => `${kind} ${name}`));
  const put = found.items.filter(
    ({ kind, name }) =>
      (kind === 'answer' && !here.answers.some((a) => String(a.day) === name)) ||
      ((kind === 'profile' || kind === 'correction') && !known.has(`${kind} ${name}`)),
  );
  const revise = tagsBeside(here.own, ownOf(found.items.filter(({ kind }) => kind === 'own')));
  const imported: Imported = {
    added: entries.length,
    known: found.entries.length - entries.length,
    refused: found.refused,
    shortened: found.shortened,
  };
  return { imported, entries, others: { put, revise } };
}

/** The groups of a journal's JSON, as they are kept. */
const groupsItem = (text: string): Item[] => [{ kind: 'own', name: 'groups', value: readTagGroups(text) }];

/** Tags and groups of another journal, beside one's own. */
function tagsBeside(mine: Own, { tags, groups }: Own): Revision[] {
  const withTags: OwnChange<'tags'> = (now) => [...new Set([...now, ...tags])];
  const withGroups: OwnChange<'groups'> = (now) => joinedGroups(now, groups);
  const hasNewTags = withTags(mine.tags).length > mine.tags.length;
  const hasNewGroups = JSON.stringify(withGroups(mine.groups)) !== JSON.stringify(mine.groups);
  return [
    ...(hasNewTags ? [ownRevision('tags', withTags)] : []),
    ...(hasNewGroups ? [ownRevision('groups', withGroups)] : []),
  ];
}
