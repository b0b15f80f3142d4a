/** Connections to the queue's server, and what goes wrong with them in words. */
import type { Cluster, Redis } from 'ioredis';
import { part } from '../media/node';
import { type QueueAddress, queueAddress } from './address';

export type Client = Redis | Cluster;

/** Something is wrong with the queue's server, told in one line. */
export class QueueError extends Error {
  override name = 'QueueError';
}

export const loadBullmq = () => part('bullmq', 'a queue', () => import('bullmq'));

/** Milliseconds between two attempts to reach a server that is gone, at most. */
const longestWait = 2_000;
/** Milliseconds after which a server that does not answer counts as absent. */
const patience = 5_000;

export interface Connection {
  /** The address without its password. */
  shown: string;
  client: Client;
  close(): Promise<void>;
}

/**
 * Connects, and checks that the server is there and lets us in. Afterwards a connection that breaks is made again,
 * however long that takes, and what was asked meanwhile waits.
 *
 * onLost, onFound: the connection broke, and is there again
 * Throws an AddressError for an address that cannot be read, else a QueueError.
 */
export async function connect(
  text: string,
  { onLost, onFound }: { onLost?: () => void; onFound?: () => void } = {},
): Promise<Connection> {
  const address = queueAddress(text);
  const ioredis = await part('ioredis', 'a queue', () => import('ioredis'));
  // What is missing is told before a connection is open that would keep the process.
  await loadBullmq();
  const client = open(ioredis, address);
  let lastError: unknown;
  client.on('error', (error: unknown) => {
    lastError = error;
  });
  let closing = false;
  const close = async () => {
    closing = true;
    client.disconnect();
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lastError ?? new Error('it does not answer')), patience);
  });
  try {
    await Promise.race([client.connect().then(() => client.ping()), late]);
    // A database that is not there is told so, and another one used.
    if (lastError) throw lastError;
  } catch (error) {
    await close();
    throw new QueueError(`${address.shown}: ${reasonOf(lastError ?? error)}`);
  } finally {
    clearTimeout(timer);
  }
  await checkServer(client, address).catch(async (error) => {
    await close();
    throw error;
  });
  let lost = false;
  client.on('close', () => {
    if (!lost && !closing) onLost?.();
    lost = true;
  });
  client.on('ready', () => {
    if (lost) onFound?.();
    lost = false;
  });
  return { shown: address.shown, client, close };
}

function open({ Redis, Cluster }: typeof import('ioredis'), { server }: QueueAddress): Client {
  const common = {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), longestWait),
  };
  switch (server.kind) {
    case 'server':
      return new Redis(server.url, common);
    case 'socket':
      return new Redis({ ...common, path: server.path });
    case 'sentinel':
      return new Redis({ ...common, ...loginOf(server), sentinels: server.nodes, name: server.name, db: server.db });
    case 'cluster':
      return new Cluster(server.nodes, {
        lazyConnect: true,
        clusterRetryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), longestWait),
        redisOptions: { ...loginOf(server), maxRetriesPerRequest: null },
      });
  }
}

const loginOf = ({ user, password, tls }: { user?: string; password?: string; tls: boolean }) => ({
  ...(user !== undefined && { username: user }),
  ...(password !== undefined && { password }),
  ...(tls && { tls: {} }),
});

/** A server that would lose jobs, or cannot hold any. */
async function checkServer(client: Client, { shown }: QueueAddress) {
  const info = await client.info();
  const text = typeof info === 'string' ? info : String(info);
  if (/^role:slave/m.test(text) && !('nodes' in client))
    throw new QueueError(`${shown}: is a read-only copy of another server; give the address of its master`);
  const redis = /^redis_version:(\d+)\.(\d+)/m.exec(text);
  const isValkey = /^valkey_version:/m.test(text);
  if (redis && !isValkey && Number(redis[1]) < 6)
    throw new QueueError(`${shown}: runs Redis ${redis[1]}.${redis[2]}; Redis 7 or Valkey is needed`);
  const policy = /^maxmemory_policy:(\S+)/m.exec(text)?.[1];
  const limit = Number(/^maxmemory:(\d+)/m.exec(text)?.[1] ?? 0);
  if (limit > 0 && policy !== undefined && policy !== 'noeviction')
    throw new QueueError(
      `${shown}: forgets jobs when its memory is full (maxmemory-policy ${policy}); set it to noeviction`,
    );
}

const reasons: [RegExp, string][] = [
  [/ECONNREFUSED|ENOENT/, 'no server answers there; start one (redis-server or valkey-server), or check the address'],
  [/ENOTFOUND|EAI_AGAIN/, 'no such host'],
  [
    /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|does not answer/,
    'the server cannot be reached; check the address and firewalls',
  ],
  [/WRONGPASS|invalid (username|password)/i, 'the server does not accept this user or password'],
  [/NOAUTH/, 'the server wants a password: redis://:PASSWORD@host:6379'],
  [/NOPERM/, 'the user may not do what a queue needs; allow ~* and +@all'],
  [/DB index is out of range|invalid DB index/i, 'there is no database of this number'],
  [/READONLY/, 'is a read-only copy of another server; give the address of its master'],
  [/OOM command not allowed/, 'its memory is full (maxmemory); raise the limit, or clean finished work away'],
  [/MISCONF|No space left/i, 'the server cannot write to its disk; see its log'],
  [/LOADING/, 'the server is still loading its data; try again soon'],
  [
    /wrong version number|SSL|TLS|certificate|ECONNRESET/i,
    'the encrypted connection failed; rediss:// is with TLS, redis:// without',
  ],
];

/** What the server or the system said, in words. */
export function reasonOf(error: unknown): string {
  const { message = String(error), code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const said = `${code} ${message} ${error instanceof AggregateError ? error.errors.join(' ') : ''}`;
  return reasons.find(([pattern]) => pattern.test(said))?.[1] ?? message.split('\n')[0] ?? '';
}

/** What the server answered, as one line that names it; what went wrong elsewhere stays as it is. */
export const inWords = (error: unknown, shown: string): unknown =>
  (error as Error).name === 'ReplyError' ? new QueueError(`${shown}: ${reasonOf(error)}`) : error;
