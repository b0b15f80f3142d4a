/** FER2013's CSV: a header `emotion,pixels,Usage`, then a face a line (Goodfellow et al. 2013, arXiv:1307.0414). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { emotions } from '../emotion';
import { cached } from './cache';
import { atLine, DataError } from './errors';
import { countOf, type FaceSet, type Faces, facePixels, pickVotes, type Split, splits } from './faces';
import { readVotes } from './ferplus';
import { readLines } from './lines';

const comma = 44;
const space = 32;
const zero = 48;
const nine = 57;

/**
 * Reads the faces of every split, with FER+'s votes where `votes` names their file; a second time from a cache that is
 * checked against the file's content.
 *
 * Throws a DataError that names the line and the value when a row has another number of pixels than 48 × 48, a value
 * outside 0 … 255, an unknown label or usage.
 */
export async function readFer2013(path: string, { votes }: { votes?: string | undefined } = {}): Promise<FaceSet> {
  // A file that cannot be read is left to the reader to complain of.
  const source = await readFile(path).catch(() => undefined);
  const sets = await (source ? cached(source, () => parseFer2013(path)) : parseFer2013(path));
  if (votes !== undefined) await addVotes(sets, votes);
  return sets;
}

async function parseFer2013(path: string): Promise<FaceSet> {
  const file = basename(path);
  const found = Object.fromEntries(splits.map((s) => [s, { pixels: [], labels: [], rows: [] }])) as unknown as Record<
    Split,
    { pixels: Uint8Array[]; labels: number[]; rows: number[] }
  >;
  let line = 0;
  for await (const bytes of readLines(path)) {
    line++;
    if (line === 1) {
      const header = Buffer.from(bytes).toString('latin1');
      if (header.replaceAll('"', '') !== 'emotion,pixels,Usage')
        throw atLine(file, 1, `the header is "${header.slice(0, 60)}" where emotion,pixels,Usage is needed`);
      continue;
    }
    if (bytes.length === 0) continue;
    const { label, pixels, split } = parseRow(bytes, (problem) => atLine(file, line, problem));
    found[split].pixels.push(pixels);
    found[split].labels.push(label);
    found[split].rows.push(line - 2);
  }
  return Object.fromEntries(
    splits.map((s): [Split, Faces] => [
      s,
      {
        pixels: Uint8Array.from(Buffer.concat(found[s].pixels)),
        labels: Uint8Array.from(found[s].labels),
        rows: Uint32Array.from(found[s].rows),
      },
    ]),
  ) as FaceSet;
}

async function addVotes(sets: FaceSet, path: string) {
  const all = await readVotes(path);
  const rows = Object.values(sets).reduce((sum, faces) => sum + countOf(faces), 0);
  if (all.majority.length !== rows)
    throw new DataError(
      `${basename(path)}: ${all.majority.length.toLocaleString('en')} rows of votes for ${rows.toLocaleString('en')} faces; ` +
        'the two files must list the same faces in the same order',
    );
  for (const faces of Object.values(sets)) faces.votes = pickVotes(all, faces.rows);
}

/** Reads `3,"70 80 … 106",Training`; quotes may be missing. */
function parseRow(bytes: Uint8Array, error: (problem: string) => Error) {
  const text = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to)).toString('latin1').replaceAll('"', '').trim();
  const first = bytes.indexOf(comma);
  const last = bytes.lastIndexOf(comma);
  if (first < 0 || last === first) throw error('three values separated by commas are needed: emotion,pixels,Usage');
  const labelText = text(0, first);
  const label = /^\d$/.test(labelText) ? Number(labelText) : Number.NaN;
  if (!(label < emotions.length))
    throw error(`emotion "${labelText}" where 0 to ${emotions.length - 1} (${emotions.join(', ')}) is needed`);
  const usage = text(last + 1, bytes.length);
  const split = splits.find((s) => s === usage);
  if (!split) throw error(`usage "${usage}" where ${splits.join(', ')} is needed`);

  const pixels = new Uint8Array(facePixels);
  let count = 0;
  let value = -1;
  const finish = () => {
    if (value < 0) return;
    if (value > 255) throw error(`pixel ${count + 1} is ${value} where 0 to 255 is needed`);
    if (count < facePixels) pixels[count] = value;
    count++;
    value = -1;
  };
  for (let i = first + 1; i < last; i++) {
    const c = bytes[i] as number;
    if (c >= zero && c <= nine) value = (value < 0 ? 0 : value * 10) + (c - zero);
    else if (c === space || c === 34) finish();
    else {
      const end = bytes.indexOf(space, i);
      const start = bytes.lastIndexOf(space, i) + 1 || first + 1;
      throw error(
        `pixel ${count + 1} is "${text(start, end < 0 || end > last ? last : end)}" where a number from 0 to 255 is needed`,
      );
    }
  }
  finish();
  if (count !== facePixels)
    throw error(`${count.toLocaleString('en')} pixels where 48 × 48 = ${facePixels.toLocaleString('en')} are needed`);
  return { label, pixels, split };
}
