/** What a journal consists of, out of the items that its rows hold. */
import * as v from 'valibot';
import { type AlarmAnswer, alarmAnswerSchema, entrySchema, type JournalEntry } from '../../src/mood';
import { type Profile, peopleOf } from '../personal/people';
import { type LastSync, lastSyncOf, type Setup, setupOf } from '../sync/setup';
import { type Draft, draftSchema } from './drafts';
import { type Own, ownOf } from './own';
import type { Item, Kind } from './rows';

/** All that is not an entry. */
export interface Records {
  answers: AlarmAnswer[];
  own: Own;
  drafts: Map<string, Draft>;
  /** Whose faces are known, and what they taught. */
  people: Profile[];
  /** How this device shares the journal with others, if it does. */
  setup: Setup | undefined;
  lastSync: LastSync | undefined;
}

export interface Content {
  /** Earliest first. */
  entries: JournalEntry[];
  records: Records;
  /** How many rows cannot be read; they are kept. */
  unreadable: number;
}

export function entryOf(item: Item | undefined): JournalEntry | undefined {
  if (item?.kind !== 'entry') return undefined;
  const read = v.safeParse(entrySchema, item.value);
  return read.success ? read.output : undefined;
}

/** What of a copy is about this; entries and records alike. */
export const ofKind = (items: readonly (Item | undefined)[], kind: Kind) =>
  items.filter((item) => item?.kind === kind) as Item[];

export function recordsFrom(items: readonly (Item | undefined)[]): Records {
  const parsed = <T>(kind: Kind, schema: v.GenericSchema<unknown, T>) =>
    ofKind(items, kind).flatMap(({ name, value }): [string, T][] => {
      const read = v.safeParse(schema, value);
      return read.success ? [[name, read.output]] : [];
    });
  return {
    answers: parsed('answer', alarmAnswerSchema).map(([, answer]) => answer),
    own: ownOf(ofKind(items, 'own')),
    drafts: new Map(parsed('draft', draftSchema)),
    people: peopleOf([...ofKind(items, 'profile'), ...ofKind(items, 'correction')]),
    setup: setupOf(ofKind(items, 'sync')),
    lastSync: lastSyncOf(ofKind(items, 'sync')),
  };
}
