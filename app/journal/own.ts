/** What is the person's own beside the entries: sealed with them, and therefore not among the settings. */
import * as v from 'valibot';
import { activities, tagGroupsIn } from '../../src/mood';
import type { Item, Revision } from './rows';

/** Anything that is not as it should be falls back by itself. */
const parts = {
  tags: v.fallback(v.array(v.string()), []),
  /** What tags are put together in, in the person's order; the usual tags, too. */
  groups: v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((groups: unknown[]) => tagGroupsIn(groups)),
    ),
    [],
  ),
  /** Where moods of other journals lie that have names of the person's own, −1 … 1. */
  moods: v.fallback(v.record(v.string(), v.pipe(v.number(), v.minValue(-1), v.maxValue(1))), {}),
  /** Things to do that are never to be offered again. */
  never: v.fallback(v.array(v.picklist(activities)), []),
  /** Whom to call, as the person has edited it; null for the list that comes with the language. */
  helpLines: v.fallback(v.nullable(v.string()), null),
  /** The week that was looked back on last, by the day that it was offered on, since 1970-01-01. */
  lookedBack: v.fallback(v.number(), 0),
  /** High spells are told, too; they are no bad news to most people, so only when asked for. */
  watchesRises: v.fallback(v.boolean(), false),
  /** When a copy last left the browser, and when a line last spoke of it; ms since 1970, 0 for never. */
  exportedAt: v.fallback(v.number(), 0),
  remindedAt: v.fallback(v.number(), 0),
} as const;

export type Own = { [K in keyof typeof parts]: v.InferOutput<(typeof parts)[K]> };

/** What a part becomes, by what it is and nothing else: it is asked when the write has its turn, and perhaps again. */
export type OwnChange<K extends keyof Own> = (now: Own[K]) => Own[K];

export const ownRevision = <K extends keyof Own>(name: K, change: OwnChange<K>): Revision => ({
  kind: 'own',
  name,
  of: (now) => change(ownOf([{ kind: 'own', name, value: now }])[name]),
});

/** Each part is a row of its own, so that two tabs that change two parts change both. */
export function ownOf(items: readonly Item[]): Own {
  const found = new Map(items.map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    Object.entries(parts).map(([name, schema]) => [name, v.parse(schema, found.get(name))]),
  ) as unknown as Own;
}

/** What is known of values that come from elsewhere, with those alone. */
export const someOwn = (values: Record<string, unknown>): Partial<Own> =>
  Object.fromEntries(
    Object.entries(parts).flatMap(([name, schema]) => (name in values ? [[name, v.parse(schema, values[name])]] : [])),
  );
