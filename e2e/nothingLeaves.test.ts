/** Nothing is written outside of feeling's own folders, and nothing is sent: command line, package and training. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { samplePhoto } from '../tools/camera';
import { drawnVideo } from '../tools/drawnVideo';
import { fakeFer } from '../tools/fakeFer';
import { temporaryFolder } from '../tools/temporary';

const dist = join(packageRoot(), 'dist');
const cli = join(dist, 'cli.js');
const strace = spawnSync('strace', ['-V']).status === 0;

const folder = temporaryFolder();
const film = join(folder, 'film.mp4');
writeFileSync(film, await drawnVideo({ width: 96, height: 64, frames: 6 }));
const { data } = await fakeFer(folder, 28);
let homes = 0;

interface Traces {
  status: number | null;
  stderr: string;
  /** Files in the home folder, without feeling's own cache. */
  files: string[];
  /** Sockets for the internet that were opened; none where there is no strace. */
  sockets: string[];
}

/** Runs Node with an empty home folder, as on a machine that is neither a build server nor set up by a careful person. */
function traces(...args: string[]): Traces {
  const home = join(folder, `home${homes++}`);
  mkdirSync(home);
  const log = join(folder, 'calls');
  const { CI, ORT_RUNNING_UNIT_TESTS, ORT_DISABLE_TELEMETRY, XDG_CACHE_HOME, ...rest } = process.env;
  const traced = ['-f', '-qq', '-e', 'trace=socket,connect', '-e', 'signal=none', '-o', log, process.execPath];
  const { status, stderr } = spawnSync(strace ? 'strace' : process.execPath, [...(strace ? traced : []), ...args], {
    encoding: 'utf8',
    cwd: home,
    env: { ...rest, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, FEELING_CACHE: join(folder, 'cache') },
  });
  const files = readdirSync(home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const sockets = strace
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /AF_INET/.test(line))
    : [];
  return { status, stderr, files, sockets };
}

/** A script that uses the package, idles, and ends. */
const script = (lines: string) => {
  const path = join(folder, `script${homes}.mjs`);
  writeFileSync(path, lines.replaceAll('FEELING', pathToFileURL(join(dist, 'node.js')).href));
  return path;
};

const nothing = { status: 0, files: [], sockets: [] };

describe('nothing leaves', () => {
  it('when photos and videos are read, drawn into and reported, by several workers', () => {
    const out = (name: string) => join(folder, name);
    expect(
      traces(cli, 'analyze', samplePhoto(1), film, '--annotate', out('drawn'), '--report', out('report.html')),
    ).toMatchObject(nothing);
    expect(traces(cli, 'analyze', samplePhoto(1), '--out', out('rows.csv'))).toMatchObject(nothing);
  });

  it('when a network is trained', () => {
    const recipe = join(folder, 'recipe.json');
    writeFileSync(recipe, JSON.stringify({ model: 'lightface', batchSize: 14, epochs: 1, warmupEpochs: 0 }));
    const run = join(folder, 'run');
    expect(traces(cli, 'train', '--data', data, '--recipe', recipe, '--out', run)).toMatchObject(nothing);
  });

  it('when a detector lies idle for longer than ONNX Runtime waits before it sends', () => {
    const path = script(`
      import { createDetector } from 'FEELING';
      const detector = await createDetector();
      await detector.detect(${JSON.stringify(samplePhoto(1))});
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      await detector.close();`);
    expect(traces(path)).toMatchObject(nothing);
  });

  it('when the package is used in worker threads that were told, and only there', () => {
    const path = script(`
      import { isMainThread, Worker } from 'node:worker_threads';
      if (isMainThread) {
        process.env.ORT_DISABLE_TELEMETRY = '1';
        new Worker(new URL(import.meta.url));
      } else {
        const { createDetector } = await import('FEELING');
        await (await createDetector()).close();
      }`);
    expect(traces(path)).toMatchObject(nothing);
  });

  it('a worker thread of a process that was not told says what to do, and sends nothing', () => {
    const path = script(`
      import { isMainThread, Worker } from 'node:worker_threads';
      if (isMainThread) new Worker(new URL(import.meta.url)).on('error', ({ message }) => process.stderr.write(message));
      else await (await import('FEELING')).createDetector();`);
    const { stderr, ...rest } = traces(path);
    expect(stderr).toContain("set process.env.ORT_DISABLE_TELEMETRY = '1' in the main thread");
    expect(rest).toMatchObject({ files: [], sockets: [] });
  });
});
