/**
 * How one's own devices come to hold the same journal: a state is a set of versions, one for each thing that is kept, and of
 * two versions of the same thing the later change counts (a last-writer-wins map with tombstones; Shapiro et al. 2011,
 * "A comprehensive study of convergent and commutative replicated data types", sections 3.2.1 and 3.3.2).
 *
 * Merging is commutative, associative and idempotent, so that files may come in any order, late, twice or not at all. A change
 * is stamped with the wall clock, but always after the change that it was made on (`stampAfter`): a clock that is wrong decides
 * only between changes of the same thing that did not know of each other.
 */

/** What devices share. Drafts, and what tells of one browser alone, stay where they are. */
export const sharedKinds = ['entry', 'answer', 'own', 'profile', 'correction'] as const;
export type SharedKind = (typeof sharedKinds)[number];

/** When something was changed, and on which device. */
export interface Stamp {
  /** In ms since 1970, by that device's clock or just after the change before. */
  at: number;
  device: string;
}

/** A thing as it was after a change. */
export interface Version extends Stamp {
  kind: SharedKind;
  name: string;
  /** Undefined where it was removed: a tombstone. */
  value?: unknown;
}

export const keyOf = ({ kind, name }: Pick<Version, 'kind' | 'name'>) => `${kind} ${name}`;

/** Stamps later than this, in the year 2255, are of no clock. */
export const latestStamp = 9_000_000_000_000;

/** The stamp of a change that is made now, of something whose last change is known. A clock beyond all time is not believed. */
export const stampAfter = (last: Stamp | undefined, now: number, device: string): Stamp => ({
  at: Math.min(Math.max(now <= latestStamp ? now : 0, last ? last.at + 1 : 0), latestStamp),
  device,
});

/** JSON in which the order of keys tells nothing. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? '';

const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);

/** A total order of the versions of one thing: equal only where they are the same. */
const order = (a: Version, b: Version): number =>
  compare(a.at, b.at) || compare(a.device, b.device) || compare(canonical(a.value), canonical(b.value));

export const isSameVersion = (a: Version | undefined, b: Version | undefined) =>
  a !== undefined && b !== undefined && keyOf(a) === keyOf(b) && order(a, b) === 0;

/** The person's own tags only ever become more: what two devices added is there on both. */
const isUnited = ({ kind, name }: Version) => kind === 'own' && name === 'tags';

const united = (...lists: unknown[]) =>
  [...new Set(lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : [])))].sort();

function joined(a: Version, b: Version): Version {
  const later = order(a, b) >= 0 ? a : b;
  return isUnited(a) ? { ...later, value: united(a.value, b.value) } : later;
}

/** What all states together come to, in the order of their keys. */
export function merge(...states: readonly (readonly Version[])[]): Version[] {
  const found = new Map<string, Version>();
  for (const version of states.flat()) {
    const key = keyOf(version);
    found.set(key, joined(version, found.get(key) ?? version));
  }
  return [...found].sort(([a], [b]) => compare(a, b)).map(([, version]) => version);
}

/** What of `next` is not in `present` as it is. */
export function news(present: readonly Version[], next: readonly Version[]): Version[] {
  const known = new Map(present.map((version) => [keyOf(version), version]));
  return next.filter((version) => !isSameVersion(known.get(keyOf(version)), version));
}
