import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasShared, shared } from '../../tools/camera';
import { smallDisk } from '../../tools/smallDisk';
import { temporaryFolder } from '../../tools/temporary';
import { findModel, type ModelEntry } from './index';
import { isPulled, pullModel } from './node';

const folder = temporaryFolder();
let tests = 0;
let cache = '';
beforeEach(() => {
  cache = join(folder, `cache-${tests++}`);
  vi.stubEnv('FEELING_CACHE', cache);
  // Where the machine has a proxy, servers of the tests are not behind it.
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const weights = Buffer.alloc(300_000, 'weights');
const entry: ModelEntry = {
  ...findModel('mtcnn', 'faces'),
  name: 'small',
  download: {
    repository: 'nobody/nothing',
    commit: '0',
    folder: '.',
    files: [{ file: 'weights.bin', bytes: weights.length, sha256: createHash('sha256').update(weights).digest('hex') }],
  },
};
const inCache = () => (existsSync(join(cache, 'models', 'small')) ? readdirSync(join(cache, 'models', 'small')) : []);

/** Runs a server on the loopback while `run` does. */
async function serving<T>(answer: RequestListener, run: (base: string) => Promise<T>): Promise<T> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('pulling a model', () => {
  it('keeps what it fetched, and fetches it once', async () => {
    let requests = 0;
    await serving(
      (_, response) => {
        requests++;
        response.end(weights);
      },
      async (base) => {
        const progress: number[] = [];
        await pullModel(entry, { base, onProgress: (done) => progress.push(done) });
        expect(progress.at(-1)).toBe(weights.length);
        expect(inCache()).toEqual(['weights.bin']);
        expect(await isPulled(entry)).toBe(true);
        await pullModel(entry, { base });
        expect(requests).toBe(1);
        // A file that was damaged since is fetched anew.
        await writeFile(join(cache, 'models', 'small', 'weights.bin'), 'damaged');
        expect(await isPulled(entry)).toBe(false);
        await pullModel(entry, { base });
        expect(requests).toBe(2);
      },
    );
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'another content',
      (_, r) => r.end(Buffer.alloc(weights.length)),
      /its SHA-256 must be [0-9a-f]{64} \(got [0-9a-f]{64}\); nothing was kept/,
    ],
    [
      'too much',
      (_, r) => r.end(Buffer.alloc(weights.length + 1)),
      /must be 300000 bytes long \(got more\); nothing was kept/,
    ],
    ['too little', (_, r) => r.end(weights.subarray(0, 1000)), /the connection ended after 1000 of 300000 bytes/],
    [
      'a cut connection',
      (_, r) => {
        r.writeHead(200, { 'content-length': weights.length });
        r.write(weights.subarray(0, 1000), () => r.destroy());
      },
      /cannot be fetched \((UND_ERR_SOCKET|ECONNRESET)\)|ended after/,
    ],
    ['no such file', (_, r) => r.writeHead(404).end(), /the server answered 404/],
    ['a silent server', () => {}, /the server is silent; nothing was kept, try again later/],
    [
      'a server that falls silent',
      (_, r) => {
        r.write(weights.subarray(0, 1000));
      },
      /the server is silent; nothing was kept, try again later/,
    ],
  ])('leaves nothing behind after %s', async (_, answer, message) => {
    await serving(answer, async (base) => {
      // Only a server that says nothing is waited for in vain.
      const patience = String(message).includes('silent') ? { patience: 300 } : {};
      await expect(pullModel(entry, { base, ...patience })).rejects.toThrow(message);
    });
    expect(inCache()).toEqual([]);
  });

  it('leaves nothing behind when nobody answers, or when it is told to stop', async () => {
    // A port that only the system itself may give to anybody.
    await expect(pullModel(entry, { base: 'http://127.0.0.1:2/' })).rejects.toThrow(
      /cannot be fetched \(ECONNREFUSED\)/,
    );
    const stop = new AbortController();
    await serving(
      (_, response) => {
        response.write(weights.subarray(0, 1000));
        stop.abort();
      },
      (base) => expect(pullModel(entry, { base, signal: stop.signal })).rejects.toThrow(/abort/i),
    );
    expect(inCache()).toEqual([]);
  });

  it('says when the disk is full, and leaves what was there', async ({ skip }) => {
    const disk = smallDisk(64);
    if (!disk) return skip('a small disk cannot be mounted here');
    vi.stubEnv('FEELING_CACHE', disk);
    await serving(
      (_, r) => r.end(weights),
      async (base) => {
        const file = join(disk, 'models', 'small', 'weights.bin');
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, 'old');
        await expect(pullModel(entry, { base })).rejects.toThrow(
          'the disk is full); nothing was kept, make room and try again',
        );
        expect(await readFile(file, 'utf8')).toBe('old');
        expect(await readdir(dirname(file))).toEqual(['weights.bin']);
      },
    );
  });

  it('goes through the proxy that HTTP_PROXY or HTTPS_PROXY names', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
      onward.pipe(socket).pipe(onward);
    });
    await new Promise((resolve) => proxy.once('listening', resolve));
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('NO_PROXY', '');
    try {
      await serving(
        (_, response) => response.end(weights),
        async (base) => {
          await pullModel(entry, { base });
          expect(tunnels).toEqual([new URL(base).host]);
        },
      );
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});

describe.skipIf(!hasShared)('MTCNN (skipped without ../shared)', () => {
  const mtcnn = findModel('mtcnn', 'faces');
  const source = join(shared, 'models', 'mtcnn');

  it('comes from a server or a folder that has its files', async () => {
    await serving(
      async (request, response) => response.end(await readFile(join(source, (request.url ?? '').slice(1)))),
      (base) => pullModel(mtcnn, { base }),
    );
    expect(await isPulled(mtcnn)).toBe(true);
  });

  it('comes from a folder', async () => {
    await pullModel(mtcnn, { from: source });
    expect(await isPulled(mtcnn)).toBe(true);
  });
});
