/** How this device takes part: what it is called, where the files lie, and the keys that open them. Kept sealed, as a record. */
import * as v from 'valibot';
import type { Item } from '../journal/rows';

/** The key of shared files, in a form that JSON can hold; its lock lets another device have it. */
const keySchema = v.object({
  /** As in lock.ts. */
  id: v.string(),
  /** Base64, by `packed`. */
  bytes: v.looseObject({}),
  lock: v.looseObject({}),
});

const placeSchema = v.variant('kind', [
  /** A folder of this computer; the browser keeps its handle. */
  v.object({ kind: v.literal('folder'), name: v.string() }),
  v.object({ kind: v.literal('webdav'), url: v.string(), user: v.string(), password: v.string() }),
]);

const setupSchema = v.object({
  /** Random; its file is named after it. */
  device: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  name: v.string(),
  place: placeSchema,
  /** The first one seals this device's file; others open files of devices that began by themselves. */
  keys: v.pipe(v.array(keySchema), v.minLength(1)),
});

const lastSchema = v.object({
  /** When everything was last read and written, in ms since 1970. */
  at: v.number(),
  /** The other devices whose files were read. */
  devices: v.array(v.string()),
  /** Of what this device's file held, and of the file as it lay there then. */
  print: v.string(),
  fingerprint: v.string(),
});

export type SharedKey = v.InferOutput<typeof keySchema>;
export type PlaceSetup = v.InferOutput<typeof placeSchema>;
export type Setup = v.InferOutput<typeof setupSchema>;
export type LastSync = v.InferOutput<typeof lastSchema>;

export const setupItem = (value: Setup): Item => ({ kind: 'sync', name: 'setup', value });
export const lastItem = (value: LastSync): Item => ({ kind: 'sync', name: 'last', value });

function parsed<T>(items: readonly Item[], name: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  const read = v.safeParse(schema, items.find((item) => item.kind === 'sync' && item.name === name)?.value);
  return read.success ? read.output : undefined;
}

/** Undefined where this device shares nothing. */
export const setupOf = (items: readonly Item[]) => parsed(items, 'setup', setupSchema);
export const lastSyncOf = (items: readonly Item[]) => parsed(items, 'last', lastSchema);
