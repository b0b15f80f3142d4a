/** Every part that may be left out, left out: the command that needs it says so in one line, before it makes anything. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { cli } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const { peerDependenciesMeta } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));

/** A loader that finds every package but one, and of those that need not be installed here an empty one. */
const loader = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  const missing = process.env.MISSING_PART;
  export async function resolve(name, context, next) {
    if (name === missing || name.startsWith(missing + '/'))
      throw Object.assign(new Error("Cannot find package '" + missing + "' imported from " + context.parentURL), { code: 'ERR_MODULE_NOT_FOUND' });
    if (/^(@opentelemetry\\\\/|bullmq-otel)/.test(name)) return { url: 'data:text/javascript,', shortCircuit: true };
    return next(name, context);
  }\`));`;

const queue = ['--queue', 'redis://127.0.0.1:1'];
const network = ['live', '--host', '127.0.0.1', '--https', '--no-open', '--port', '0'];
const copies = ['analyze', 'clip.mp4', '--annotate', 'made', '--out', 'made.csv'];
const spans = ['worker', ...queue];

const commands: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-node': ['analyze', 'photo.png'],
  sharp: ['analyze', 'photo.png', '--annotate', 'made', '--out', 'made.csv'],
  'node-av': ['analyze', 'clip.mp4'],
  mediabunny: copies,
  '@mediabunny/server': copies,
  'libheif-js': ['analyze', 'photo.heic'],
  bullmq: ['queue', 'status', ...queue],
  ioredis: ['queue', 'status', ...queue],
  pino: ['worker', ...queue, '--log', 'json'],
  'hyparquet-writer': ['analyze', 'photo.png', ...queue, '--out', 'made', '--parquet'],
  hyparquet: ['analyze', '--from-results', 'rows.parquet'],
  selfsigned: network,
  uqr: network,
  '@aws-sdk/client-s3': ['analyze', 's3://bucket/folder'],
  '@opentelemetry/api': spans,
  '@opentelemetry/sdk-trace': spans,
  '@opentelemetry/exporter-trace-otlp-http': spans,
  'bullmq-otel': spans,
  '@opentelemetry/resources': spans,
  '@opentelemetry/core': spans,
};

beforeAll(async () => {
  await writeFile(join(folder, 'loader.mjs'), loader);
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#688' } }).toFile(join(folder, 'photo.png'));
  await writeFile(join(folder, 'clip.mp4'), await drawnVideo({ width: 64, height: 48, frames: 3 }));
  await writeFile(join(folder, 'photo.heic'), '\0\0\0\x18ftypheic\0\0\0\0mif1heic');
  await writeFile(join(folder, 'rows.parquet'), 'PAR1');
});

it('is told of each part that package.json calls optional', () => {
  expect(Object.keys(commands).sort()).toEqual(Object.keys(peerDependenciesMeta).sort());
});

it.each(Object.entries(commands))('without %s one line says what needs it, and how to get it', async (name, args) => {
  const before = await readdir(folder);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(join(folder, 'loader.mjs')).href, cli, ...args],
    {
      encoding: 'utf8',
      cwd: folder,
      // It is not to serve, nor to wait for anything.
      timeout: 120_000,
      env: {
        ...process.env,
        MISSING_PART: name,
        FEELING_CACHE: temporaryFolder(),
        OTEL_EXPORTER_OTLP_ENDPOINT: args === spans ? 'http://127.0.0.1:1' : '',
      },
    },
  );
  const [told = '', ...others] = stderr.trimEnd().split('\n');
  expect(told).toMatch(/^(feeling|no spans): ./);
  expect(told.endsWith(` needs ${name}, which is not installed: npm install ${name}`), stderr).toBe(true);
  // Without spans it works on, and finds no server.
  expect(others).toEqual(args === spans ? [expect.stringMatching(/^feeling: redis:\/\/127\.0\.0\.1:1: /)] : []);
  expect([status, stdout]).toEqual([1, '']);
  expect(await readdir(folder)).toEqual(before);
});
