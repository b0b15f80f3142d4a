import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, expect, it, vi } from 'vitest';
import { answered } from '../../../tools/answered';
import { temporaryFolder } from '../../../tools/temporary';
import { certificateFor } from './certificate';
import { addressesOf } from './network';
import { createPairing } from './pairing';
import { servePage } from './serve';

const outside = temporaryFolder();
const folder = join(outside, 'page');
await mkdir(folder);
await writeFile(join(folder, 'index.html'), '<p>hello</p>');
await writeFile(join(outside, 'secret.js'), 'secret');
const pairing = createPairing();
vi.stubEnv('FEELING_CACHE', join(outside, 'cache'));
const certificate = await certificateFor(['127.0.0.1', '192.168.7.7']);
const { url, server } = await servePage(folder, {
  port: 0,
  host: '127.0.0.1',
  names: ['127.0.0.1', '192.168.7.7'],
  tls: certificate,
  pairing,
});
const port = Number(new URL(url).port);
afterAll(() => {
  server.close();
});

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  answered(request({ host: '127.0.0.1', port, path, method, headers, ca: certificate.cert, servername: '' }));

it('answers over https to who has brought the pairing code, and from then on to the key it gave for that', async () => {
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
  for (const path of ['/', '/?code=', '/?code=aaaaaaaaaaaa', `/index.html?other=${pairing.code}`]) {
    const { status, body } = await ask(path);
    expect([path, status]).toEqual([path, 403]);
    expect(body).not.toContain('hello');
    expect(body).not.toContain(pairing.code);
  }
  const paired = await ask(`/?code=${pairing.code.toUpperCase()}`);
  expect([paired.status, paired.headers['location']]).toEqual([303, '/']);
  const [cookie = ''] = paired.headers['set-cookie'] as string[];
  expect(cookie).toMatch(/^__Host-feeling=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax/);
  const [carried = ''] = cookie.split(';');
  expect(await ask('/', { Cookie: `other=1; ${carried}` })).toMatchObject({ status: 200, body: '<p>hello</p>' });
  expect((await ask('/', { Cookie: `${carried}x` })).status).toBe(403);
  expect((await ask('/', { Cookie: '__Host-feeling=' })).status).toBe(403);

  // What is refused to everybody stays refused.
  const known = { Cookie: carried };
  expect((await ask('/', known, 'POST')).status).toBe(405);
  expect((await ask('/../secret.js', known)).status).toBe(404);
  expect((await ask('/', { ...known, Host: 'evil.example' })).status).toBe(403);
  expect((await ask('/', { ...known, Host: '192.168.7.7' })).status).toBe(200);
  expect((await ask('/', known)).headers['content-security-policy']).toContain("default-src 'none'");
});

it('codes and keys are new each time', () => {
  const codes = new Set(Array.from({ length: 50 }, () => createPairing().code));
  expect(codes.size).toBe(50);
  for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{12}$/);
});

it('the certificate holds for the addresses, is kept for its owner alone, and is made anew for another address', async () => {
  const peer = await new Promise<{ subjectaltname?: string; valid_to: string }>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca: certificate.cert }, () => {
      resolve(socket.getPeerCertificate());
      socket.end();
    });
  });
  expect(peer.subjectaltname).toBe('IP Address:127.0.0.1, IP Address:192.168.7.7');
  expect(new Date(peer.valid_to).getTime() - Date.now()).toBeLessThan(825 * 86_400_000);
  expect((await stat(join(outside, 'cache', 'network', 'key.pem'))).mode & 0o077).toBe(0);
  expect(await certificateFor(['192.168.7.7'])).toEqual(certificate);
  const later = new Date(Date.now() + 795 * 86_400_000);
  expect((await certificateFor(['192.168.7.7'], later)).fingerprint).not.toBe(certificate.fingerprint);
  // The key of one start and the certificate of another do not belong together.
  const apart = await certificateFor(['192.168.7.7']);
  await writeFile(join(outside, 'cache', 'network', 'key.pem'), certificate.key);
  const whole = await certificateFor(['192.168.7.7']);
  expect(new X509Certificate(whole.cert).checkPrivateKey(createPrivateKey(whole.key))).toBe(true);
  expect(whole.fingerprint).not.toBe(apart.fingerprint);
  const other = await certificateFor(['10.0.0.9']);
  expect(other.fingerprint).toMatch(/^([\dA-F]{2}:){31}[\dA-F]{2}$/);
  expect(await readFile(join(outside, 'cache', 'network', 'certificate.pem'), 'utf8')).toBe(other.cert);
});

it('only addresses of this computer can be served on', () => {
  expect(addressesOf('0.0.0.0')).toContain('127.0.0.1');
  expect(addressesOf('127.0.0.1')).toEqual(['127.0.0.1']);
  expect(() => addressesOf('203.0.113.9')).toThrow(/is no address of this computer/);
  expect(() => addressesOf('my-computer')).toThrow(/must be 0\.0\.0\.0 or an IPv4 address/);
});
