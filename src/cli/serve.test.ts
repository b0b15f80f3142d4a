import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { servePage } from './serve';

const outside = temporaryFolder();
const folder = join(outside, 'page');
await mkdir(folder);
await writeFile(join(folder, 'index.html'), '<p>hello</p>');
await writeFile(join(folder, 'big.js'), 'x'.repeat(5000));
await writeFile(join(folder, 'big.js.gz'), gzipSync('x'.repeat(5000)));
await writeFile(join(folder, 'notes.txt'), 'not part of the page');
await writeFile(join(outside, 'secret.js'), 'secret');
const { url, server } = await servePage(folder, { port: 0, orAnyFree: false });
const port = Number(new URL(url).port);
afterAll(() => server.close());

/** A raw request: fetch would tidy the path and forbids setting Host. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });

it('serves the page with headers that keep it to itself', async () => {
  const { status, headers, body } = await get('/');
  expect([status, body]).toEqual([200, '<p>hello</p>']);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("connect-src 'self'");
  expect(headers['permissions-policy']).toContain('camera=(self)');
});

it('sends the gzipped copy to who can read it', async () => {
  const zipped = await get('/big.js', { 'Accept-Encoding': 'gzip, br' });
  expect(zipped.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
  });
  expect((await get('/big.js')).body).toHaveLength(5000);
});

it('sends a file again only when it changed', async () => {
  const first = await get('/big.js');
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await get('/big.js', { 'If-None-Match': String(first.headers.etag) });
  expect([again.status, again.body]).toEqual([304, '']);
  await writeFile(join(folder, 'big.js'), 'changed');
  expect(await get('/big.js', { 'If-None-Match': String(first.headers.etag) })).toMatchObject({
    status: 200,
    body: 'changed',
  });
});

it('answers to this computer only', async () => {
  expect((await get('/', { Host: 'evil.example' })).status).toBe(403);
  expect((await get('/', { Host: `localhost:${port}` })).status).toBe(200);
});

it('never leaves its folder', async () => {
  for (const path of [
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '//../secret.js',
    '/%00',
    '/%zz',
    '/notes.txt',
    '/none.js',
  ])
    expect((await get(path)).status, path).toBe(404);
  expect((await get('/', {}, 'POST')).status).toBe(405);
});

it('takes a free port when the wanted one is taken, or says so', async () => {
  const other = await servePage(folder, { port, orAnyFree: true });
  expect(new URL(other.url).port).not.toBe(String(port));
  other.server.close();
  await expect(servePage(folder, { port, orAnyFree: false })).rejects.toThrow(
    `port ${port} on 127.0.0.1 cannot be used (EADDRINUSE); choose another with --port`,
  );
});
