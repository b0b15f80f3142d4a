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
    const problem = containers.has(type)
      ? problemIn(bytes, at + header, end, fileSize)
      : tableProblem(type, bytes.subarray(at + header, end), fileSize);
    if (problem) return problem;
    at += length;
  }
  return undefined;
}

/** A frame has at least a byte: tables that claim more frames than the file has bytes are damaged. */
function tableProblem(type: string, body: Buffer, fileSize: number): string | undefined {
  const claimed = claimedSamples(type, body);
  return claimed > fileSize ? `its table "${type}" claims ${claimed} frames in ${fileSize} bytes` : undefined;
}

/** How many samples a table claims; 0 for other boxes. */
function claimedSamples(type: string, body: Buffer): number {
  if (body.length < 8) return 0;
  const count = body.readUInt32BE(4);
  switch (type) {
    case 'stts':
    case 'ctts': {
      let sum = 0;
      for (let i = 0; i < count && 16 + i * 8 <= body.length; i++) sum += body.readUInt32BE(8 + i * 8);
      return Math.max(sum, count);
    }
    case 'stsz':
    case 'stz2':
      return body.length < 12 ? 0 : body.readUInt32BE(8);
    case 'stsc': {
      let most = count;
      for (let i = 0; i < count && 20 + i * 12 <= body.length; i++)
        most = Math.max(most, body.readUInt32BE(12 + i * 12));
      return most;
    }
    case 'trun':
    case 'stco':
    case 'co64':
    case 'stss':
    case 'elst':
      return count;
    default:
      return 0;
  }
}
