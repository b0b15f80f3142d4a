/**
 * Checkpoints: every tensor a run changes and how far it is, in one safetensors file (huggingface/safetensors: 8 bytes
 * header length, a JSON header of names, types, shapes and offsets, then the numbers), so that other tools read it.
 */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EpochResult } from './history';
import type { Recipe } from './recipe';

export interface Progress {
  /** Steps done since the start of the run. */
  step: number;
  /** Sums over this epoch's steps, for its line in the history. */
  sums: Record<string, number>;
  /** What the epochs so far gave. */
  history: EpochResult[];
}

export interface Checkpoint {
  recipe: Recipe;
  progress: Progress;
  tensors: Map<string, { shape: readonly number[]; data: Float32Array }>;
}

/** A checkpoint that cannot be used; the message names the file and why. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

interface Header {
  [tensor: string]: { dtype: 'F32'; shape: number[]; data_offsets: [number, number] } | Record<string, string>;
}

/** Writes to a file beside `path`, then renames it: whenever the machine stops, a whole checkpoint is there. */
export async function writeCheckpoint(path: string, { recipe, progress, tensors }: Checkpoint) {
  const header: Header = { __metadata__: { recipe: JSON.stringify(recipe), progress: JSON.stringify(progress) } };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  json.copy(head, 8);
  const temporary = `${path}.part`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(head);
      for (const { data } of tensors.values())
        await handle.writeFile(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    throw new CheckpointError(
      `${path}: cannot be written (${code === 'ENOSPC' ? 'the disk is full' : code}); the checkpoint before it is untouched, ` +
        'make room and go on with --resume',
    );
  }
}

/** Throws a CheckpointError when the file is missing, cut off or not a checkpoint of a training run. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const file = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CheckpointError(
      error.code === 'ENOENT'
        ? `${path}: there is no checkpoint here to resume from`
        : `${path}: cannot be read (${error.code})`,
    );
  });
  const damaged = (why: string) =>
    new CheckpointError(`${file}: ${why}; it is damaged or not a checkpoint of feeling train`);
  if (bytes.length < 8) throw damaged(`only ${bytes.length} bytes`);
  const start = 8 + Number(bytes.readBigUInt64LE());
  if (start > bytes.length) throw damaged('the header is cut off');
  let header: Header;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, start));
  } catch {
    throw damaged('the header is not JSON');
  }
  const { __metadata__: metadata, ...entries } = header;
  const { recipe, progress } = (metadata ?? {}) as Record<string, string>;
  if (recipe === undefined || progress === undefined) throw damaged('it has no recipe');
  const tensors: Checkpoint['tensors'] = new Map();
  for (const [name, entry] of Object.entries(entries)) {
    const { shape, data_offsets } = entry as { shape: number[]; data_offsets: [number, number] };
    const [from, to] = data_offsets;
    if (start + to > bytes.length) throw damaged(`the numbers of ${name} are cut off`);
    // A copy, so that the numbers lie at a multiple of four bytes.
    const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to));
    tensors.set(name, { shape, data });
  }
  return { recipe: JSON.parse(recipe), progress: JSON.parse(progress), tensors };
}
