/** A Redis server of one's own for tests: on a socket in a temporary folder, with its journal (AOF) on. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './removeFolder';

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

export const hasRedis = program !== undefined;

export interface RedisServer {
  /** What `--queue` takes. */
  url: string;
  /** Starts it, again after `kill`; resolves when it answers. */
  start(): Promise<void>;
  /** As when the machine loses power. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
}

export function redisServer(...options: string[]): RedisServer {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-redis-'));
  const socket = join(folder, 'redis.sock');
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const kill = async () => {
    child?.kill('SIGKILL');
    await ended;
  };
  return {
    url: socket,
    async start() {
      rmSync(socket, { force: true });
      const files = ['--dir', folder, '--unixsocket', socket, '--port', '0'];
      const journal = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
      const started = spawn(program ?? '', [...files, ...journal, ...options], { stdio: 'ignore' });
      child = started;
      ended = new Promise((resolve) => started.once('exit', resolve));
      while (!(await answers(socket))) {
        if (started.exitCode !== null) throw new Error(`${program} ended with ${started.exitCode} before it answered`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill,
    async end() {
      await kill();
      removeFolder(folder);
    },
  };
}

/** Whether a server takes commands there; one that still loads its data does not. */
const answers = (socket: string) =>
  new Promise<boolean>((resolve) => {
    const client = connect(socket);
    client.once('error', () => resolve(false));
    // One that ends, or is full, says nothing.
    client.once('close', () => resolve(false));
    client.once('data', (data) => {
      client.destroy();
      resolve(!data.toString().includes('LOADING'));
    });
    client.write('PING\r\n');
  });
