/** Places that one process at a time may write: a run's folder, a file of rows. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeOf } from './place';

export interface Hold {
  release(): Promise<void>;
}

/**
 * Takes a place for this process, until it is released or the process ends, however it ends. Gives undefined where another
 * process has it.
 *
 * What is taken is the name of a socket, which the system gives back by itself: no file is left that would be in the way
 * after a crash. It counts on this machine; where it cannot be had at all, nobody is kept away.
 *
 * address the socket's, for tests
 */
export async function hold(path: string, address?: string): Promise<Hold | undefined> {
  const name = address ?? addressOf((await placeOf(path)).path);
  const server = createServer((caller) => caller.destroy()).unref();
  try {
    if (!(await listens(server, name))) {
      if (!isFile(name) || (await answers(name))) return undefined;
      // Its process was killed, and left the file.
      await rm(name, { force: true });
      if (!(await listens(server, name))) return undefined;
    }
  } catch {
    return { release: async () => {} };
  }
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Linux and Windows have names for sockets that are no files. */
function addressOf(place: string): string {
  const name = `feeling-${createHash('sha256').update(place).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const isFile = (address: string) => address.startsWith('/');

/** False where somebody has the name; throws where it cannot be had for another reason. */
const listens = (server: Server, address: string) =>
  new Promise<boolean>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', onError);
    server.listen(address, () => {
      server.off('error', onError);
      resolve(true);
    });
  });

/** Whether a process is behind the file of a socket. */
const answers = (file: string) =>
  new Promise<boolean>((resolve) => {
    const caller = connect(file);
    caller.once('connect', () => {
      caller.destroy();
      resolve(true);
    });
    caller.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
