/**
 * `npm run bench -- vggface`: VGGFace, whose checkpoint is larger than Node reads at once, through an epoch on a few made-up
 * faces as a student would train it: killed in the middle, resumed, finished, judged. Fails where any of it does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/model/node';
import { fakeFer } from '../tools/fakeFer';

export async function benchVggface({ faces }: { faces: string }) {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-vggface-'));
  const { data } = await fakeFer(folder, Math.max(7, Number(faces)));
  const run = join(folder, 'run');
  const checkpoint = join(run, 'checkpoint.safetensors');
  const started = performance.now();
  const told = (what: string) =>
    process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}\n`);
  try {
    const trained = feeling(folder, [
      ...['train', '--data', data, '--model', 'vggface', '--limit', faces, '--no-dedupe', '--epochs', '1'],
      ...['--save-every', '0', '--out', run],
    ]);
    while (!existsSync(checkpoint) && trained.child.exitCode === null) await new Promise((r) => setTimeout(r, 200));
    trained.child.kill('SIGKILL');
    await trained.ended;
    told(`killed after the first checkpoint, ${await size(checkpoint)}`);
    await finished(feeling(folder, ['train', '--resume', run, '--save-every', '30']));
    told(`resumed and finished: model.onnx ${await size(join(run, 'model.onnx'))}`);
    await finished(
      feeling(folder, ['evaluate', '--model', run, '--data', data, '--limit', faces, '--split', 'PublicTest']),
    );
    told('judged');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const size = async (file: string) => `${(await stat(file)).size.toLocaleString('en')} bytes`;

function feeling(cwd: string, args: string[]): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'cli.js'), ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { child, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function finished({ ended }: { ended: Promise<number | null> }) {
  const status = await ended;
  if (status !== 0) throw new Error(`vggface: ended with status ${status}`);
}
