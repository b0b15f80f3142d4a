/** Whom the page knows: profiles and their corrections, as the journal's database has them. */
import * as v from 'valibot';
import { type Correction, correctionSchema, mostCorrections } from '../../src/personal';
import type { Item } from '../journal/rows';

export interface KnownCorrection {
  id: string;
  correction: Correction;
}

export interface Profile {
  id: string;
  name: string;
  /** In the order of their times. */
  corrections: KnownCorrection[];
}

/** Characters of a person's name. */
export const longestName = 60;
export const profileSchema = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(longestName)) });
export const correctionRowSchema = v.object({ profile: v.string(), correction: correctionSchema });

/** Each profile and each correction is a row of its own, so that two tabs that teach both are heard. */
export function peopleOf(items: readonly Item[]): Profile[] {
  const profiles = new Map<string, Profile>();
  for (const { kind, name: id, value } of items) {
    const read = v.safeParse(profileSchema, value);
    if (kind === 'profile' && read.success) profiles.set(id, { id, name: read.output.name, corrections: [] });
  }
  for (const { kind, name: id, value } of items) {
    if (kind !== 'correction') continue;
    const read = v.safeParse(correctionRowSchema, value);
    if (read.success) profiles.get(read.output.profile)?.corrections.push({ id, correction: read.output.correction });
  }
  for (const { corrections } of profiles.values())
    corrections.sort((a, b) => Date.parse(a.correction.time) - Date.parse(b.correction.time));
  return [...profiles.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

export const profileItem = ({ id, name }: Pick<Profile, 'id' | 'name'>): Item => ({
  kind: 'profile',
  name: id,
  value: { name },
});

export const correctionItem = (profile: string, { id, correction }: KnownCorrection): Item => ({
  kind: 'correction',
  name: id,
  value: { profile, correction },
});

/** Of a profile that would hold more than are kept, the oldest. */
export const surplusOf = ({ corrections }: Profile, more: number): KnownCorrection[] =>
  corrections.slice(0, Math.max(0, corrections.length + more - mostCorrections));

/** All rows of some people, to be written elsewhere. */
export const itemsOf = (people: readonly Profile[]): Item[] =>
  people.flatMap((profile) => [
    profileItem(profile),
    ...profile.corrections.map((known) => correctionItem(profile.id, known)),
  ]);
