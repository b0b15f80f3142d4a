/** What Ctrl-C leaves: nothing that is of a part takes the place of what was of everything. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { cli, heard, untilTestEnds } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const feeling = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder });

/** Starts the command, stops it once `isUnderWay`, and waits for its end. */
async function stopped(isUnderWay: (stderr: string) => boolean, ...args: string[]) {
  const child = untilTestEnds(spawn(process.execPath, [cli, ...args], { cwd: folder }));
  const { ended, stderr } = heard(child);
  await expect.poll(() => isUnderWay(stderr()), { interval: 5, timeout: 60_000 }).toBe(true);
  child.kill('SIGINT');
  return ended;
}
/** Whether a copy is being written into the folder. */
const isDrawing = (name: string) => () =>
  existsSync(at(name)) && readdirSync(at(name)).some((file) => file.endsWith('.part'));

beforeAll(async () => {
  await writeFile(at('clip.mp4'), await drawnVideo({ width: 320, height: 240, frames: 400 }));
});

it('of a video that is stopped no copy is written, and an earlier one and an earlier report stay', async () => {
  const args = ['analyze', 'clip.mp4', '--annotate', 'drawn', '--report', 'r.html'];
  expect(feeling(...args).status).toBe(0);
  const read = () => Promise.all(['drawn/clip.mp4', 'r.html'].map((name) => readFile(at(name), 'base64')));
  const before = await read();
  const { status, stderr } = await stopped(isDrawing('drawn'), ...args);
  expect(status).toBe(130);
  expect(stderr).toContain('clip.mp4: was stopped before its end, so no copy of it was written\n');
  expect(stderr).toContain('r.html: is the earlier report still, as not everything was read\n');
  expect(await read()).toEqual(before);
  expect(await readdir(at('drawn'))).toEqual(['clip.mp4']);
});

it('where there was none before, the report says that it is of a part, and how to go on is said as it can be done', async () => {
  const outputs = ['--out', 'rows.csv', '--report', 'part.html', '--annotate', 'none'];
  const { status, stderr } = await stopped(isDrawing('none'), 'analyze', 'clip.mp4', ...outputs);
  expect(status).toBe(130);
  expect(stderr).toContain('Go on with: the same command and --resume, without --report and --annotate\n');
  expect(stderr).toContain('the report is part.html, of what was read\n');
  expect(await readdir(at('none'))).toEqual([]);
  const html = await readFile(at('part.html'), 'utf8');
  expect(html).toContain('Stopped before everything was read. 1 file, ');
  expect(html).toMatch(/\d+ frames?, up to \d+\.\d s of 13\.3 s/);
  const goesOn = feeling('analyze', 'clip.mp4', '--out', 'rows.csv', '--resume');
  expect([goesOn.status, goesOn.stderr]).toEqual([0, expect.stringContaining('rows.csv has 400 frames')]);
});

it('what learn knew before stays', async () => {
  await mkdir(at('photos', 'sad'), { recursive: true });
  const face = at('photos', 'sad', '0.jpg');
  await sharp(await realFace('calm'))
    .jpeg()
    .toFile(face);
  expect(feeling('learn', 'photos', '--out', 'me.json').status).toBe(0);
  const before = await readFile(at('me.json'), 'utf8');
  for (let i = 1; i < 60; i++) await copyFile(face, at('photos', 'sad', `${i}.jpg`));
  const begins = (stderr: string) => stderr.includes('to go on from what it knows');
  const { status, stderr } = await stopped(begins, 'learn', 'photos', '--out', 'me.json');
  expect([status, stderr]).toEqual([130, expect.stringContaining('stopped; me.json is not written\n')]);
  expect(await readFile(at('me.json'), 'utf8')).toBe(before);
});
