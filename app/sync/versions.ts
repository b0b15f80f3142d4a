/** The journal's items as versions, and back; each change leaves a stamp beside the item, as a record of its own. */
import * as v from 'valibot';
import { alarmAnswerSchema, entrySchema } from '../../src/mood';
import { someOwn } from '../journal/own';
import type { Item, Named } from '../journal/rows';
import { correctionRowSchema, profileSchema } from '../personal/people';
import { canonical, keyOf, latestStamp, type SharedKind, type Stamp, sharedKinds, type Version } from './merge';

/** They tell of one browser's own copies. */
const ofOneBrowser = new Set(['exportedAt', 'remindedAt']);

export const isShared = ({ kind, name }: Named): boolean =>
  (sharedKinds as readonly string[]).includes(kind) && !(kind === 'own' && ofOneBrowser.has(name));

const stampSchema = v.object({
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(latestStamp)),
  device: v.pipe(v.string(), v.regex(/^[0-9a-f]{0,16}$/)),
});
/** A stamp as it is kept: whether the item was removed, or else what it was, so that a change without a stamp is noticed. */
const keptSchema = v.object({ ...stampSchema.entries, print: v.optional(v.string()) });
export type KeptStamp = v.InferOutput<typeof keptSchema>;

export async function printOf(value: unknown): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(value))));
  return [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The stamp's own place among the records. */
export const stampPlace = (item: Named) => ({ kind: 'stamp' as const, name: keyOf(item as Version) });

export async function stampItem({ kind, name, value, at, device }: Version): Promise<Item> {
  const kept: KeptStamp = { at, device, ...(value !== undefined && { print: await printOf(value) }) };
  return { ...stampPlace({ kind, name }), value: kept };
}

export function stampOf(item: Item | undefined): KeptStamp | undefined {
  const read = v.safeParse(keptSchema, item?.value);
  return read.success ? read.output : undefined;
}

/** What was there before devices shared it, and was not changed since: an entry counts from its own time. */
function firstStamp({ kind, value }: Item): Stamp {
  const time = kind === 'entry' ? Date.parse((value as { time: string }).time) : 0;
  return { at: Math.min(Math.max(Number.isFinite(time) ? time : 0, 0), latestStamp), device: '' };
}

/**
 * An item with its stamp as a version; undefined where there is nothing to share.
 *
 * now, device: for what a page that knows nothing of stamps has changed
 */
export async function versionOf(
  item: Item | undefined,
  stamp: KeptStamp | undefined,
  { now, device }: { now: number; device: string },
): Promise<Version | undefined> {
  const good = item && checkedItem(item);
  if (!good) return undefined;
  const { at, device: by } = stamp ?? firstStamp(good);
  const version = { kind: good.kind as SharedKind, name: good.name, value: good.value };
  const isAsStamped = !stamp || stamp.print === (await printOf(good.value));
  return isAsStamped ? { ...version, at, device: by } : { ...version, at: Math.max(now, at + 1), device };
}

/** The tombstone that a stamp stands for, where the item is gone. */
export function tombstoneOf(stampName: string, stamp: KeptStamp | undefined): Version | undefined {
  if (!stamp || stamp.print !== undefined) return undefined;
  const [kind, ...name] = stampName.split(' ');
  const item = { kind: kind as SharedKind, name: name.join(' ') };
  return isShared(item) ? { ...item, at: stamp.at, device: stamp.device } : undefined;
}

const names = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const versionSchema = v.object({
  ...stampSchema.entries,
  kind: v.picklist(sharedKinds),
  name: names,
  value: v.optional(v.unknown()),
});

/** A version out of another device's file; undefined where it is not as it should be, or not to be shared. */
export function checkedVersion(given: unknown): Version | undefined {
  const read = v.safeParse(versionSchema, given);
  if (!read.success || !isShared(read.output)) return undefined;
  const { kind, name, at, device, value } = read.output;
  if (value === undefined) return kind === 'own' ? undefined : { kind, name, at, device };
  const good = checkedItem({ kind, name, value });
  return good && { kind, name, at, device, value: good.value };
}

function checkedItem({ kind, name, value }: Item): Item | undefined {
  if (!isShared({ kind, name })) return undefined;
  const good = checkedValue(kind, name, value);
  return good === undefined ? undefined : { kind, name, value: good };
}

function checkedValue(kind: Item['kind'], name: string, value: unknown): unknown {
  const parsed = <T>(schema: v.GenericSchema<unknown, T>, isIts: (good: T) => boolean = () => true) => {
    const read = v.safeParse(schema, value);
    return read.success && isIts(read.output) ? read.output : undefined;
  };
  switch (kind) {
    case 'entry':
      return parsed(entrySchema, ({ id }) => id === name);
    case 'answer':
      return parsed(alarmAnswerSchema, ({ day }) => String(day) === name);
    case 'profile':
      return parsed(profileSchema);
    case 'correction':
      return parsed(correctionRowSchema);
    default: {
      const own = (someOwn({ [name]: value }) as Record<string, unknown>)[name];
      return name === 'tags' ? [...new Set(own as string[])].sort() : own;
    }
  }
}
