/** Which pictures a folder of labelled faces has: DIR/<split>/<class>/…, or DIR/<class>/…, or either one folder deeper. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type BytePath, bytePath, bytesOf, inFolder, withPath } from '../files/node';
import { fileFormat } from '../media/node';
import { type ClassOptions, isClassName } from './classes';
import { DataError, unreadable } from './errors';
import type { Split } from './faces';
import { splitNames, splitOf } from './splitNames';

export interface Picture {
  path: BytePath;
  /** The class as its folder is called. */
  className: string;
  split: Split | undefined;
  /** Bytes, and when it was changed, in milliseconds. */
  size: number;
  changed: number;
}

export interface PictureTree {
  /** In the order of their paths. */
  pictures: Picture[];
  /** Folders that stand for a class, empty ones among them. */
  classNames: string[];
  /** Files that are no pictures, by kind (".txt"). */
  otherFiles: Record<string, number>;
  /** Splits that were left out by name, with their number of pictures. */
  leftOut: Record<string, number>;
}

/** Files that are photos by their name; others are looked into. */
const pictureNames = /\.(jpe?g|jfif|jpe|png|webp|avif|gif|tiff?|bmp|hei[cf])$/i;

/** What systems and tools leave in folders. */
const strays = /^(\..*|__MACOSX|@eaDir|Thumbs\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information)$/i;

/**
 * Links are followed, each folder once, so that loops end. A folder that holds nothing but one other, as archives do, is
 * passed through.
 *
 * Throws a DataError that names the folders when they are neither splits nor classes.
 */
export async function listPictures(root: string, options: ClassOptions): Promise<PictureTree> {
  const tree: PictureTree = { pictures: [], classNames: [], otherFiles: {}, leftOut: {} };
  const visited = new Set<string>();
  await visitLevel({ name: root }, undefined, { options, tree, visited });
  tree.pictures.sort((a, b) => (a.path.name < b.path.name ? -1 : a.path.name > b.path.name ? 1 : 0));
  if (tree.pictures.length === 0)
    throw new DataError(`${root}: no pictures (JPEG, PNG, WebP, GIF, TIFF, …) in folders named for their class`);
  return tree;
}

interface Walk {
  options: ClassOptions;
  tree: PictureTree;
  visited: Set<string>;
}

/** A folder of splits or of classes, or one around it. */
async function visitLevel(folder: BytePath, split: Split | undefined, walk: Walk): Promise<void> {
  const { options, tree } = walk;
  const { folders, files } = await contentsOf(folder, walk);
  for (const file of files) countOther(file.name, tree);
  const names = folders.map(({ name }) => name);
  if (split === undefined && names.some((name) => splitOf(name))) {
    const isLeftOut = (name: string) => options.without?.some((w) => w.toLowerCase() === name.toLowerCase()) ?? false;
    const unknown = names.filter((name) => !splitOf(name) && !isLeftOut(name));
    if (unknown.length > 0)
      throw new DataError(
        `${unknown.map((name) => `${folder.name}/${name}`).join(', ')}: not a split (${splitNames.join(', ')}); leave it out with --without ${unknown.join(',')}`,
      );
    for (const { name, path } of folders) {
      const named = splitOf(name);
      if (named) await visitLevel(path, named, walk);
      else tree.leftOut[name] = (await countPictures(path, walk)) + (tree.leftOut[name] ?? 0);
    }
    return;
  }
  const isClass = (name: string) => isClassName(name, options);
  const [only] = folders;
  if (only && folders.length === 1 && !isClass(only.name)) return visitLevel(only.path, split, walk);
  if (folders.length > 0 && !names.some(isClass))
    throw new DataError(
      `${folder.name}: its folders (${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}) are neither splits (train, val, test) nor classes (angry, disgust, …); ` +
        'say what they are with --classes NAME=EMOTION,…',
    );
  for (const { name, path } of folders) {
    tree.classNames.push(name);
    await visitClass(path, name, split, walk);
  }
}

/** Every picture below a class's folder. */
async function visitClass(folder: BytePath, className: string, split: Split | undefined, walk: Walk): Promise<void> {
  const { folders, files } = await contentsOf(folder, walk);
  for (const { name, path, size, changed } of files)
    if (await isPicture(path)) walk.tree.pictures.push({ path, className, split, size, changed });
    else countOther(name, walk.tree);
  for (const { path } of folders) await visitClass(path, className, split, walk);
}

async function countPictures(folder: BytePath, walk: Walk): Promise<number> {
  const { folders, files } = await contentsOf(folder, walk);
  let count = files.filter(({ name }) => pictureNames.test(name)).length;
  for (const { path } of folders) count += await countPictures(path, walk);
  return count;
}

interface Contents {
  folders: { name: string; path: BytePath }[];
  files: { name: string; path: BytePath; size: number; changed: number }[];
}

/** What is in a folder, hidden files aside; empty where it was visited before. */
async function contentsOf(folder: BytePath, { visited }: Walk): Promise<Contents> {
  const contents: Contents = { folders: [], files: [] };
  const real = (await realpath(bytesOf(folder), { encoding: 'buffer' })).toString('latin1');
  if (visited.has(real)) return contents;
  visited.add(real);
  const found = await readdir(bytesOf(folder), { encoding: 'buffer' }).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(folder.name, error);
  });
  const entries = found
    .map((bytes) => ({ bytes, name: bytePath(bytes).name }))
    .filter(({ name }) => !strays.test(name));
  for (const { bytes, name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = inFolder(folder, bytes);
    // What a link points to may be gone.
    const info = await stat(bytesOf(path)).catch(() => undefined);
    if (info?.isDirectory()) contents.folders.push({ name, path });
    else contents.files.push({ name, path, size: info?.size ?? 0, changed: info?.mtimeMs ?? 0 });
  }
  return contents;
}

async function isPicture(path: BytePath): Promise<boolean> {
  if (pictureNames.test(path.name)) return true;
  const format = await withPath(path, fileFormat).catch(() => undefined);
  return format?.kind === 'photo';
}

function countOther(name: string, { otherFiles }: PictureTree) {
  const kind = extname(name).toLowerCase() || 'without a suffix';
  otherFiles[kind] = (otherFiles[kind] ?? 0) + 1;
}
