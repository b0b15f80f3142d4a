/** What Prometheus is told of a worker and its queue, in its text format (exposition format 0.0.4). */
import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';
import type { Jobs } from './jobs';
import type { WorkerEvent } from './worker';

/** Seconds up to which a job's duration counts in each bucket. */
const buckets = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800];

export interface Metrics {
  /** Frames that were read just now. */
  frames(count: number): void;
  event(event: WorkerEvent): void;
  text(): Promise<string>;
}

export function createMetrics(jobs: Jobs, version: string): Metrics {
  const ended = { read: 0, retry: 0, parked: 0, handedBack: 0 };
  const durations = buckets.map(() => 0);
  let [frames, seconds, count, reading] = [0, 0, 0, 0];
  return {
    frames(more) {
      frames += more;
    },
    event(event) {
      if (event.type === 'taken') {
        reading++;
        return;
      }
      reading = Math.max(0, reading - 1);
      ended[event.type]++;
      if (event.type !== 'read') return;
      seconds += event.seconds;
      count++;
      for (const [i, limit] of buckets.entries()) if (event.seconds <= limit) durations[i] = (durations[i] ?? 0) + 1;
    },
    async text() {
      const states = await jobs.queue.getJobCounts('wait', 'active', 'delayed', 'failed', 'waiting-children');
      const { rss, heapUsed } = process.memoryUsage();
      const lines = (name: string, type: string, help: string, values: [labels: string, value: number][]) => [
        `# HELP feeling_${name} ${help}`,
        `# TYPE feeling_${name} ${type}`,
        ...values.map(([labels, value]) => `feeling_${name}${labels} ${value}`),
      ];
      const histogram: [string, number][] = buckets.map((limit, i) => [`_bucket{le="${limit}"}`, durations[i] ?? 0]);
      return [
        ...lines('info', 'gauge', 'The version that reads.', [[`{version="${version}"}`, 1]]),
        ...lines(
          'queue_jobs',
          'gauge',
          'Jobs in the queue by state; failed ones are parked.',
          Object.entries(states).map(([state, n]) => [`{state="${state}"}`, n]),
        ),
        ...lines('frames_total', 'counter', 'Frames and photos that this worker read.', [['', frames]]),
        ...lines(
          'jobs_total',
          'counter',
          'Jobs of this worker by how they ended.',
          Object.entries(ended).map(([how, n]) => [`{ended="${how}"}`, n]),
        ),
        ...lines('reading', 'gauge', 'Jobs that this worker reads now.', [['', reading]]),
        ...lines('job_seconds', 'histogram', 'Seconds that jobs took.', [
          ...histogram,
          ['_bucket{le="+Inf"}', count],
          ['_sum', seconds],
          ['_count', count],
        ]),
        ...lines('memory_bytes', 'gauge', 'Memory of the worker itself, without the processes that read.', [
          ['{kind="resident"}', rss],
          ['{kind="heap"}', heapUsed],
        ]),
        '',
      ].join('\n');
    },
  };
}

/** "9100" or "0.0.0.0:9100"; of a port alone only this machine may ask. */
export function metricsAddress(text: string): { host: string; port: number } | undefined {
  const [, host = '127.0.0.1', digits = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const bare = host.replace(/^\[|\]$/g, '');
  const port = Number(digits);
  const known = isIP(bare) > 0 || bare === 'localhost';
  return digits !== '' && port <= 65_535 && known ? { host: bare, port } : undefined;
}

/** Serves `/metrics`, and `/healthz`, which tells whether the worker lives. Rejects when the port is taken. */
export async function serveMetrics(metrics: Metrics, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end('ok\n');
    if (request.url !== '/metrics') return response.writeHead(404).end();
    return metrics.text().then(
      (text) => response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(text),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  server.unref();
  return server;
}
