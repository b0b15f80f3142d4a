import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { answered } from '../../../tools/answered';
import { temporaryFolder } from '../../../tools/temporary';
import { isServing, servePage } from './serve';

const outside = temporaryFolder();
const folder = join(outside, 'page');
await mkdir(folder);
await writeFile(join(folder, 'index.html'), '<p>hello</p>');
await writeFile(join(folder, 'big.js'), 'x'.repeat(5000));
await writeFile(join(folder, 'big.js.gz'), gzipSync('x'.repeat(5000)));
await writeFile(join(folder, 'notes.md'), 'not part of the page');
await writeFile(join(outside, 'secret.js'), 'secret');
const { url, server } = await servePage(folder, { port: 0 });
const port = Number(new URL(url).port);
afterAll(() => server.close());

/** A raw request: fetch would tidy the path and forbids setting Host. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  answered(request({ host: '127.0.0.1', port, path, method, headers }));

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

it('lets the page reach the servers that the person named, with a service worker of that policy, and no others', async () => {
  await writeFile(
    join(folder, 'serviceWorker.js'),
    `policy("default-src 'none'; connect-src 'self'; base-uri 'none'")`,
  );
  const { url: other, server: second } = await servePage(folder, { port: 0, origins: ['https://cloud.example.org'] });
  const page = await fetch(other);
  expect(page.headers.get('content-security-policy')).toContain("; connect-src 'self' https://cloud.example.org; ");
  const worker = await fetch(`${other}serviceWorker.js`);
  expect(await worker.text()).toBe(
    `policy("default-src 'none'; connect-src 'self' https://cloud.example.org; base-uri 'none'")`,
  );
  expect((await get('/')).headers['content-security-policy']).toContain("connect-src 'self';");
  expect((await get('/serviceWorker.js')).body).toContain("connect-src 'self';");
  const plain = (await get('/')).headers.etag as string;
  expect((await fetch(other, { headers: { 'If-None-Match': plain } })).status).toBe(200);
  second.close();
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
});

it('never leaves its folder', async () => {
  for (const path of [
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '//../secret.js',
    '/%00',
    '/%zz',
    '/notes.md',
    '/none.js',
  ])
    expect((await get(path)).status, path).toBe(404);
  expect((await get('/', {}, 'POST')).status).toBe(405);
});

it('sends localhost to 127.0.0.1, which a browser takes for another place, and nowhere else', async () => {
  const to = async (path: string) => {
    const { status, headers } = await get(path, { Host: `localhost:${port}` });
    expect(status).toBe(308);
    return headers['location'];
  };
  expect(await to('/')).toBe(url);
  expect(await to('/big.js?x=1')).toBe(`${url}big.js?x=1`);
  expect(await to('//evil.example/big.js')).toBe(`${url}big.js`);
  expect(await to('http://evil.example/')).toBe(url);
});

it('lets nobody keep what tells of its state', async () => {
  expect(await get('/models/fetched.json')).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
});

it('says that the port is taken, and by whom', async () => {
  await expect(servePage(folder, { port })).rejects.toThrow(
    `port ${port} on 127.0.0.1 cannot be used (EADDRINUSE); choose another with --port`,
  );
  expect(await isServing(port)).toBe(true);
  const other = createServer((_, response) => response.end('another program'));
  const silent = createTcpServer(() => {});
  for (const program of [other, silent]) {
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    const { port: its } = program.address() as AddressInfo;
    expect(await isServing(its)).toBe(false);
    program.close();
  }
});
