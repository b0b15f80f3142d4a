/** Labelled faces from what a person chose in the page. */
import {
  type BrokenPicture,
  DataError,
  type FaceSet,
  type FolderContents,
  facePixels,
  faceSetOf,
  faceSize,
  ferClasses,
  type Labelled,
  linesOf,
  listPictures,
  noSplit,
  parseFer2013,
  pictureNames,
  splits,
  strays,
} from '../../src/data';
import { cropGrey, wholeFrame } from '../../src/media';
import { frameOf } from '../../src/media/browser';
import type { Source } from './messages';

/** More would fill a phone's memory: a face is 2,304 bytes, and there are two copies for a moment. */
const mostFaces = 120_000;

export interface ChosenFaces {
  sets: FaceSet;
  /** The file or folder. */
  source: string;
  broken: number;
}

/**
 * onRead is told how many faces were read so far
 * Throws a DataError that says what is wrong with the data.
 */
export async function readChosen(source: Source, onRead: (faces: number) => void): Promise<ChosenFaces> {
  const { name, labelled, classes } =
    'csv' in source
      ? { name: source.csv.name, labelled: await readCsv(source.csv, onRead), classes: ferClasses }
      : await readPictures(source.folder, onRead);
  const { sets } = faceSetOf(name, labelled, { classes });
  return { sets, source: name, broken: labelled.broken.length };
}

async function readCsv(file: File, onRead: (faces: number) => void): Promise<Labelled> {
  if (file.size === 0) throw new DataError(`${file.name}: the file is empty`, { what: 'empty', where: file.name });
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZipped = a === 0x1f && b === 0x8b;
  const bytes = isZipped
    ? file.stream().pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
    : file.stream();
  let lines = 0;
  const counted = async function* () {
    for await (const line of linesOf(chunksOf(bytes, file.name))) {
      if (++lines % 1000 === 0) onRead(lines);
      yield line;
    }
  };
  return parseFer2013(file.name, counted(), mostFaces);
}

/** Not every browser's streams can be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new DataError(
          `${name}: the file is damaged or cut off (${error instanceof Error ? error.message : error})`,
          { what: 'damaged', where: name },
        );
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** A file or a folder of those that were chosen; its name is its path. */
interface Chosen {
  name: string;
  file?: File;
}

async function readPictures(files: readonly File[], onRead: (faces: number) => void) {
  const [root = ''] = files[0]?.webkitRelativePath.split('/') ?? [];
  if (root === '') throw new DataError('the folder is empty', { what: 'noPictures', where: '' });
  const folders = foldersOf(files);
  const tree = await listPictures<Chosen>(
    { name: root },
    {
      contentsOf: async ({ name }) => folders.get(name) ?? { folders: [], files: [] },
      isPicture: async ({ name }) => pictureNames.test(name),
    },
    {},
  );
  const { pictures } = tree;
  if (pictures.length > mostFaces)
    throw new DataError(
      `${root}: has ${pictures.length.toLocaleString('en')} pictures, at most ${mostFaces.toLocaleString('en')} can be read here`,
      { what: 'tooMany', where: root, got: `${mostFaces}` },
    );
  const pixels = new Uint8Array(pictures.length * facePixels);
  const broken: BrokenPicture[] = [];
  const read: number[] = [];
  for (const [at, { path }] of pictures.entries()) {
    try {
      pixels.set(await greyFace(path.file as File), read.length * facePixels);
      read.push(at);
    } catch (error) {
      broken.push({ path: path.name, problem: error instanceof Error ? error.message : String(error) });
    }
    if (at % 100 === 99) onRead(at + 1);
  }
  if (read.length === 0)
    throw new DataError(`${root}: this browser can read none of its ${pictures.length} pictures`, {
      what: 'unreadable',
      where: root,
      got: `${pictures.length}`,
    });
  const names = [...new Set([...pictures.map((p) => p.className), ...tree.classNames])];
  const labelled: Labelled = {
    pixels: pixels.slice(0, read.length * facePixels),
    labels: Uint8Array.from(read, (at) => names.indexOf(pictures[at]?.className as string)),
    splits: Uint8Array.from(read, (at) => {
      const split = pictures[at]?.split;
      return split ? splits.indexOf(split) : noSplit;
    }),
    rows: Uint32Array.from(read),
    classes: names.map((name) => {
      const own = pictures.filter((p) => p.className === name);
      return { name, faces: own.length, where: own[0]?.path.name ?? root };
    }),
    total: pictures.length,
    broken,
  };
  return { name: root, labelled, classes: undefined };
}

/** What is in each folder, by its path. */
function foldersOf(files: readonly File[]): Map<string, FolderContents<Chosen>> {
  const folders = new Map<string, FolderContents<Chosen>>();
  const contentsOf = (path: string) => {
    const known = folders.get(path) ?? { folders: [], files: [] };
    folders.set(path, known);
    return known;
  };
  for (const file of files) {
    const parts = file.webkitRelativePath.split('/');
    if (parts.some((part) => strays.test(part))) continue;
    parts.slice(1, -1).forEach((name, depth) => {
      const path = parts.slice(0, depth + 2).join('/');
      if (!folders.has(path))
        contentsOf(parts.slice(0, depth + 1).join('/')).folders.push({ name, path: { name: path } });
      contentsOf(path);
    });
    const path = { name: file.webkitRelativePath, file };
    contentsOf(parts.slice(0, -1).join('/')).files.push({ name: file.name, path, size: file.size, changed: 0 });
  }
  for (const { folders: inside, files: own } of folders.values())
    for (const list of [inside, own]) list.sort((a, b) => (a.name < b.name ? -1 : 1));
  return folders;
}

/** A picture of any size, squeezed or stretched to 48 × 48 grey values. */
async function greyFace(file: File): Promise<Uint8Array> {
  const picture = await createImageBitmap(file, {
    resizeWidth: faceSize,
    resizeHeight: faceSize,
    resizeQuality: 'high',
  });
  try {
    const frame = frameOf(picture);
    return Uint8Array.from(cropGrey(frame, wholeFrame(frame), faceSize), Math.round);
  } finally {
    picture.close();
  }
}
