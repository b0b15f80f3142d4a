/** A journal as a file that only its passphrase opens: the rows and the lock, as they lie in the browser. */
import * as v from 'valibot';
import { entrySchema, type JournalEntry, MoodFileError } from '../../src/mood';
import { DamagedLock, isOldLock, type Lock, type OldLock, openLock, openOldLock, WrongPassphrase } from './lock';
import { type Item, oldCodec, type Row, sealedCodec, unpacked } from './rows';
import type { SealedCopy } from './store';

/** A sealed file, and no passphrase for it yet. */
export class PassphraseNeeded extends Error {
  override name = 'PassphraseNeeded';
  constructor() {
    super('this file is sealed with a passphrase');
  }
}

const mark = 'sealed journal';
const rows = v.array(v.looseObject({ id: v.string() }));
const fileSchema = v.object({
  feeling: v.literal(mark),
  version: v.literal(1),
  lock: v.looseObject({}),
  entries: rows,
  records: rows,
});

export const writeSealedFile = (copy: SealedCopy) => `${JSON.stringify({ feeling: mark, version: 1, ...copy })}\n`;

export const isSealedFile = (text: string) => new RegExp(`^\\s*{\\s*"feeling"\\s*:\\s*"${mark}"`).test(text);

export interface OpenedFile {
  entries: JournalEntry[];
  /** Answers, own words and drafts. */
  items: Item[];
  /** Why single entries were not taken. */
  refused: MoodFileError[];
}

/** Throws PassphraseNeeded, WrongPassphrase, or a MoodFileError where it is damaged as a whole. */
export async function readSealedFile(text: string, passphrase: string | undefined): Promise<OpenedFile> {
  const file = v.safeParse(fileSchema, parsed(text));
  if (!file.success) throw damaged('parts of it are missing');
  if (passphrase === undefined) throw new PassphraseNeeded();
  const lock = partOf<Lock | OldLock>(file.output.lock);
  const [entryRows, recordRows] = [partOf<Row[]>(file.output.entries), partOf<Row[]>(file.output.records)];
  const codec = await codecOf(lock, passphrase).catch((error) => {
    throw error instanceof DamagedLock ? damaged('its lock is damaged') : error;
  });
  const opened = await Promise.all(entryRows.map((row) => codec.decode(row)));
  if ('proof' in lock && entryRows.length > 0 && opened.every((item) => !item)) throw new WrongPassphrase();
  const found = opened.map((item) => v.safeParse(entrySchema, item?.kind === 'entry' ? item.value : undefined));
  const others = await Promise.all(recordRows.map((row) => codec.decode(row)));
  return {
    entries: found.flatMap((entry) => (entry.success ? [entry.output] : [])),
    items: others.filter((item) => item !== undefined),
    refused: found.flatMap(({ success }, i) => (success ? [] : [unopened(i + 1)])),
  };
}

const damaged = (how: string) => new MoodFileError(`it is a sealed journal, but ${how}`, { what: 'cutOff' });

/** A part of the file with its bytes, which stand there as base64. */
function partOf<T>(part: unknown): T {
  try {
    return unpacked<T>(part);
  } catch {
    throw damaged('its bytes are damaged');
  }
}

const unopened = (entry: number) =>
  new MoodFileError(`entry ${entry}: it cannot be opened`, { what: 'unopened', entry });

async function codecOf(lock: Lock | OldLock, passphrase: string) {
  if (!isOldLock(lock)) return sealedCodec((await openLock(passphrase, lock)).keys);
  return oldCodec((await openOldLock(passphrase, lock)).key);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('it was cut off');
  }
}
