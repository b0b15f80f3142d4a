/** Loads model files from disk, in Node. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OnnxModel, readMetadata, readOnnx, writeOnnx } from '../graph';
import { readTflite, tfliteToOnnx } from '../tflite';
import { modelFolder } from './cacheFolder';
import { findModel, type ModelEntry, ModelError, type ModelKind, models } from './registry';

export { cacheFolder } from './cacheFolder';
export { clearPageModels, pageModels, pageModelsFolder } from './pageModels';
export { isPulled, type PullOptions, pullModel } from './pull';

/** The folder of this package, from its sources or its build. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'feeling') return folder;
    if (folder === dirname(folder)) throw new Error('feeling: its own package.json was not found');
  }
}

/** Where a model's file lies. */
export function modelPath(entry: ModelEntry): string {
  const { file, from, download } = entry;
  if (download) return join(modelFolder(entry), file);
  if (from === undefined) return join(packageRoot(), 'models', file);
  // The build copies it; before a checkout is built it lies in the package that it comes from.
  const copied = join(packageRoot(), 'dist', 'assets', file);
  if (existsSync(copied)) return copied;
  return join(dirname(createRequire(import.meta.url).resolve(`${from}/package.json`)), file);
}

/**
 * A model as ONNX, by its name or as the path of an .onnx file.
 *
 * Throws a ModelError when it is not known, is missing, is of another kind, or its SHA-256 is not the expected one.
 */
export async function loadModel(name: string, kind: ModelKind): Promise<Uint8Array> {
  if (name.endsWith('.onnx')) return ofKind(kind, await readModelFile(name), name);
  const entry = findModel(name, kind);
  const bytes = verified(await readModelFile(modelPath(entry)), entry);
  return entry.file.endsWith('.tflite') ? writeOnnx(tfliteToOnnx(readTflite(bytes), entry.name)) : bytes;
}

/**
 * Any model, by its name or as the path of an .onnx or .tflite file, to be looked into and turned into something else.
 *
 * Throws a ModelError when it is not known, is missing or damaged, or has in it what is not known here.
 */
export async function loadAnyModel(nameOrFile: string): Promise<OnnxModel> {
  const entry = models.find(({ name }) => name === nameOrFile);
  if (!entry && !/\.(onnx|tflite)$/.test(nameOrFile))
    throw new ModelError(
      `"${nameOrFile}" is no model; there are ${models.map(({ name }) => name).join(', ')}, or a file .onnx or .tflite`,
    );
  if (entry?.download) throw new ModelError(`${entry.name}: several networks in one file; each .onnx can be exported`);
  const path = entry ? modelPath(entry) : nameOrFile;
  const bytes = await readModelFile(path);
  if (entry) verified(bytes, entry);
  try {
    const name = entry?.name ?? basename(path).replace(/\.[^.]*$/, '');
    return path.endsWith('.tflite') ? tfliteToOnnx(readTflite(bytes), name) : readOnnx(bytes);
  } catch (error) {
    throw new ModelError(`${path}: ${(error as Error).message}`);
  }
}

/** The bytes, if their metadata says that they are a model of this kind. Throws a ModelError otherwise. */
function ofKind(kind: ModelKind, bytes: Uint8Array, path: string): Uint8Array {
  let found: string | undefined;
  try {
    found = readMetadata(bytes)['kind'];
  } catch {
    throw new ModelError(`${path}: not an ONNX model; feeling train makes one`);
  }
  if (found === kind) return bytes;
  throw new ModelError(
    `${path}: an ONNX model, but none for ${kind === 'faces' ? 'faces' : 'expressions'} that feeling made`,
  );
}

/** The bytes, if they are what the list of models expects. Throws a ModelError otherwise. */
export function verified(
  bytes: Uint8Array,
  { file, sha256: expected }: Pick<ModelEntry, 'file' | 'sha256'>,
): Uint8Array {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === expected) return bytes;
  throw new ModelError(
    `${file}: its SHA-256 is ${sha256} where ${expected} is expected; the file was changed or damaged, install feeling again`,
  );
}

/**
 * The files of a fetched model, by name.
 *
 * Throws a ModelError when they are not there yet, or are not what is expected.
 */
export async function loadFetched(entry: ModelEntry): Promise<Map<string, Uint8Array>> {
  const files = entry.download?.files ?? [];
  const folder = modelFolder(entry);
  if (!files.every(({ file }) => existsSync(join(folder, file))))
    throw new ModelError(
      `${entry.name}: its weights are not here yet; fetch them with: feeling models pull ${entry.name}`,
    );
  const loaded = files.map(async (f) => [f.file, verified(await readModelFile(join(folder, f.file)), f)] as const);
  return new Map(await Promise.all(loaded));
}

async function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ModelError(
      error.code === 'ENOENT' ? `${path}: there is no such model file` : `${path}: cannot be read (${error.code})`,
    );
  });
}
