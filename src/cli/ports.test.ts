import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';
import { serveOrFind } from './ports';
import { servePage } from './serve';

const folder = join(temporaryFolder(), 'page');
await mkdir(folder);
await writeFile(join(folder, 'index.html'), '<p>hello</p>');

const opened: { close(): void }[] = [];
afterAll(() => {
  for (const server of opened) server.close();
});
const serve = async (port: number) => {
  const { url, server } = await servePage(folder, { port });
  opened.push(server);
  return { url };
};
const portOf = (url: string) => Number(new URL(url).port);

async function anotherProgram(): Promise<number> {
  const server: Server = createServer((_, response) => response.end('another program'));
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What is told while it finds a place. */
async function find(ports: number[]) {
  const told: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => told.push(String(line)) > 0);
  const place = await serveOrFind(ports, serve).finally(() => spy.mockRestore());
  return { ...place, told: told.join('') };
}

it('finds the page that is served already', async () => {
  const { url } = await serve(0);
  expect(await find([portOf(url), 0])).toEqual({ url, found: true, told: '' });
});

it('says what another port means for the journal before it goes there', async () => {
  const taken = await anotherProgram();
  const { url, told } = await find([taken, 0]);
  expect(portOf(url ?? '')).not.toBe(taken);
  expect(told).toContain(`Port ${taken} is used by another program.`);
  expect(told).toContain(`you will not see the entries of http://127.0.0.1:${taken}/`);
});

it('finds the page at the port that stood in for a taken one', async () => {
  const { url } = await serve(0);
  expect(await find([await anotherProgram(), portOf(url)])).toMatchObject({ url, found: true });
});

it('says so when every port is taken', async () => {
  const taken = await anotherProgram();
  await expect(find([taken])).rejects.toThrow(`port ${taken} on 127.0.0.1 cannot be used (EADDRINUSE)`);
});

it('a second “feeling live” gives the address of the first, and ends', async () => {
  const live = (port: string) =>
    spawn(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'live', '--no-open', '--port', port], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const firstLine = (child: ReturnType<typeof live>) =>
    new Promise<string>((resolve) => child.stdout?.once('data', (data) => resolve(String(data).trim())));
  const first = live('0');
  try {
    const url = await firstLine(first);
    const second = live(new URL(url).port);
    const ended = new Promise((resolve) => second.once('exit', resolve));
    expect(await firstLine(second)).toBe(url);
    expect(await ended).toBe(0);
  } finally {
    first.kill();
  }
});
