/** The package as npm packs it: in Node, in a Vite page, in a plain page, and without the parts one may leave out. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { launchOptions } from '../tools/browser';
import { samplePhoto } from '../tools/camera';
import { untilTestEnds } from '../tools/commandLine';
import { patience } from '../tools/livePage';
import { otherNetwork } from '../tools/otherNetworks';
import { temporaryFolder } from '../tools/temporary';

const root = packageRoot();
const project = temporaryFolder();
/** Elsewhere, so that nothing is found above it. */
const bareProject = temporaryFolder();
const modules = join(project, 'node_modules');
const optional = [
  'onnxruntime-node',
  'sharp',
  'mediabunny',
  '@mediabunny',
  'node-av',
  'libheif-js',
  'bullmq',
  'ioredis',
];

/** Unpacks the package where npm would, with its dependencies beside it. */
function install(target: string, without: readonly string[]): number {
  mkdirSync(target, { recursive: true });
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
      cwd: root,
      encoding: 'utf8',
      shell: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  mkdirSync(join(target, 'feeling'), { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.filename), '-C', join(target, 'feeling'), '--strip-components=1']);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.') && name !== 'feeling' && !without.includes(name))
      symlinkSync(join(root, 'node_modules', name), join(target, name));
  return packed.size;
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves a folder, chooses the sample photo on its page, and returns what the page says. */
async function tryPage(browser: Browser, folder: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const path = join(folder, (request.url ?? '/').replace(/\/$/, '/index.html').replace(/\?.*/, ''));
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes) response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.setInputFiles('input', samplePhoto(1));
    await page.waitForFunction(() => !/choose|reading/.test(document.querySelector('output')?.textContent ?? ''));
    return (await page.textContent('output')) ?? '';
  } finally {
    await page.close();
    server.close();
  }
}

describe('the package', () => {
  let browser: Browser;
  let bytes = 0;
  beforeAll(async () => {
    bytes = install(modules, []);
    browser = await chromium.launch(launchOptions());
  });
  afterAll(() => browser?.close());

  it('has at most 8 MB, and what it needs', () => {
    expect(bytes).toBeLessThanOrEqual(8e6);
    const has = (file: string) => existsSync(join(modules, 'feeling', file));
    for (const file of [
      'dist/node.js',
      'dist/browser.js',
      'dist/train.js',
      'dist/cli.js',
      'models/compact.onnx',
      'dist/types/node.d.ts',
      'dist/types/browser.d.ts',
      'dist/types/train.d.cts',
    ])
      expect(has(file), file).toBe(true);
    for (const file of ['src', 'bench', 'e2e', 'tools', 'docs']) expect(has(file), file).toBe(false);
  });

  it('reads a photo in Node', async () => {
    await cp(join(root, 'examples', 'node', 'read.mjs'), join(project, 'read.mjs'));
    const { stdout, stderr } = spawnSync(process.execPath, ['read.mjs', samplePhoto(1)], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/face at \d+, \d+: \w+/);
  });

  it('serves the page and lists its networks from where it is installed', () => {
    const cli = join(modules, 'feeling', 'dist', 'cli.js');
    const { stdout } = spawnSync(process.execPath, [cli, 'models', '--json'], { encoding: 'utf8' });
    expect(JSON.parse(stdout).map((m: { name: string; ready: boolean }) => [m.name, m.ready])).toEqual([
      ['compact', true],
      ['tiny', true],
      ['blazeface', true],
      ['blazeface-full', true],
      ['mtcnn', false],
    ]);
  });

  it('makes the networks of the page from those it came with', async () => {
    const cli = join(modules, 'feeling', 'dist', 'cli.js');
    const live = untilTestEnds(
      spawn(process.execPath, [cli, 'live', '--no-open', '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const address = await new Promise<string>((resolve) =>
      live.stdout.once('data', (text) => resolve(String(text).trim())),
    );
    // From the part that is installed beside it.
    expect((await fetch(new URL('heif/libheif.wasm', address))).status).toBe(200);
    for (const file of ['blazeface.onnx', 'blazeface-full.onnx', 'compact.onnx', 'compact-int8.onnx']) {
      const response = await fetch(new URL(`models/${file}`, address));
      expect(response.status, file).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100_000);
    }
  });

  it('reads a photo in a plain page', async () => {
    await cp(join(root, 'examples', 'plain', 'index.html'), join(project, 'index.html'));
    expect(await tryPage(browser, project)).toMatch(/^(\w+( and \w+)*|not sure)(, .*)?$/);
    expect(await tryPage(browser, project)).not.toBe('no face');
  });

  it("reads a photo in a plain page with another maker's network, and says why it cannot use one", async () => {
    // Whatever it sees, its bias makes it say sadness.
    const bias = [0, 0, 0, 9, 0, 0, 0];
    const { file } = otherNetwork({ input: [1, 3, 64, 64], weights: bias.map(() => [0, 0, 0]), bias });
    const labels = ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'fear'];
    const inPage = async (network: string) => {
      const site = join(project, 'own');
      mkdirSync(site, { recursive: true });
      await writeFile(join(site, 'other.onnx'), file);
      const html = await readFile(join(root, 'examples', 'plain', 'index.html'), 'utf8');
      const made = `createDetector({ model: './own/other.onnx', network: ${network} })`;
      await writeFile(
        join(project, 'index.html'),
        html.replace(
          'createDetector()',
          `${made}.catch(({ message }) => ({
        detect: () => [{ named: [message] }],
      }))`,
        ),
      );
      return tryPage(browser, project);
    };
    const input = { range: [-1, 1], channels: 3 };
    expect(await inPage(JSON.stringify({ labels, input }))).toMatch(/^sad(, sad)*$/);
    expect(await inPage(JSON.stringify({ labels: labels.slice(1), input }))).toContain('7');
  });

  it('reads a photo in a page that Vite built', async () => {
    const site = join(project, 'vite');
    await cp(join(root, 'examples', 'vite'), site, { recursive: true });
    await build({ root: site, logLevel: 'silent' });
    expect(await tryPage(browser, join(site, 'dist'))).toMatch(/^(angry|disgust|fear|happy|sad|surprise|neutral)/);
    const built = readdirSync(join(site, 'dist', 'assets'));
    expect(
      built.some((file) => file.endsWith('.wasm') && statSync(join(site, 'dist', 'assets', file)).size > 1e6),
    ).toBe(true);
  });

  it('says which part is missing when it was left out', () => {
    install(join(bareProject, 'node_modules'), optional);
    const run = (script: string) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: bareProject,
        encoding: 'utf8',
      });
    expect(run("import { createDetector } from 'feeling'; await createDetector();").stderr).toContain(
      'running networks in Node needs onnxruntime-node, which is not installed: npm install onnxruntime-node',
    );
    const cli = join(bareProject, 'node_modules', 'feeling', 'dist', 'cli.js');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'worker', '--queue', 'redis://127.0.0.1:1'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('feeling: a queue needs ioredis, which is not installed: npm install ioredis\n');
    expect(status).toBe(1);
  });
});
