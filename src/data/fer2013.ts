/** FER2013's CSV, and those made like it: a row a face (Goodfellow et al. 2013, arXiv:1307.0414). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { cached } from './cache';
import { ferClasses } from './classes';
import { DataError } from './errors';
import { type FaceSet, pickVotes } from './faces';
import { readVotes } from './ferplus';
import { parseFer2013 } from './ferRows';
import { faceSetOf, type ReadOptions } from './labelled';
import { readLines } from './lines';

/**
 * Reads the faces of every split, with FER+'s votes where `votes` names their file; a second time from a cache that is
 * checked against the file's content.
 *
 * The header has the columns emotion and pixels, and perhaps Usage and others, in any order; commas, semicolons or tabs
 * separate cells. Numbers are FER2013's unless `classes` says otherwise; 7 is contempt, as in CK+48's file. Splits that
 * the file lacks are drawn from its training faces.
 *
 * Throws a DataError that names the line and the value when a row has another number of pixels than 48 × 48, a value
 * outside 0 … 255, an unknown label or usage.
 */
export async function readFer2013(path: string, options: ReadOptions = {}): Promise<FaceSet> {
  // A file that cannot be read is left to the reader to complain of.
  const source = await readFile(path).catch(() => undefined);
  const file = basename(path);
  const parse = () => parseFer2013(file, readLines(path));
  const labelled = await (source ? cached(source, parse) : parse());
  // Lines are told of the file that was asked for, whatever an earlier copy was called.
  const found = labelled.classes.map((c) => ({ ...c, where: `${file}, ${c.where}` }));
  const { sets, leftOut, hasSplits, remarks } = faceSetOf(
    file,
    { ...labelled, classes: found },
    { classes: ferClasses, ...given(options) },
  );
  if (options.votes !== undefined) await addVotes(sets, labelled.total, options.votes);
  options.onNotes?.({ leftOut, broken: [], otherFiles: {}, hasSplits, remarks });
  return sets;
}

const given = ({ classes, ...others }: ReadOptions): ReadOptions => ({ ...others, ...(classes && { classes }) });

async function addVotes(sets: FaceSet, rows: number, path: string) {
  const all = await readVotes(path);
  if (all.majority.length !== rows)
    throw new DataError(
      `${basename(path)}: ${all.majority.length.toLocaleString('en')} rows of votes for ${rows.toLocaleString('en')} faces; ` +
        'the two files must list the same faces in the same order',
    );
  for (const faces of Object.values(sets)) faces.votes = pickVotes(all, faces.rows);
}
