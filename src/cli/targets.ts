/** Files that a command writes: checked before anything is read, and never one that it reads. */
import { lstat, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { checkTarget, type Place, placeOf, samePlace, type WriteOptions, writeWhole } from '../files/node';
import { fileFormat } from '../media/node';
import { packageRoot } from '../model/node';
import { endingOf } from './options';
import { counted, tell, UsageError } from './output';
import { filesOfRun } from './training/runFiles';

/** What a person named as a file to write. Only `targets` makes one, so nothing is written that was not checked. */
export interface Target extends Output {
  /** All of the file at once: it is there whole or not at all. */
  write(content: string | Uint8Array, options?: WriteOptions): Promise<void>;
}

const reportEndings = ['.html', '.htm'];

type Paths = Record<string, string | undefined>;

/**
 * The files to write, by the names of their options. Call `tellReplaced` with them once nothing can be refused any more.
 *
 * inputs files and folders that are read; `undefined` and what does not exist counts as none
 * endings what `--out` may end in
 * Throws a UsageError when an output is an input, two outputs are one, by whatever name, or an ending is another: of
 * `--report *.jpg` the first photo is no report. An Error when one cannot be written. `--report r.html` is
 * `{ report: 'r.html' }`.
 */
export async function targets<P extends Paths>(
  outputs: P,
  inputs: readonly (string | undefined)[],
  { endings }: { endings?: readonly string[] } = {},
): Promise<{ [K in keyof P]: P[K] extends string ? Target : Target | undefined }> {
  const named = Object.entries(outputs).flatMap(([option, path]) =>
    path === undefined ? [] : [{ what: `--${option}`, path }],
  );
  await refuseInputs(named, inputs);
  for (const { what, path } of named) {
    const allowed = what === '--report' ? reportEndings : what === '--out' ? endings : undefined;
    if (allowed && !(await isNoFile(path))) endingOf(what, path, allowed);
  }
  const made = Object.entries(outputs).map(async ([option, path]): Promise<[string, Target | undefined]> => {
    if (path === undefined) return [option, undefined];
    await checkTarget(path);
    const what = `--${option}`;
    return [option, { what, path, write: (content, options) => writeWhole(path, content, options) }];
  });
  return Object.fromEntries(await Promise.all(made)) as never;
}

/**
 * Tells which outputs are there already: all that a command makes at once is replaced when it is made again. For when the
 * work is about to begin: a command that is refused replaces nothing.
 */
export async function tellReplaced(...outputs: readonly (Output | undefined)[]) {
  for (const output of outputs)
    if (output && (await isReplaced(output.path)))
      tell(`${output.what} ${output.path}: is there already and will be replaced`);
}

/** The same for the many files of one option. */
export async function tellReplacedIn({ what, path }: Output, files: readonly string[]) {
  let count = 0;
  for (const file of files) if (await isReplaced(file)) count++;
  if (count > 0) tell(`${what} ${path}: ${counted(count, 'file is', 'files are')} there already and will be replaced`);
}

/** Of a folder it is told elsewhere that it is one; a device or a pipe, as /dev/stdout, has no name of its own. */
const isNoFile = (path: string) =>
  stat(path).then(
    (info) => !info.isFile(),
    () => false,
  );

/** Whether there is a file or a link; what is written to a device or a pipe replaces nothing. */
export async function isReplaced(path: string): Promise<boolean> {
  const info = await lstat(path).catch(() => undefined);
  if (info?.isSymbolicLink()) return (await stat(path).catch(() => undefined))?.isFile() ?? true;
  return info?.isFile() ?? false;
}

/** What is read for `--model`: a file with its weights beside it, or one that ships. */
export const modelInputs = (model: string) => [model, `${model}.data`, join(packageRoot(), 'models', `${model}.onnx`)];

export interface Output {
  /** Where the person wrote it, "--report". */
  what: string;
  path: string;
}

/** Throws a UsageError when an output is an input, or the same file as another output. */
export async function refuseInputs(outputs: readonly Output[], inputs: readonly (string | undefined)[]) {
  const places: (Output & { place: Place })[] = [];
  for (const output of outputs) {
    const place = await placeOf(output.path);
    const twin = places.find((other) => samePlace(other.place, place));
    if (twin)
      throw new UsageError(
        `${output.what} ${output.path}: is the same file as ${twin.what} ${twin.path}; choose another name for one`,
      );
    places.push({ ...output, place });
  }
  const existing = places.filter(({ place }) => place.file !== undefined);
  if (existing.length === 0) return;
  const byFile = new Map(existing.map((output) => [output.place.file, output]));
  for (const input of new Set(inputs)) {
    if (!input) continue;
    const place = await placeOf(input);
    if (place.file === undefined) continue;
    const replaced = await replacedOf({ input, place }, existing, byFile);
    if (replaced)
      throw new UsageError(
        `${replaced.output.what} ${replaced.output.path}: would replace ${replaced.what}, which is read; choose another file`,
      );
  }
}

/** Throws a UsageError when a folder for pictures is one that pictures are read from, or lies in it: they would be read, too. */
export async function refuseInside({ what, path }: Output, folder: string) {
  const [own, read] = [await placeOf(path), await placeOf(folder)];
  if (own.path === read.path || own.path.startsWith(read.path + sep))
    throw new UsageError(`${what} ${path}: lies in ${folder}, whose pictures are read; choose another folder`);
}

interface Replaced {
  output: Output;
  /** Of what is read. */
  what: string;
}

/** An output that would replace an input, or a part of it: a picture in a folder, a file of a training run. */
async function replacedOf(
  { input, place }: { input: string; place: Place },
  outputs: readonly (Output & { place: Place })[],
  byFile: ReadonlyMap<string | undefined, Output>,
): Promise<Replaced | undefined> {
  const same = byFile.get(place.file);
  if (same) return { output: same, what: input };
  const picture = await pictureInside(place, outputs);
  if (picture) return { output: picture, what: 'a picture in it' };
  for (const file of filesOfRun(place.path)) {
    const output = byFile.get((await placeOf(file)).file);
    if (output) return { output, what: `a file of the run ${input}` };
  }
  return undefined;
}

/** An output that is there already as a picture in a folder that is read. */
async function pictureInside(folder: Place, outputs: readonly (Output & { place: Place })[]) {
  const isFolder = await stat(folder.path).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) return undefined;
  for (const output of outputs)
    if (output.place.path.startsWith(folder.path + sep)) {
      const format = await fileFormat(output.place.path).catch(() => undefined);
      if (format && format.kind !== 'other') return output;
    }
  return undefined;
}
