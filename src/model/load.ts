/** Loads model files from disk, in Node. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { readJson, readProblem } from '../files/node';
import { type OnnxModel, readMetadata, readOnnx, writeOnnx } from '../graph';
import { readTfliteModel } from '../tflite';
import { adoptNetwork, describesItself } from './adopt';
import { modelFolder } from './cacheFolder';
import { checkDescription, type NetworkDescription } from './description';
import { withNumbersBeside } from './externalData';
import { packageRoot } from './packageFolder';
import { findModel, type ModelEntry, ModelError, type ModelKind, models } from './registry';
import { packageCheckpoint } from './trained';

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
 * A model as ONNX: by its name, as the path of an .onnx or .tflite file, or as a training run's folder or checkpoint.
 *
 * An expression network of another maker becomes one of ours by its description: `description`, or else the JSON file of the
 * same name beside it.
 *
 * Throws a ModelError when it is not known, is missing, is of another kind, says too little of itself, or its SHA-256 is
 * not the expected one.
 */
export async function loadModel(
  nameOrFile: string,
  kind: ModelKind,
  description?: NetworkDescription,
): Promise<Uint8Array> {
  const path = fileOf(nameOrFile);
  if (path !== undefined) {
    const bytes = await readNetwork(path);
    return kind === 'expression' ? asExpressionNetwork(bytes, path, description) : ofKind(kind, bytes, path);
  }
  const entry = findModel(nameOrFile, kind);
  if (description) throw new ModelError(`${nameOrFile} says itself what its outputs mean; leave its description out`);
  const bytes = verified(await readModelFile(modelPath(entry)), entry);
  return entry.file.endsWith('.tflite') ? writeOnnx(readTfliteModel(bytes, entry.name)) : bytes;
}

/** The file that is meant; undefined for a model's name. */
function fileOf(nameOrFile: string): string | undefined {
  if (/\.(onnx|tflite|safetensors)$/i.test(nameOrFile)) return nameOrFile;
  if (!/[/\\]/.test(nameOrFile) && models.some(({ name }) => name === nameOrFile)) return undefined;
  if (!isFolder(nameOrFile)) {
    if (!/[/\\.]/.test(nameOrFile)) return undefined;
    throw new ModelError(
      existsSync(nameOrFile)
        ? `${nameOrFile}: not a model file (.onnx, .tflite or .safetensors) or the folder of a training run`
        : `${nameOrFile}: there is no such model file or training run`,
    );
  }
  const found = modelFiles.map((file) => join(nameOrFile, file)).find(existsSync);
  if (found === undefined)
    throw new ModelError(`${nameOrFile}: a folder without a trained model (${modelFiles.join(' or ')})`);
  return found;
}

/**
 * Files are not looked at. Throws a ModelError for a name that no model has, or none of that kind.
 *
 * kind any that `loadAnyModel` takes if not given
 */
export function requireModelName(nameOrFile: string, kind?: ModelKind) {
  const isName = !/[/\\.]/.test(nameOrFile) && !isFolder(nameOrFile);
  if (!isName) return;
  if (kind) findModel(nameOrFile, kind);
  else if (!inOneFile.some(({ name }) => name === nameOrFile)) throw unknownModel(nameOrFile);
}

/** What is fetched are the several networks of one face detector. */
const inOneFile = models.filter(({ download }) => !download);

function unknownModel(name: string): ModelError {
  const taken = `${inOneFile.map((model) => model.name).join(', ')}, an .onnx or .tflite file, or a training run's folder or checkpoint`;
  return new ModelError(
    models.some((model) => model.name === name)
      ? `${name}: is several networks, not one model; available: ${taken}`
      : `unknown model "${name}"; available: ${taken}`,
  );
}

/** A training run's model, or what a run that did not end left. */
const modelFiles = ['model.onnx', 'checkpoint.safetensors'];

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The network in the file, with all its numbers in it, as ONNX. */
async function readNetwork(path: string): Promise<Uint8Array> {
  if (path.toLowerCase().endsWith('.safetensors')) return packageCheckpoint(path);
  const bytes = await readModelFile(path);
  try {
    return isTflite(path) ? writeOnnx(readTfliteModel(bytes, nameOf(path))) : await withNumbersBeside(bytes, path);
  } catch (error) {
    throw error instanceof ModelError ? error : new ModelError(`${path}: ${(error as Error).message}`);
  }
}

const isTflite = (path: string) => path.toLowerCase().endsWith('.tflite');
const nameOf = (path: string) => basename(path).replace(/\.[^.]*$/, '');

/** A network of ours as it is, one of another maker by its description. */
async function asExpressionNetwork(
  bytes: Uint8Array,
  path: string,
  given: NetworkDescription | undefined,
): Promise<Uint8Array> {
  if (describesItself(metadataOf(bytes, path))) {
    if (given) throw new ModelError(`${path} says itself what its outputs mean; leave its description out`);
    return bytes;
  }
  const description = given ?? (await describedBeside(path));
  if (description) return adoptNetwork(bytes, description, path);
  throw new ModelError(
    `${path}: the file does not say what its outputs mean; name them in their order with --labels angry,disgust,… and its input with --range 0..255 (or write ${nameOf(path)}.json beside it, docs/own-network.md)`,
  );
}

/** Whether this is a network of another maker, which does not say what its outputs mean. */
export async function needsDescription(nameOrFile: string): Promise<boolean> {
  const path = fileOf(nameOrFile);
  if (path === undefined) return false;
  return !describesItself(metadataOf(await readNetwork(path), path));
}

/** What the JSON file of the same name says; undefined where there is none. */
async function describedBeside(path: string): Promise<NetworkDescription | undefined> {
  const file = path.replace(/\.[^.]*$/, '.json');
  if (!existsSync(file)) return undefined;
  const said = await readJson(file).catch((error: Error) => {
    throw new ModelError(error.message);
  });
  return checkDescription(said, file);
}

/**
 * Any model, by its name, as the path of an .onnx or .tflite file or as a training run's folder or checkpoint, to be looked into and
 * turned into something else. An expression network of another maker becomes one of ours where it is described.
 *
 * Throws a ModelError when it is not known, is missing or damaged, or has in it what is not known here.
 */
export async function loadAnyModel(nameOrFile: string, description?: NetworkDescription): Promise<OnnxModel> {
  const entry = inOneFile.find(({ name }) => name === nameOrFile);
  const path = entry ? modelPath(entry) : fileOf(nameOrFile);
  if (path === undefined) throw unknownModel(nameOrFile);
  if (entry) verified(await readModelFile(path), entry);
  const network = await readNetwork(path);
  const isDescribed = description !== undefined || (!entry && (await describedBeside(path)) !== undefined);
  const bytes = isDescribed ? await asExpressionNetwork(network, path, description) : network;
  try {
    const model = readOnnx(bytes);
    return entry ? { ...model, name: entry.name } : model;
  } catch (error) {
    throw new ModelError(`${path}: ${(error as Error).message}`);
  }
}

function metadataOf(bytes: Uint8Array, path: string): Record<string, string> {
  try {
    return readMetadata(bytes);
  } catch {
    throw new ModelError(`${path}: not an ONNX model; feeling train makes one`);
  }
}

/** The bytes, if their metadata says that they are a model of this kind. Throws a ModelError otherwise. */
function ofKind(kind: ModelKind, bytes: Uint8Array, path: string): Uint8Array {
  if (metadataOf(bytes, path)['kind'] === kind) return bytes;
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
    `${file}: its SHA-256 must be ${expected} (got ${sha256}); the file was changed or damaged, install feeling again`,
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
  return readFile(path).catch((error) => {
    throw new ModelError(readProblem(path, error));
  });
}
