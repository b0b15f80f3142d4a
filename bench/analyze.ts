/** Frames a second of the whole command, several times; and how steadily it reads. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Emotion, emotions, strongest } from '../src/emotion';
import { packageRoot } from '../src/model/node';
import { median } from './statistics';

const runs = 5;

export function benchAnalyze(video: string, { from, to }: { from: string; to: string }) {
  const rates: number[] = [];
  let lines: string[] = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    const output = execFileSync(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'analyze', '--json', video], {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    lines = output.toString().trimEnd().split('\n');
    rates.push(lines.length / ((performance.now() - started) / 1000));
  }
  process.stdout.write(
    `${video}: ${median(rates).toFixed(0)} frames/s, start-up included (median of ${runs}; ${rates.map((r) => r.toFixed(0)).join(', ')})\n`,
  );
  const read = lines.map((line) => JSON.parse(line) as Row);
  const labels = read.map(
    ({ readings: [first] }) => first && emotions[strongest(emotions.map((e) => first.emotions[e]))],
  );
  const changes = labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length;
  const part = labels.filter((_, i) => (read[i]?.time ?? 0) >= Number(from) && (read[i]?.time ?? 0) <= Number(to));
  const counts = emotions.map((e) => part.filter((label) => label === e).length);
  const most = strongest(counts);
  process.stdout.write(
    `a face in ${labels.filter(Boolean).length} of ${labels.length} frames, ${changes} label changes; ` +
      `from ${from} to ${to} s ${emotions[most]} in ${counts[most]} of ${part.length}\n`,
  );
}

interface Row {
  time: number;
  readings: { emotions: Record<Emotion, number> }[];
}
