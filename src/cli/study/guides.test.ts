/** The guides for students, as somebody follows them: every block, on 600 made-up faces. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { realFace } from '../../../tools/camera';
import { fakeFer } from '../../../tools/fakeFer';
import { guideSteps } from '../../../tools/guide';
import { temporaryFolder } from '../../../tools/temporary';
import { packageRoot } from '../../model/node';

const folder = temporaryFolder();
await fakeFer(folder, 200);
mkdirSync(join(folder, 'node_modules'));
symlinkSync(packageRoot(), join(folder, 'node_modules', 'feeling'), 'dir');

/** Does all that the guide says. Returns what each command printed. */
function followed(guide: string): Map<string, string> {
  const text = readFileSync(join(packageRoot(), 'docs', 'guides', guide), 'utf8');
  const printed = new Map<string, string>();
  for (const step of guideSteps(text)) {
    if ('file' in step) {
      writeFileSync(join(folder, step.file), step.content);
      continue;
    }
    const command = step.command.replace(/^npx feeling /, `feeling `);
    const [program = '', ...args] = command.split(' ');
    const script = program === 'feeling' ? [join(packageRoot(), 'dist', 'cli.js')] : [];
    expect(['feeling', 'node']).toContain(program);
    const { status, stdout, stderr } = spawnSync(process.execPath, [...script, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, FEELING_CACHE: join(folder, 'cache') },
    });
    expect({ command, status, stderr }).toMatchObject({ status: 0 });
    printed.set(command, `${stdout}${stderr}`);
  }
  return printed;
}

const accuracyIn = (text: string | undefined) => Number(/^accuracy ([\d.]+) %/m.exec(text ?? '')?.[1]);
const of = (printed: Map<string, string>, part: string) =>
  [...printed].find(([command]) => command.includes(part))?.[1] as string;

describe('the guides', () => {
  it("student.md leads from fer2013.csv to a phone's file", async () => {
    await sharp(await realFace('calm'))
      .jpeg()
      .toFile(join(folder, 'photo.jpg'));
    const printed = followed('student.md');
    expect(of(printed, '--find-learning-rate')).toMatch(/^ *[\d.e-]+ +a tenth of where it is lowest$/m);
    expect(of(printed, '--resume')).toMatch(/^epoch {3}2 /m);
    expect(of(printed, 'compare')).toMatch(/^first .*\ntuned /m);
    // The file for phones is as right as the model that it was made from.
    const [model, phone] = ['--errors', '--model phone.tflite'].map((part) => accuracyIn(of(printed, part)));
    expect(Math.abs((model as number) - (phone as number))).toBeLessThan(2);
    expect(readFileSync(join(folder, 'predicted.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(161);
    const { width, height } = await sharp(join(folder, 'explained.png')).metadata();
    expect([width, height]).toEqual([960, 408]);
    expect(of(printed, 'analyze')).toContain('photo.jpg');
  });

  it('operator.md makes an operator that trains, with a gradient that agrees with differences', () => {
    const printed = followed('operator.md');
    const rows = of(printed, 'check.mjs').trimEnd().split('\n');
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const [gradient = 0, difference = 0] = row.split(' ').map(Number);
      expect(Math.abs(gradient - difference)).toBeLessThan(0.02);
    }
    // d silu/dx at −1 is 0.0723, by hand.
    expect(rows[0]).toMatch(/^0\.072 /);
    expect(accuracyIn(of(printed, '--model smooth.tflite'))).toBeGreaterThan(0);
  });

  it('sweep.md tries recipes and leaves the best one', () => {
    const printed = followed('sweep.md');
    expect(of(printed, '--dry-run').match(/"trial":\d/g)).toHaveLength(3);
    const trials = JSON.parse(readFileSync(join(folder, 'sweeps', 'first', 'trials.json'), 'utf8'));
    expect(trials).toHaveLength(3);
    const best = JSON.parse(readFileSync(join(folder, 'sweeps', 'first', 'best.json'), 'utf8'));
    const finished = trials.filter(({ status }: { status: string }) => status === 'finished');
    const figures = finished.map(({ figure }: { figure: number }) => figure);
    const [winner] = finished.filter(({ figure }: { figure: number }) => figure === Math.max(...figures));
    expect(best.learningRate).toBe(winner.values.learningRate);
  });
});
