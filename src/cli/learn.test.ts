/** `feeling learn`, and what `analyze --person` makes of it. */
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { feelingIn } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const feeling = feelingIn();
const photo = join(folder, 'photos', 'sad', 'me.jpg');
const copies = ['one.jpg', 'two.jpg'].map((name) => join(folder, 'photos', 'sad', name));
const me = join(folder, 'me.json');

beforeAll(async () => {
  await mkdir(join(folder, 'photos', 'sad'), { recursive: true });
  await sharp(await realFace('calm'))
    .jpeg()
    .toFile(photo);
  for (const copy of copies) await copyFile(photo, copy);
});

it('learns from folders named for what they show, and analyze --person reads by it', async () => {
  const learned = feeling('learn', join(folder, 'photos'), '--out', me);
  expect(learned.stderr).toContain(`wrote ${me}`);
  // The copies vouch for nothing.
  expect(learned.stderr).toContain('2 of 3 files were known already and taught nothing new\n');
  expect(learned.stdout).toMatch(/^from 1 correction: sad is now told from neutral; /);
  expect(learned.status).toBe(0);
  expect(learned.stderr).not.toContain('will be replaced');
  const { kind, corrections } = JSON.parse(await readFile(me, 'utf8'));
  expect([kind, corrections.length, corrections[0].said]).toEqual(['feeling person', 1, ['sad']]);
  // Nor does the same picture when it is given once more.
  const again = feeling('learn', photo, '--person', me, '--out', me);
  expect([again.status, again.stdout]).toEqual([0, learned.stdout]);
  expect(again.stderr).toContain('1 of 1 file was known already and taught nothing new\n');
  if (process.platform !== 'win32') expect((await stat(me)).mode & 0o077).toBe(0);
  const sad = (...args: string[]) =>
    JSON.parse(feeling('analyze', photo, '--json', ...args).stdout).readings[0].emotions.sad;
  expect(sad('--person', me)).toBeGreaterThan(sad() + 0.3);
});

it('takes labels from a table, and says which line is wrong', async () => {
  const labels = join(folder, 'labels.csv');
  const learn = () => feeling('learn', photo, '--labels', labels, '--out', me);
  await writeFile(
    labels,
    'file,label,time\nphotos/sad/me.jpg,happy and surprise,2026-03-01T12:00:00Z\nother.jpg,sad,\n',
  );
  const { status, stderr } = learn();
  expect(stderr).toContain(
    `--out ${me}: is there already and will be replaced\nto go on from what it knows, stop and add --person ${me}\n`,
  );
  expect(stderr).toContain('other.jpg: is labelled, but is not among the pictures');
  expect(status).toBe(0);
  const { corrections } = JSON.parse(await readFile(me, 'utf8'));
  expect(corrections).toMatchObject([{ said: ['happy', 'surprise'], time: '2026-03-01T12:00:00.000Z' }]);
  await writeFile(labels, 'file,label\nphotos/sad/me.jpg,happy\n');
  const goesOn = feeling('learn', photo, '--labels', labels, '--person', me, '--out', me);
  expect([goesOn.status, goesOn.stderr]).toEqual([0, expect.not.stringContaining('replaced')]);
  expect(JSON.parse(await readFile(me, 'utf8')).corrections).toHaveLength(2);
  await writeFile(labels, 'file,label\nphotos/sad/me.jpg,glad\n');
  expect(learn()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('labels.csv, line 2: unknown emotion "glad"; available: angry'),
  });
});

it.each([
  ['commas behind a byte order mark', '\uFEFFfile,label\r\nphotos/sad/me.jpg,happy\r\n', 'utf8'],
  ['semicolons', 'File;Label\r\nphotos/sad/me.jpg;happy\r\n', 'utf8'],
  ['tabs in UTF-16', '\uFEFFfile\tlabel\nphotos/sad/me.jpg\thappy\n', 'utf16le'],
] as const)('takes labels from a table with %s', async (_, text, encoding) => {
  const labels = join(folder, 'saved.csv');
  await writeFile(labels, text, encoding);
  const { status, stdout } = feeling('learn', photo, '--labels', labels, '--out', join(folder, 'saved.json'));
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^from 1 correction: /)]);
});

it.each([
  ['2', '; the label of a video holds for all of it'],
  ['03/04/2026', ''],
  ['2026-13-01', ''],
])('refuses %s as the time when a picture was taken', async (time, more) => {
  const labels = join(folder, 'times.csv');
  await writeFile(labels, `file,label,time\nphotos/sad/me.jpg,happy,${time}\n`);
  const { status, stderr } = feeling('learn', photo, '--labels', labels, '--out', join(folder, 'times.json'));
  expect([status, stderr]).toEqual([
    1,
    `feeling: ${labels}, line 2: time must be when it was taken, like 2026-03-01 or 2026-03-01T08:30:00Z (got "${time}")${more}\n`,
  ]);
});

it('refuses a row with more cells than columns, of which the last would be lost', async () => {
  const labels = join(folder, 'more.csv');
  await writeFile(labels, 'file,label\nphotos/sad/me.jpg,happy, surprise\n');
  expect(feeling('learn', photo, '--labels', labels, '--out', join(folder, 'more.json'))).toMatchObject({
    status: 1,
    stderr: `feeling: ${labels}, line 2: has 3 cells for 2 columns; a number or text with a comma in it must be in quotes\n`,
  });
});

it('knows the names that data sets give emotions, and says which folders it did not understand', async () => {
  const named = join(folder, 'named');
  for (const name of ['Fearful', '3_surprised', 'joy', 'work']) {
    await mkdir(join(named, name), { recursive: true });
    await copyFile(photo, join(named, name, 'me.jpg'));
  }
  // One picture cannot be all three, so nothing is changed by it; what was said is kept.
  const out = join(folder, 'named.json');
  const { status, stdout, stderr } = feeling('learn', named, '--out', out);
  expect([status, stdout]).toEqual([0, 'nothing was learned yet\n']);
  expect(stderr).toContain(`1 of 4 files has no label and was left out: ${join(named, 'work', 'me.jpg')}\n`);
  const { corrections } = JSON.parse(await readFile(out, 'utf8'));
  expect(corrections.map(({ said }: { said: string[] }) => said[0]).sort()).toEqual(['fear', 'happy', 'surprise']);
});

it('refuses two labels for a picture, and says of one that is missing that it is', async () => {
  const labels = join(folder, 'twice.csv');
  await writeFile(labels, 'file,label\nphotos/sad/me.jpg,happy\nphotos/sad/me.jpg,sad\n');
  const out = join(folder, 'none.json');
  expect(feeling('learn', photo, '--labels', labels, '--out', out)).toMatchObject({
    status: 1,
    stderr: `feeling: ${labels}, line 3: photos/sad/me.jpg is there a second time\n`,
  });
  const missing = join(folder, 'photos', 'sad', 'gone.jpg');
  expect(feeling('learn', missing, '--out', out)).toMatchObject({
    status: 1,
    stderr: `feeling: ${missing}: there is no such file\nfeeling: nothing was learned, and ${out} is not written\n`,
  });
});

it('never writes over what it reads, and refuses a file that is not a person', async () => {
  expect(feeling('learn', photo, '--out', photo)).toMatchObject({ status: 2 });
  const other = join(folder, 'other.json');
  await writeFile(other, '{}');
  expect(feeling('analyze', photo, '--person', other).stderr).toBe(
    `feeling: ${other}: not a person's file; feeling learn makes one\n`,
  );
});

it('learns from a video: a frame every two seconds, each at its own time', async () => {
  const [width, height] = [320, 240];
  const picture = await sharp(await realFace('calm'))
    .resize(width, height, { fit: 'contain', background: '#808080' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const video = await drawnVideo({
    width,
    height,
    frames: 6,
    framesPerSecond: 1,
    draw: (pixels) => pixels.set(picture),
  });
  await writeFile(join(folder, 'rest.mp4'), video);
  const labels = join(folder, 'recordings.csv');
  await writeFile(labels, 'file,label,time\nrest.mp4,neutral,2026-03-01T09:00:00Z\n');
  const p17 = join(folder, 'p17.json');
  const learned = feeling('learn', join(folder, 'rest.mp4'), '--labels', labels, '--out', p17, '--json');
  expect(learned).toMatchObject({ status: 0 });
  expect(JSON.parse(learned.stdout)).toMatchObject({ corrections: 3 });
  const { corrections } = JSON.parse(await readFile(p17, 'utf8'));
  expect(corrections.map(({ said, time }: { said: string[]; time: string }) => [said, time])).toEqual([
    [['neutral'], '2026-03-01T09:00:00.000Z'],
    [['neutral'], '2026-03-01T09:00:02.000Z'],
    [['neutral'], '2026-03-01T09:00:04.000Z'],
  ]);
});
