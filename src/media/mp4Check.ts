/**
 * Looks through an MP4 or MOV file's tables before they are trusted: a damaged count would have whoever reads the file
 * make billions of entries.
 *
 * ISO/IEC 14496-12, section 8: boxes of size and type; sample tables in moov/trak/mdia/minf/stbl, fragments in moof/traf.
 */
import type { FileHandle } from 'node:fs/promises';

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf', 'edts', 'mvex']);
/** A table of this size describes more than a day of film. */
const mostBytes = 256 * 2 ** 20;

/** What is wrong with the tables, or undefined where nothing is. Boxes that are cut off are left to the reader. */
export async function mp4Problem(file: FileHandle, size: number): Promise<string | undefined> {
  const head = Buffer.alloc(16);
  for (let at = 0; at + 8 <= size; ) {
    await file.read(head, 0, 16, at);
    const { length, type } = boxAt(head, 0, size - at);
    if (length < 8) return undefined;
    if (type === 'moov' || type === 'moof') {
      if (length > mostBytes) return `a table of ${length} bytes`;
      const bytes = Buffer.alloc(Math.min(length, size - at));
      await file.read(bytes, 0, bytes.length, at);
      const problem = problemIn(bytes, 0, bytes.length, size);
      if (problem) return problem;
    }
    at += length;
  }
  return undefined;
}

/** Length and type of a box; a length of 1 stands for a long one behind the type, 0 for all that is left. */
function boxAt(bytes: Buffer, at: number, left: number): { length: number; header: number; type: string } {
  const short = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (short === 1 && at + 16 <= bytes.length)
    return { length: Number(bytes.readBigUInt64BE(at + 8)), header: 16, type };
  return { length: short === 0 ? left : short, header: 8, type };
}

function problemIn(bytes: Buffer, from: number, to: number, fileSize: number): string | undefined {
  for (let at = from; at + 8 <= to; ) {
    const { length, header, type } = boxAt(bytes, at, to - at);
    if (length < header) return undefined;
    const end = Math.min(to, at + length);
    if (end < at + length && !containers.has(type)) return undefined;
    const problem = containers.has(type)
      ? problemIn(bytes, at + header, end, fileSize)
      : tableProblem(type, bytes.subarray(at + header, end), fileSize);
    if (problem) return problem;
    at += length;
  }
  return undefined;
}

/**
 * A frame has at least a byte: tables that claim more frames than the file has bytes are damaged. So is one that claims
 * more entries than it holds; whoever reads on finds them in the next box.
 */
function tableProblem(type: string, body: Buffer, fileSize: number): string | undefined {
  const table = tableIn(type, body);
  if (!table) return undefined;
  if (table.bytes > body.length) return `its table "${type}" claims ${table.entries} entries in ${body.length} bytes`;
  if (table.frames > fileSize) return `its table "${type}" claims ${table.frames} frames in ${fileSize} bytes`;
  return undefined;
}

interface Table {
  entries: number;
  /** Length that so many entries need. */
  bytes: number;
  frames: number;
}

/** What a table claims; undefined for other boxes and for those cut off before their count. */
function tableIn(type: string, body: Buffer): Table | undefined {
  if (body.length < 8) return undefined;
  const entries = body.readUInt32BE(4);
  const plain = (entryBytes: number): Table => ({ entries, bytes: 8 + entries * entryBytes, frames: entries });
  const counted = (table: Table, at: number, frames: (sum: number, value: number) => number): Table => {
    if (table.bytes > body.length) return table;
    const entryBytes = (table.bytes - 8) / entries;
    let sum = 0;
    for (let i = 0; i < entries; i++) sum = frames(sum, body.readUInt32BE(8 + i * entryBytes + at));
    return { ...table, frames: Math.max(sum, entries) };
  };
  switch (type) {
    case 'stts':
    case 'ctts':
      return counted(plain(8), 0, (sum, count) => sum + count);
    case 'stsc':
      return counted(plain(12), 4, Math.max);
    case 'stsz': {
      if (body.length < 12) return undefined;
      const count = body.readUInt32BE(8);
      return { entries: count, bytes: entries === 0 ? 12 + count * 4 : 12, frames: count };
    }
    case 'stz2': {
      if (body.length < 12) return undefined;
      const count = body.readUInt32BE(8);
      return { entries: count, bytes: 12 + Math.ceil((count * (body[7] as number)) / 8), frames: count };
    }
    case 'trun':
      return { entries, bytes: 8, frames: entries };
    case 'stco':
    case 'stss':
      return plain(4);
    case 'co64':
      return plain(8);
    case 'elst':
      return plain(body[0] === 1 ? 20 : 12);
    default:
      return undefined;
  }
}
