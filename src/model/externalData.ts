/** Numbers of a model that lie in another file beside it (PyTorch's `model.onnx.data`), read in Node. */
import { open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { bytesAt, FileShortened, readProblem } from '../files/node';
import { type ReadExternal, withExternalData } from '../graph';
import { ModelError } from './registry';

/**
 * The model at `path` with all its numbers in it.
 *
 * Files are read inside the model's own folder only. Throws a ModelError when the model names a file elsewhere, one that
 * is not there, or numbers behind its end; an OnnxError when the bytes are no ONNX model.
 */
export const withNumbersBeside = (bytes: Uint8Array, path: string): Promise<Uint8Array> =>
  withExternalData(bytes, readInside(path));

function readInside(path: string): ReadExternal {
  return async (location, { offset, length, tensor }) => {
    const file = await fileInside(path, location);
    const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
      throw new ModelError(`${file}: cannot be read (${error.code}); ${path} needs it`);
    });
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new ModelError(`${file}: is not a file; ${path} needs numbers in it`);
      const end = length === undefined ? info.size : offset + length;
      if (offset > info.size || end > info.size)
        throw new ModelError(
          `${file}: ends after ${info.size} bytes, but ${path} has constant ${tensor} at ${offset} to ${end} of it; the file is incomplete or belongs to another model`,
        );
      return await bytesAt(handle, offset, end - offset).catch((error: Error) => {
        throw error instanceof FileShortened ? new ModelError(`${file}: became shorter while it was read`) : error;
      });
    } finally {
      await handle.close();
    }
  };
}

/** The real path of the file, if it lies in the model's folder. */
async function fileInside(path: string, location: string): Promise<string> {
  const refusal = new ModelError(
    `${path}: keeps numbers in "${location}", outside its own folder; only files inside are read`,
  );
  // Backslashes divide folders on Windows, where the same file may be read.
  const parts = location.split(/[/\\]/);
  if (isAbsolute(location) || /^[a-z]:/i.test(location) || parts.includes('..') || location.includes('\0'))
    throw refusal;
  const folder = dirname(path);
  const file = join(folder, ...parts);
  const [inside, real] = await Promise.all([realpath(folder), realpath(file)]).catch((error) => {
    throw new ModelError(`${readProblem(file, error)}; ${path} keeps its numbers there, put it beside it`);
  });
  const way = relative(inside, real);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) throw refusal;
  return real;
}
