/** Labelled faces in folders: DIR/<split>/<class>/picture, or DIR/<class>/picture with splits drawn by a seed. */

import { dirname } from 'node:path';
import { type BytePath, withPath } from '../files/node';
import { readPhoto, squaredPixels } from '../media/node';
import { cached } from './cache';
import type { FoundClass } from './classes';
import { DataError } from './errors';
import {
  type Detail,
  type FaceForm,
  type FaceSet,
  facePixels,
  numbersIn,
  pickDetail,
  splits,
  usualForm,
} from './faces';
import { foldersOnDisk } from './foldersOnDisk';
import { type BrokenPicture, faceSetOf, type Labelled, noSplit, type ReadOptions } from './labelled';
import { listPictures, type Picture, type PictureTree } from './pictureTree';

/** Pictures that are decoded at once. */
const atOnce = 8;

/**
 * Reads grey faces of 48 × 48 from pictures of any size and any format that photos have. Splits that have no folder are
 * drawn from Training by `seed`, a tenth of it each. Pictures that cannot be read are left out and told of.
 *
 * Throws a DataError that names the folders when there are no pictures, a folder is neither class nor split, classes are
 * numbered and `classes` does not say how, or no picture at all can be read.
 */
export async function readFolder(path: string, options: ReadOptions = {}): Promise<FaceSet> {
  const tree = await listPictures({ name: path }, foldersOnDisk(), options);
  const { form } = options;
  if (form) requireRoom(path, tree, form);
  const marks = tree.pictures.map((p) => [p.path.name, p.className, p.split, p.size, p.changed].join('\t'));
  const labelled = await cached([JSON.stringify(form), ...marks].join('\n'), () => readPictures(tree, form));
  const { broken } = labelled;
  if (broken.length === labelled.total)
    throw new DataError(`${path}: not one of ${labelled.total} pictures can be read; the first: ${broken[0]?.problem}`);
  const { sets, leftOut, hasSplits, remarks } = faceSetOf(path, { ...labelled, classes: classesOf(tree) }, options);
  options.onNotes?.({
    leftOut: { ...leftOut, ...tree.leftOut },
    broken,
    otherFiles: tree.otherFiles,
    hasSplits,
    remarks,
    paths: tree.pictures.map(({ path }) => path.name),
  });
  return sets;
}

/** The classes by their folders' names; a folder in several splits is one class. */
function classesOf({ classNames, pictures }: PictureTree): FoundClass[] {
  // Those with pictures first, so that an empty folder more changes no label that was kept.
  return [...new Set([...pictures.map((p) => p.className), ...classNames])].map((name) => {
    const own = pictures.filter((p) => p.className === name);
    return { name, faces: own.length, where: own[0] ? dirname(own[0].path.name) : '' };
  });
}

/** Bytes of larger pictures that are kept in memory at most: one array has 2³² in Node 20. */
const mostDetail = 4e9;

/** Throws a DataError when all pictures in this form would be too much. */
function requireRoom(path: string, { pictures }: PictureTree, form: FaceForm) {
  const bytes = pictures.length * numbersIn(form);
  if (bytes > mostDetail)
    throw new DataError(
      `${path}: ${pictures.length.toLocaleString('en')} pictures of ${form.channels} × ${form.size} × ${form.size} are ${(bytes / 1e9).toFixed(1)} GB, more than ${mostDetail / 1e9}; train on 48 × 48 grey ones with "detail": false in the recipe`,
    );
}

async function readPictures(tree: PictureTree<BytePath>, form: FaceForm | undefined): Promise<Labelled> {
  const { pictures } = tree;
  const detail: Detail | undefined = form && {
    ...form,
    pixels: new Uint8Array(pictures.length * numbersIn(form)),
  };
  const pixels = new Uint8Array(pictures.length * facePixels);
  const broken: BrokenPicture[] = [];
  const read: number[] = [];
  let next = 0;
  const readOn = async () => {
    while (next < pictures.length) {
      const at = next++;
      const { path } = pictures[at] as Picture<BytePath>;
      try {
        await withPath(path, async (opened) => {
          const photo = await readPhoto(opened);
          pixels.set(await squaredPixels(photo, usualForm), at * facePixels);
          detail?.pixels.set(await squaredPixels(photo, detail), at * numbersIn(detail));
        });
        read.push(at);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        broken.push({ path: path.name, problem: problem.replace(/^\/proc\/self\/fd\/\d+/, path.name) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readOn));
  read.sort((a, b) => a - b);
  for (const [to, from] of read.entries())
    pixels.copyWithin(to * facePixels, from * facePixels, (from + 1) * facePixels);
  const classes = classesOf(tree);
  const ofPicture = (place: number) => pictures[place] as Picture;
  return {
    pixels: pixels.slice(0, read.length * facePixels),
    ...(detail && { detail: read.length === pictures.length ? detail : pickDetail(detail, read) }),
    labels: Uint8Array.from(read, (i) => classes.findIndex(({ name }) => name === ofPicture(i).className)),
    splits: Uint8Array.from(read, (i) => {
      const { split } = ofPicture(i);
      return split ? splits.indexOf(split) : noSplit;
    }),
    rows: Uint32Array.from(read),
    classes,
    total: pictures.length,
    broken: broken.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
