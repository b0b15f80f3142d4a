/** Which pictures a folder of labelled faces has: DIR/<split>/<class>/…, or DIR/<class>/…, or either one folder deeper. */
import { type ClassOptions, isClassName } from './classes';
import { DataError } from './errors';
import type { Split } from './faces';
import { splitNames, splitOf } from './splitNames';

/** Where a picture or a folder is; its name is for people, and tells the order. */
export interface Named {
  name: string;
}

export interface FolderContents<P> {
  folders: { name: string; path: P }[];
  files: { name: string; path: P; size: number; changed: number }[];
}

/** Folders, wherever they are. */
export interface PictureFolders<P extends Named> {
  /** What is in a folder, hidden files aside, in the order of names; empty where it was visited before. */
  contentsOf(folder: P): Promise<FolderContents<P>>;
  isPicture(file: P): Promise<boolean>;
}

export interface Picture<P extends Named = Named> {
  path: P;
  /** The class as its folder is called. */
  className: string;
  split: Split | undefined;
  /** Bytes, and when it was changed, in milliseconds. */
  size: number;
  changed: number;
}

export interface PictureTree<P extends Named = Named> {
  /** In the order of their paths. */
  pictures: Picture<P>[];
  /** Folders that stand for a class, empty ones among them. */
  classNames: string[];
  /** Files that are no pictures, by kind (".txt"). */
  otherFiles: Record<string, number>;
  /** Splits that were left out by name, with their number of pictures. */
  leftOut: Record<string, number>;
}

/** Files that are photos by their name; others are looked into. */
export const pictureNames = /\.(jpe?g|jfif|jpe|png|webp|avif|gif|tiff?|bmp|hei[cf])$/i;

/** What systems and tools leave in folders. */
export const strays = /^(\..*|__MACOSX|@eaDir|Thumbs\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information)$/i;

/**
 * A folder that holds nothing but one other, as archives do, is passed through.
 *
 * Throws a DataError that names the folders when they are neither splits nor classes.
 */
export async function listPictures<P extends Named>(
  root: P,
  folders: PictureFolders<P>,
  options: ClassOptions,
): Promise<PictureTree<P>> {
  const tree: PictureTree<P> = { pictures: [], classNames: [], otherFiles: {}, leftOut: {} };
  await visitLevel(root, undefined, { options, tree, folders });
  tree.pictures.sort((a, b) => (a.path.name < b.path.name ? -1 : a.path.name > b.path.name ? 1 : 0));
  if (tree.pictures.length === 0)
    throw new DataError(`${root.name}: no pictures (JPEG, PNG, WebP, GIF, TIFF, …) in folders named for their class`, {
      what: 'noPictures',
      where: root.name,
    });
  return tree;
}

interface Walk<P extends Named> {
  options: ClassOptions;
  tree: PictureTree<P>;
  folders: PictureFolders<P>;
}

/** A folder of splits or of classes, or one around it. */
async function visitLevel<P extends Named>(folder: P, split: Split | undefined, walk: Walk<P>): Promise<void> {
  const { options, tree } = walk;
  const { folders, files } = await walk.folders.contentsOf(folder);
  for (const file of files) countOther(file.name, tree);
  const names = folders.map(({ name }) => name);
  if (split === undefined && names.some((name) => splitOf(name))) {
    const isLeftOut = (name: string) => options.without?.some((w) => w.toLowerCase() === name.toLowerCase()) ?? false;
    const unknown = names.filter((name) => !splitOf(name) && !isLeftOut(name));
    if (unknown.length > 0)
      throw new DataError(
        `${unknown.map((name) => `${folder.name}/${name}`).join(', ')}: not a split (${splitNames.join(', ')}); leave it out with --without ${unknown.join(',')}`,
        { what: 'folders', where: folder.name, got: unknown.join(', ') },
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
      { what: 'folders', where: folder.name, got: names.slice(0, 8).join(', ') },
    );
  for (const { name, path } of folders) {
    tree.classNames.push(name);
    await visitClass(path, name, split, walk);
  }
}

/** Every picture below a class's folder. */
async function visitClass<P extends Named>(
  folder: P,
  className: string,
  split: Split | undefined,
  walk: Walk<P>,
): Promise<void> {
  const { folders, files } = await walk.folders.contentsOf(folder);
  for (const { name, path, size, changed } of files)
    if (await walk.folders.isPicture(path)) walk.tree.pictures.push({ path, className, split, size, changed });
    else countOther(name, walk.tree);
  for (const { path } of folders) await visitClass(path, className, split, walk);
}

async function countPictures<P extends Named>(folder: P, walk: Walk<P>): Promise<number> {
  const { folders, files } = await walk.folders.contentsOf(folder);
  let count = files.filter(({ name }) => pictureNames.test(name)).length;
  for (const { path } of folders) count += await countPictures(path, walk);
  return count;
}

function countOther(name: string, { otherFiles }: Pick<PictureTree, 'otherFiles'>) {
  const kind = /(?<=.)\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? 'without a suffix';
  otherFiles[kind] = (otherFiles[kind] ?? 0) + 1;
}
