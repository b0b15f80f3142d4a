/** FER2013's CSV, and those made like it: a row a face (Goodfellow et al. 2013, arXiv:1307.0414). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { cached } from './cache';
import { ferClasses } from './classes';
import { DataError } from './errors';
import { type FaceSet, pickVotes, type Split, splits } from './faces';
import { readVotes } from './ferplus';
import { parseFer2013 } from './ferRows';
import { faceSetOf, type Labelled, type ReadOptions } from './labelled';
import { readLines } from './lines';
import { splitOf } from './splitNames';

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
  if (options.votes !== undefined) remarks.push(...(await addVotes(sets, labelled, options.votes)));
  options.onNotes?.({ leftOut, broken: [], otherFiles: {}, hasSplits, remarks });
  return sets;
}

const given = ({ classes, ...others }: ReadOptions): ReadOptions => ({ ...others, ...(classes && { classes }) });

const sameOrder = 'the two files must list the same faces in the same order';

/** What is odd about the votes, but may be meant. */
async function addVotes(sets: FaceSet, { total, splits: places }: Labelled, path: string): Promise<string[]> {
  const file = basename(path);
  const { votes, usages } = await readVotes(path);
  const count = (n: number) => n.toLocaleString('en');
  if (usages.length !== total)
    throw new DataError(`${file}: ${count(usages.length)} rows of votes for ${count(total)} faces; ${sameOrder}`);
  for (const faces of Object.values(sets)) faces.votes = pickVotes(votes, faces.rows);

  const [ours, theirs] = [Array.from(places, (place) => splits[place]), usages.map(splitOf)];
  const others = [...ours.keys()].filter((i) => ours[i] && theirs[i] && ours[i] !== theirs[i]);
  const [first] = others;
  if (first === undefined) return [];
  const faces = `${count(others.length)} of ${count(total)} faces are in another split there`;
  // With splits of somebody's own, these have other sizes.
  const haveSameSizes = splits.every((split) => countIn(ours, split) === countIn(theirs, split));
  if (haveSameSizes)
    throw new DataError(
      `${file}: ${faces}, the first in line ${count(first + 2)} (${theirs[first]}; the data has ${ours[first]}); ${sameOrder}`,
    );
  return [`${file}: ${faces}; if these splits are not your own, the files may not have the same order`];
}

const countIn = (all: readonly (Split | undefined)[], split: Split) => all.filter((other) => other === split).length;
