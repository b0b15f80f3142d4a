import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, createServer, request, type Server } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { answered } from '../../../tools/answered';
import { cli, untilTestEnds } from '../../../tools/commandLine';
import { temporaryFolder } from '../../../tools/temporary';
import { packageRoot } from '../../model/node';
import { serveOrFind } from './ports';
import { servePage } from './serve';

const temporary = temporaryFolder();
const folder = join(temporary, 'page');
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

describe('on a terminal', () => {
  /** Somebody at a terminal who answers so. */
  async function asked(answer: string | undefined) {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    let shown = '';
    output.on('data', (text) => {
      const isNew = !shown.includes('[y/N]');
      shown += text;
      if (!isNew || !shown.includes('[y/N]')) return;
      if (answer === undefined) input.end();
      else input.write(answer);
    });
    const taken = await anotherProgram();
    const place = await serveOrFind([taken, 0], serve, { input, output }).finally(() => spy.mockRestore());
    expect(shown).toContain('Go on at another port? [y/N]');
    return place;
  }

  it.each(['y\n', 'Yes\n'])('goes to another port when the person says so (%j)', async (answer) => {
    expect(await asked(answer)).toMatchObject({ found: false, url: expect.stringContaining('http://127.0.0.1:') });
  });

  it.each(['\n', 'n\n', 'nonsense\n', '\x03', '\x04', undefined])('and to none otherwise (%j)', async (answer) => {
    expect(await asked(answer)).toBeUndefined();
  });

  it.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'of the system asks, too (skipped without script)',
    async () => {
      const taken = await anotherProgram();
      // The first usual port stands for whichever is taken here.
      const code = `
      import { serveOrFind } from '${join(packageRoot(), 'src/cli/serving/ports.ts')}';
      const place = await serveOrFind([${taken}, 0], async (port) => {
        if (port === ${taken}) throw new (await import('${join(packageRoot(), 'src/cli/serving/serve.ts')}')).PortError('taken');
        return { url: 'http://there/' };
      });
      console.log('place: ' + place?.url);`;
      const file = join(temporary, 'asks.mts');
      await writeFile(file, code);
      const run = (answer: string) =>
        new Promise<string>((resolve) => {
          const child = untilTestEnds(
            spawn('script', ['-qec', `${process.execPath} --import tsx ${file}`, '/dev/null'], { cwd: packageRoot() }),
          );
          let shown = '';
          child.stdout.on('data', (text) => {
            const isNew = !shown.includes('[y/N]');
            shown += text;
            if (isNew && shown.includes('[y/N]')) child.stdin.write(answer);
          });
          child.once('close', () => resolve(shown));
        });
      expect(await run('y\r')).toContain('place: http://there/');
      expect(await run('\r')).toContain('place: undefined');
      expect(await run('\x03')).toContain('place: undefined');
    },
  );
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
    untilTestEnds(
      spawn(process.execPath, [cli, 'live', '--no-open', '--port', port], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  const firstLine = (child: ReturnType<typeof live>) =>
    new Promise<string>((resolve) => child.stdout?.once('data', (data) => resolve(String(data).trim())));
  const url = await firstLine(live('0'));
  const second = live(new URL(url).port);
  const ended = new Promise((resolve) => second.once('exit', resolve));
  expect(await firstLine(second)).toBe(url);
  expect(await ended).toBe(0);
});

it.each([['live', 'live'], ['feeling alone'], ['live in one’s own network', 'live', '--host', '127.0.0.1', '--https']])(
  '%s ends with 0 when Ctrl-C ends it, also while somebody is connected',
  async (_, ...words) => {
    const child = untilTestEnds(
      spawn(process.execPath, [cli, ...words, '--no-open', '--port', '0'], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, FEELING_CACHE: join(temporary, 'cache') },
      }),
    );
    const ended = new Promise((resolve) => child.once('exit', (...how) => resolve(how)));
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (data) => resolve(String(data).trim())),
    );
    // One who has not said a word, and one who was answered and stays.
    const silent = connect(portOf(url), '127.0.0.1');
    await new Promise<void>((resolve) => silent.once('connect', resolve));
    const options = { keepAlive: true, rejectUnauthorized: false };
    const isSecure = url.startsWith('https:');
    const agent = isSecure ? new SecureAgent(options) : new Agent(options);
    await answered((isSecure ? secureRequest : request)(url, { agent }));
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    silent.destroy();
    agent.destroy();
  },
);
