/** 10,000 damaged files, in processes of their own so that a crash would be seen. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FuzzKind, fuzz, fuzzKinds, soundFile } from '../tools/fuzz';

/** Files read by one process. */
const batch = 500;

export async function benchFuzz({ files, kind, from }: { files: string; kind?: FuzzKind; from?: string }) {
  if (kind !== undefined && from !== undefined) return readBatch(kind, Number(from), Number(from) + Number(files));
  const each = Math.ceil(Number(files) / fuzzKinds.length);
  const [script = '', command = ''] = process.argv.slice(1);
  let failed = false;
  for (const kind of fuzzKinds)
    for (let start = 0; start < each; start += batch) {
      const count = String(Math.min(batch, each - start));
      const args = [...process.execArgv, script, command, '--kind', kind, '--from', String(start), '--files', count];
      const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' });
      if (status === 0) continue;
      failed = true;
      process.stdout.write(`${kind} ${start}: the process ended with ${signal ?? status}\n`);
    }
  if (failed) process.exitCode = 1;
}

async function readBatch(kind: FuzzKind, from: number, to: number) {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-fuzz-'));
  try {
    const sound = await soundFile(kind);
    const { read, refused, bad, slowest } = await fuzz(kind, sound, from, to, folder);
    const memory = process.resourceUsage().maxRSS / 1e3;
    process.stdout.write(
      `${kind} ${from} to ${to - 1}: ${read} read, ${refused} refused with a reason, ${bad.length} otherwise; slowest ${slowest.toFixed(2)} s, ${memory.toFixed(0)} MB at most\n`,
    );
    for (const { seed, why } of bad.slice(0, 5)) process.stdout.write(`  ${kind}, seed ${seed}: ${why}\n`);
    if (bad.length > 0 || memory > 1000) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
