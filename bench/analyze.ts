/** Frames a second of the whole command, several times. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../src/model/node';
import { median } from './statistics';

const runs = 5;

export function benchAnalyze(video: string) {
  const rates: number[] = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    const output = execFileSync(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'analyze', '--json', video], {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const frames = output.toString().trimEnd().split('\n').length;
    rates.push(frames / ((performance.now() - started) / 1000));
  }
  process.stdout.write(
    `${video}: ${median(rates).toFixed(0)} frames/s, start-up included (median of ${runs}; ${rates.map((r) => r.toFixed(0)).join(', ')})\n`,
  );
}
