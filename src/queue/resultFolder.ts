/** The folder of an archive's results, on a disk that all machines see or in an object store. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkFolder, fileReason, makeFolder, writeWhole } from '../files/node';
import {
  insideAddress,
  isObjectAddress,
  type ObjectStore,
  objectAddress,
  openObjectStore,
  withoutSlash,
} from '../store/node';

export interface ResultFolder {
  /** How every machine calls it. */
  readonly place: string;
  /** How every machine calls what is so called inside. */
  inside(name: string): string;
  /** Throws an Error that says why when a file cannot be read; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  /** Whole or not at all. `secret`: for the owner's eyes only, where that can be said. */
  write(name: string, text: string, options?: { secret?: boolean }): Promise<void>;
  /** Bytes; undefined where there is no such file. */
  sizeOf(name: string): Promise<number | undefined>;
  /** Names of files inside a folder of it. */
  names(folder: string): Promise<string[]>;
  /** Throws an Error that says why when nothing can be written. */
  checkWritable(): Promise<void>;
}

/** The folder inside the results for what is not whole yet. */
export const workName = '.feeling';

let opened: Promise<ObjectStore> | undefined;
/** The store of this process, opened when it is first needed. */
export function objectStore(): Promise<ObjectStore> {
  opened ??= openObjectStore();
  return opened;
}

export async function resultFolder(place: string): Promise<ResultFolder> {
  return isObjectAddress(place) ? inStore(withoutSlash(place), await objectStore()) : onDisk(place);
}

/** As all machines call the folder that somebody named; it is made where it is on a disk. */
export async function placeOfResults(out: string): Promise<string> {
  if (isObjectAddress(out)) {
    objectAddress(out);
    return withoutSlash(out);
  }
  await checkFolder(out);
  await makeFolder(join(out, workName));
  return realpath(out);
}

function onDisk(place: string): ResultFolder {
  const path = (name: string) => join(place, name);
  return {
    place,
    inside: path,
    async read(name) {
      return readFile(path(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new Error(`${path(name)}: cannot be read (${fileReason(error)})`);
      });
    },
    async write(name, text, options) {
      await makeFolder(dirname(path(name)));
      await writeWhole(path(name), text, options);
    },
    sizeOf: (name) =>
      stat(path(name)).then(
        ({ size }) => size,
        () => undefined,
      ),
    names: (folder) => readdir(path(folder)).catch(() => []),
    checkWritable: () => checkFolder(path(workName)),
  };
}

function inStore(place: string, store: ObjectStore): ResultFolder {
  const address = (name: string) => insideAddress(place, name);
  return {
    place,
    inside: address,
    read: async (name) => (await store.read(address(name)))?.toString(),
    write: (name, text) => store.write(address(name), text),
    sizeOf: async (name) => (await store.look(address(name)))?.bytes,
    async names(folder) {
      const names: string[] = [];
      const beginning = `${address(folder)}/`;
      for await (const { address: found } of store.list(address(folder)))
        if (found.startsWith(beginning)) names.push(found.slice(beginning.length));
      return names;
    },
    // Always the same object, so that nothing gathers where deleting is not allowed.
    checkWritable: () => store.write(address(`${workName}/probe`), ''),
  };
}
