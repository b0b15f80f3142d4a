import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMetrics, type Jobs, metricsAddress, serveMetrics, type Unit } from './node';

const unit: Unit = { archive: 'a', kind: 'whole', recording: 'r', name: 'a.mp4', path: '/a.mp4', result: 'a', size: 1 };
const jobs = { queue: { getJobCounts: async () => ({ wait: 3, failed: 1 }) } } as unknown as Jobs;

describe('figures for Prometheus', () => {
  it('are in its text format, and served', async () => {
    const metrics = createMetrics(jobs, '1.2.3');
    for (const seconds of [0.3, 4, 40]) {
      metrics.event({ type: 'taken', unit, attempt: 1 });
      metrics.event({ type: 'read', unit, frames: 10, seconds });
      metrics.frames(10);
    }
    const server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('feeling_queue_jobs{state="wait"} 3\nfeeling_queue_jobs{state="failed"} 1\n');
    expect(text).toContain('feeling_frames_total 30\n');
    // Buckets add up, as the format wants it.
    expect(text).toContain('feeling_job_seconds_bucket{le="0.5"} 1\n');
    expect(text).toContain('feeling_job_seconds_bucket{le="5"} 2\n');
    expect(text).toContain(
      'feeling_job_seconds_bucket{le="+Inf"} 3\nfeeling_job_seconds_sum 44.3\nfeeling_job_seconds_count 3\n',
    );
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) feeling_\w+ .+|feeling_\w+(\{\w+="[^"]*"\})? \d+(\.\d+)?)$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    server.close();
  });

  it.each([
    ['9100', { host: '127.0.0.1', port: 9100 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
    ['99999', undefined],
    ['host:80', undefined],
    ['', undefined],
  ])('"%s" is %j', (text, address) => {
    expect(metricsAddress(text)).toEqual(address);
  });

  it('are all that the board for Grafana asks for', async () => {
    const board = await readFile(join(import.meta.dirname, '../../examples/cluster/grafana.json'), 'utf8');
    const text = await createMetrics(jobs, '1.2.3').text();
    const asked = new Set([...board.matchAll(/feeling_[a-z_]+/g)].map(([name]) => name));
    expect(asked.size).toBeGreaterThan(4);
    for (const name of asked) expect(text).toContain(`\n${name}`);
  });
});
