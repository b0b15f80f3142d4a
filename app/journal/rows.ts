/**
 * How things are written into the database's rows, and read out of them: in clear, sealed, or sealed as earlier versions did.
 *
 * A sealed row is AES-GCM over JSON that is padded to a multiple of 256 bytes; its name and its version are authenticated, so
 * that a row put in another's place, doubled under another name, or marked as of another version opens no more. Its name is an
 * HMAC of what it holds under a key of the journal's own, which tells nobody anything and lets nothing be kept twice.
 */
import { type Bytes, hex, type Keys, randomIv } from './lock';

/**
 * What a row is about. `unknown` is a row that cannot be read and is kept; `sync` is how this device shares the journal with
 * others of the person's, `stamp` when something was last changed. Pages that do not know a kind leave its rows as they are.
 */
export type Kind = 'entry' | 'answer' | 'own' | 'draft' | 'profile' | 'correction' | 'sync' | 'stamp' | 'unknown';

/** What something that is kept is called; kind and name together tell it from everything else. */
export interface Named {
  kind: Kind;
  name: string;
}

/** Something that is kept. */
export interface Item extends Named {
  value: unknown;
}

/** A change of whatever lies under a name when it is written, so that two changes at once are both kept. */
export interface Revision extends Named {
  /**
   * What the value becomes, by what it is, which is undefined where there is none; undefined leaves it as it is. It is called
   * again when the value has changed in the meantime, so doing it twice must be as doing it once.
   */
  of(now: unknown): unknown;
}

export interface SealedRow {
  id: string;
  sealed: { version?: number; iv: Bytes; data: ArrayBuffer };
}

/** In clear an entry is its own row; anything else is a record. */
export type ClearEntry = { id: string };
export type ClearRecord = { id: string } & Item;
export type Row = SealedRow | ClearEntry | ClearRecord;

export interface Codec {
  /** What the row is called that holds this. */
  rowId(kind: Kind, name: string): Promise<string>;
  encode(item: Item): Promise<Row>;
  /** Undefined where it cannot be read. */
  decode(row: Row): Promise<Item | undefined>;
}

const rowVersion = 2;
const padding = 256;

export const isSealed = (row: Row): row is SealedRow => 'sealed' in row;

/** Entries' own ids never begin so. */
const recordId = (kind: Kind, name: string) => `@${kind}/${name}`;

export const clearCodec: Codec = {
  rowId: async (kind, name) => (kind === 'entry' ? name : recordId(kind, name)),
  encode: async (item) => clearRow(item),
  decode: async (row) => clearItem(row),
};

export function clearRow({ kind, name, value }: Item): Row {
  return kind === 'entry' ? (value as ClearEntry) : { id: recordId(kind, name), kind, name, value };
}

function clearItem(row: Row): Item | undefined {
  if (isSealed(row)) return undefined;
  if (!row.id.startsWith('@')) return { kind: 'entry', name: row.id, value: row };
  const { kind, name, value } = row as ClearRecord;
  return typeof name === 'string' && row.id === recordId(kind, name) ? { kind, name, value } : undefined;
}

export function sealedCodec({ rows, names }: Keys): Codec {
  const rowId = async (kind: Kind, name: string) => {
    const text = new TextEncoder().encode(`${kind}\n${name}`);
    return hex(new Uint8Array(await crypto.subtle.sign('HMAC', names, text)).subarray(0, 16));
  };
  return {
    rowId,
    encode: async (item) => {
      const id = await rowId(item.kind, item.name);
      const iv = randomIv();
      const how = { name: 'AES-GCM', iv, additionalData: aboutRow(id, rowVersion) };
      const data = await crypto.subtle.encrypt(how, rows, padded(JSON.stringify(item)));
      return { id, sealed: { version: rowVersion, iv, data } };
    },
    decode: async (row) => {
      if (!isSealed(row)) return undefined;
      const { version = 1, iv, data } = row.sealed;
      const how = { name: 'AES-GCM', iv, additionalData: aboutRow(row.id, version) };
      return opened<Item>(how, rows, data);
    },
  };
}

/** Rows as a lock of an earlier version left them: entries sealed, some in clear where two tabs disagreed, records in clear. */
export const oldCodec = (key: CryptoKey): Codec => ({
  ...clearCodec,
  decode: async (row) => {
    if (!isSealed(row)) return clearItem(row);
    const entry = await opened<ClearEntry>({ name: 'AES-GCM', iv: row.sealed.iv }, key, row.sealed.data);
    return entry && { kind: 'entry', name: entry.id, value: entry };
  },
});

const aboutRow = (id: string, version: number) => new TextEncoder().encode(`feeling row ${version} ${id}`);

async function opened<T>(how: AesGcmParams, key: CryptoKey, data: ArrayBuffer): Promise<T | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, data)));
  } catch {
    return undefined;
  }
}

/** Its length would tell of a note, or of many tags. JSON may end in spaces. */
function padded(json: string): Bytes {
  const bytes = new TextEncoder().encode(json);
  const whole = new Uint8Array(Math.ceil(bytes.length / padding) * padding).fill(0x20);
  whole.set(bytes);
  return whole;
}

/** A row that cannot be read, whole within another: it can be sealed, and is never taken for an entry by anyone. */
export const unreadableItem = (row: Row): Item => ({ kind: 'unknown', name: row.id, value: packed(row) });

/** Bytes have no form in JSON. */
export const packed = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) => {
      if (part instanceof ArrayBuffer) return { buffer: base64(new Uint8Array(part)) };
      return part instanceof Uint8Array ? { bytes: base64(part) } : part;
    }),
  );

export const unpacked = <T>(value: unknown): T =>
  JSON.parse(JSON.stringify(value), (_, part) => {
    const keys = typeof part === 'object' && part !== null ? Object.keys(part) : [];
    if (keys.length !== 1) return part;
    if (keys[0] === 'buffer' && typeof part.buffer === 'string') return fromBase64(part.buffer).buffer;
    return keys[0] === 'bytes' && typeof part.bytes === 'string' ? fromBase64(part.bytes) : part;
  });

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Changes whenever a row does. */
export const fingerprint = (row: Row): string =>
  isSealed(row) ? `${row.id} ${row.sealed.iv} ${row.sealed.data?.byteLength}` : JSON.stringify(row);
