/** Fetches models that may not be shipped, checks them, and keeps them in the user's cache. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason, openWhole, readProblem, WriteError } from '../files/node';
import { modelFolder } from './cacheFolder';
import { type DownloadFile, type ModelEntry, ModelError } from './registry';

export interface PullOptions {
  /** Address that files' names are appended to; the public repository's if not given. */
  base?: string;
  /** A folder that has the files, instead of the network. */
  from?: string;
  /** Milliseconds without a byte after which a server is given up. */
  patience?: number;
  signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Every file of the model is in the cache and has the expected content. */
export const isPulled = async (entry: ModelEntry): Promise<boolean> =>
  (await Promise.all((entry.download?.files ?? []).map((f) => isWhole(join(modelFolder(entry), f.file), f)))).every(
    Boolean,
  );

/**
 * Brings a model's files into the user's cache: each takes its place only after its SHA-256 was checked, so that there is
 * never half a file. Files that are there already are kept. Honours HTTPS_PROXY and NO_PROXY.
 *
 * Throws a ModelError that names the file and what went wrong: no connection, another content, no room.
 */
export async function pullModel(entry: ModelEntry, options: PullOptions = {}): Promise<string> {
  const { download } = entry;
  if (!download) throw new ModelError(`${entry.name} comes with feeling, there is nothing to pull`);
  const folder = modelFolder(entry);
  const { base = `https://raw.githubusercontent.com/${download.repository}/${download.commit}/${download.folder}/` } =
    options;
  const total = download.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ModelError(`${folder}: the folder cannot be made (${fileReason(error)})`);
  });
  let done = 0;
  for (const file of download.files) {
    const target = join(folder, file.file);
    if (await isWhole(target, file)) {
      done += file.bytes;
      continue;
    }
    try {
      const bytes = options.from === undefined ? downloaded(base, file, options) : fromFolder(options.from, file);
      await keep(target, bytes, file, (count) => {
        done += count;
        options.onProgress?.(done, total);
      });
    } catch (error) {
      throw explained(error, file);
    }
  }
  return folder;
}

async function keep(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { file, sha256 }: DownloadFile,
  count: (n: number) => void,
) {
  const hash = createHash('sha256');
  const target = await openWhole(path);
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      await target.write(chunk);
      count(chunk.length);
    }
    const found = hash.digest('hex');
    if (found !== sha256)
      throw new ModelError(`${file}: its SHA-256 must be ${sha256} (got ${found}); nothing was kept`);
    await target.finish();
  } finally {
    await target.discard();
  }
}

async function* downloaded(base: string, { file, bytes }: DownloadFile, { signal, patience = 30_000 }: PullOptions) {
  // Loaded for those who fetch: it takes longer than Node itself.
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const agent = new EnvHttpProxyAgent({
    headersTimeout: patience,
    bodyTimeout: patience,
    connect: { timeout: patience },
  });
  try {
    const response = await fetch(new URL(file, base), { dispatcher: agent, ...(signal && { signal }) });
    if (!response.ok || !response.body)
      throw new ModelError(`${file}: the server answered ${response.status}; try again later`);
    let got = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      got += chunk.length;
      if (got > bytes) throw new ModelError(`${file}: must be ${bytes} bytes long (got more); nothing was kept`);
      yield chunk;
    }
    if (got < bytes) throw new ModelError(`${file}: the connection ended after ${got} of ${bytes} bytes; try again`);
  } finally {
    await agent.destroy();
  }
}

async function* fromFolder(folder: string, { file }: DownloadFile) {
  yield await readFile(join(folder, file)).catch((error) => {
    throw new ModelError(readProblem(join(folder, file), error));
  });
}

async function isWhole(path: string, { sha256 }: DownloadFile): Promise<boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256;
}

/** The reason in words; a network's errors hide it in their cause. */
function explained(error: unknown, { file }: DownloadFile): Error {
  if (error instanceof ModelError || (error as Error).name === 'AbortError') return error as Error;
  if (error instanceof WriteError) return new ModelError(`${error.message}; nothing was kept, make room and try again`);
  const { code, cause, message } = error as NodeJS.ErrnoException;
  const reason = (cause as NodeJS.ErrnoException | undefined) ?? { code, message };
  if (reason.code?.endsWith('TIMEOUT'))
    return new ModelError(`${file}: the server is silent; nothing was kept, try again later`);
  return new ModelError(
    `${file}: cannot be fetched (${reason.code ?? reason.message}); nothing was kept. With the files at hand: feeling models pull … --from DIR`,
  );
}
