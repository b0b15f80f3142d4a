import { truncateSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { partOfTools } from '../../tools/partsOfTools';
import { hasS3, type S3Server, s3Server } from '../../tools/s3Server';
import { openObjectStore } from './objectStore';

/** What happens when a part is about to be sent. */
const meanwhile: { act?: () => void } = vi.hoisted(() => ({}));
vi.mock('@aws-sdk/client-s3', () => {
  const aws = partOfTools('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  class UploadPartCommand extends aws.UploadPartCommand {
    constructor(input: ConstructorParameters<typeof aws.UploadPartCommand>[0]) {
      super(input);
      meanwhile.act?.();
    }
  }
  return { ...aws, UploadPartCommand };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feeling-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

afterEach(() => {
  delete meanwhile.act;
});

/** 70 MiB, which go in three parts; each piece of 4 bytes tells its place. */
const large = Buffer.from(Uint32Array.from({ length: 70 << 18 }, (_, i) => i).buffer);

describe.skipIf(!hasS3)('a large object (skipped without tools/)', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await s3Server('lab');
    for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.end();
  });

  it('goes in parts and comes back as it was, whole and by ranges', async () => {
    const path = join(folder, 'large.bin');
    await writeFile(path, large);
    const store = await openObjectStore();
    await store.upload(path, 's3://lab/deep/large.bin');
    expect(await store.look('s3://lab/deep/large.bin')).toMatchObject({ bytes: large.length });
    const back = join(folder, 'back.bin');
    await store.download('s3://lab/deep/large.bin', back);
    expect((await readFile(back)).equals(large)).toBe(true);
    // Across the border between the first part and the second.
    const border = 32 << 20;
    const across = await store.readRange('s3://lab/deep/large.bin', border - 8, border + 8);
    expect([...new Uint32Array(across.buffer.slice(across.byteOffset, across.byteOffset + 16))]).toEqual([
      border / 4 - 2,
      border / 4 - 1,
      border / 4,
      border / 4 + 1,
    ]);
    store.close();
  });

  it('is not there at all if its file is cut off meanwhile', async () => {
    const path = join(folder, 'cut.bin');
    await writeFile(path, large);
    const store = await openObjectStore();
    meanwhile.act = () => truncateSync(path, 40 << 20);
    await expect(store.upload(path, 's3://lab/cut.bin')).rejects.toThrow(
      's3://lab/cut.bin: the file became shorter while it was read',
    );
    expect(await store.look('s3://lab/cut.bin')).toBeUndefined();
    store.close();
  });
});

describe.skipIf(!hasS3)('a store (skipped without tools/)', () => {
  it('that does not know the secret is told in one line without it', async () => {
    // As Amazon's answers: with a reason to GET, and without a body to HEAD.
    const server = createServer((request, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(
        request.method === 'HEAD'
          ? undefined
          : '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match</Message></Error>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      server.close();
      server.closeAllConnections();
    });
    vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'known');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'mistyped-secret');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const store = await openObjectStore();
    const reason = 's3://lab/a: the store does not know these credentials (AWS_ACCESS_KEY_ID';
    await expect(store.read('s3://lab/a')).rejects.toThrow(reason);
    await expect(store.list('s3://lab/a').next()).rejects.toThrow(reason);
    await expect(store.write('s3://lab/a', 'x')).rejects.toThrow(reason);
    await expect(store.look('s3://lab/a')).rejects.toThrow(/^s3:\/\/lab\/a: .*credentials/);
    await expect(store.look('s3://lab/a')).rejects.not.toThrow('mistyped-secret');
    store.close();
  });
});
