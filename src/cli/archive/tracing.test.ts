/** Spans of a queue, as a collector of OpenTelemetry gets them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../../tools/camera';
import { cli, heard } from '../../../tools/commandLine';
import { hasParts, withParts } from '../../../tools/partsOfTools';
import { hasRedis, redisServer } from '../../../tools/redisServer';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const queue = redisServer();
const names = ['api', 'core', 'exporter-trace-otlp-http', 'resources', 'sdk-trace'];
const parts = [...names.map((name) => `@opentelemetry/${name}`), 'bullmq-otel'];

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number; message?: string };
}
interface Sent {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
}

const sent: Sent[] = [];
const asked: string[] = [];
const collector = createServer((request, response) => {
  let text = '';
  request.on('data', (data) => {
    text += data;
  });
  request.on('end', () => {
    asked.push(request.url ?? '');
    sent.push(JSON.parse(text));
    response.setHeader('content-type', 'application/json').end('{}');
  });
});
const spans = () =>
  sent.flatMap(({ resourceSpans }) => resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
const valuesOf = (attributes: Span['attributes']) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Notes every package of OpenTelemetry that is asked for. */
const watcher = `import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  import { appendFileSync } from 'node:fs';
  export async function resolve(name, context, next) {
    if (/opentelemetry|bullmq-otel/.test(name)) appendFileSync('loaded.txt', name + '\\\\n');
    return next(name, context);
  }\`));`;

/** Whoever runs the tests may have asked for spans. */
const ownEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));

const running = new Set<ChildProcess>();
function startWith(hooks: string[], environment: Record<string, string>, args: readonly string[]) {
  const child = spawn(process.execPath, [...hooks, cli, ...args], {
    ...{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    env: { ...ownEnvironment, ...environment },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return { child, ...heard(child) };
}
const start = (environment: Record<string, string>, ...args: string[]) =>
  startWith([...withParts(...parts), '--import', pathToFileURL(at('watcher.mjs')).href], environment, args);

/** An archive read by a worker that is then told to end. */
async function readArchive(environment: Record<string, string>, out: string) {
  const worker = start(environment, 'worker', '--queue', queue.url, '--concurrency', '1');
  const submitted = await start(environment, 'analyze', '--queue', queue.url, '--out', out, 'few.jpg').ended;
  worker.child.kill('SIGTERM');
  return [submitted, await worker.ended];
}

describe.skipIf(!hasRedis || !hasParts(...parts))('spans (skipped without redis-server or tools/)', () => {
  beforeAll(async () => {
    const photo = await sharp(await realFace('smiling'))
      .resize(200, 200)
      .jpeg()
      .toBuffer();
    await writeFile(at('few.jpg'), photo);
    await writeFile(at('watcher.mjs'), watcher);
    await Promise.all([queue.start(), new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))]);
  });

  // What a failed test leaves running would take the jobs of the next.
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });
  afterAll(async () => {
    collector.close();
    collector.closeAllConnections();
    await queue.end();
  });

  const endpoint = () => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

  it('are not made, and nothing of them is loaded, where nobody asks', async () => {
    for (const { status, stderr } of await readArchive({}, 'none')) expect([status, stderr]).toEqual([0, stderr]);
    expect(existsSync(at('loaded.txt'))).toBe(false);
    expect(asked).toEqual([]);
  });

  it('lead from who submitted a recording to who read it', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(), OTEL_SERVICE_NAME: 'lab' };
    for (const { status, stderr } of await readArchive(environment, 'traced'))
      expect([status, stderr]).toEqual([0, stderr]);
    expect(await readFile(at('loaded.txt'), 'utf8')).toContain('bullmq-otel');
    expect(new Set(asked)).toEqual(new Set(['/v1/traces']));
    const resource = valuesOf(sent[0]?.resourceSpans[0]?.resource.attributes ?? []);
    expect(resource).toMatchObject({ 'service.name': 'lab', 'service.version': expect.stringMatching(/^\d/) });
    const read = spans().find(({ name }) => name === 'read whole');
    expect(valuesOf(read?.attributes ?? [])).toMatchObject({
      ...{ 'feeling.name': 'few.jpg', 'feeling.kind': 'whole', 'feeling.outcome': 'read', 'feeling.frames': 1 },
    });
    // Up to the root all are of one trace, and the root is not the worker's.
    const way: string[] = [];
    for (let span = read; span; span = spans().find(({ spanId }) => spanId === span?.parentSpanId)) {
      expect(span.traceId).toBe(read?.traceId);
      way.push(span.name);
    }
    expect(way[1]).toMatch(/process/);
    expect(way.length).toBeGreaterThan(2);
  });

  it('are left out in one line where their parts are missing', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint() };
    const args = ['analyze', '--queue', queue.url, '--no-wait', '--out', 'missing', 'few.jpg'];
    const { status, stderr } = await startWith([], environment, args).ended;
    expect([status, stderr]).toEqual([0, stderr]);
    expect(stderr).toContain(
      'no spans: OTEL_EXPORTER_OTLP_ENDPOINT needs @opentelemetry/api, which is not installed: npm install @opentelemetry/api',
    );
    expect(stderr).toContain('1 recording to read');
  });
});
