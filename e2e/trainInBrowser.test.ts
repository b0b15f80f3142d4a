/** Training a network in the page, as a person does it: on the processor, with 200 of FER2013's faces. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { linesOf, withoutCopies } from '../src/data';
import { readFaces } from '../src/data/node';
import { judgePredictions, predict } from '../src/evaluate';
import { packageRoot } from '../src/model/node';
import { findNetwork } from '../src/nets';
import { createSession } from '../src/runtime/node';
import { fit, parseRecipe } from '../src/train';
import { cutOff } from '../tools/cutOff';
import { fakeFer } from '../tools/fakeFer';
import { complaints, deleteEverything, openJournal, withoutNetworks } from '../tools/journalPage';
import { pageOpener, servedPage, speak } from '../tools/livePage';
import { temporaryFolder } from '../tools/temporary';
import {
  beginTraining,
  chooseCsv,
  keptRun,
  openTraining,
  pauseAfter,
  recordLosses,
  trainingIn,
} from '../tools/trainPage';

const ferFile = join(packageRoot(), '..', 'shared', 'data', 'fer2013.csv.gz');

const { url } = await servedPage();
const { open } = pageOpener();

/** 100 faces of FER2013 to learn from, 50 to judge by and 50 that are held out. */
async function facesOf200(folder: string): Promise<string> {
  const wanted: Record<string, number> = { Training: 100, PublicTest: 50, PrivateTest: 50 };
  const rows: string[] = [];
  for await (const bytes of linesOf(createReadStream(ferFile).pipe(createGunzip()))) {
    const row = Buffer.from(bytes).toString('utf8');
    const usage = row.slice(row.lastIndexOf(',') + 1);
    if (rows.length > 0 && !wanted[usage]) continue;
    if (rows.length > 0) wanted[usage] = (wanted[usage] as number) - 1;
    rows.push(row);
    if (rows.length === 201) break;
  }
  const file = join(folder, 'faces.csv');
  await writeFile(file, `${rows.join('\n')}\n`);
  return file;
}

describe.skipIf(!existsSync(ferFile))("training in the page (needs ../shared/data's FER2013)", () => {
  it('trains as the command does, is paused, goes on after a reload, is judged, used and exported', async () => {
    const folder = temporaryFolder();
    const data = await facesOf200(folder);
    const page = await open([], { viewport: { width: 320, height: 700 } });
    const complained = complaints(page);
    const requests: string[] = [];
    page.on('request', (request) => void requests.push(request.url()));
    await recordLosses(page);
    await openTraining(page, url);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await chooseCsv(page, data);
    // More epochs than it gets to, so that it is still training when it is paused.
    const epochs = 200;
    await beginTraining(page, epochs);
    const losses = await pauseAfter(page, 3);
    const situation = page.locator('.train [role=status]').first();
    const pausedAt = await situation.textContent();
    expect(pausedAt).toContain('Paused.');

    await page.reload();
    await trainingIn(page, 'paused');
    expect(await situation.textContent()).toBe(pausedAt);
    await page.getByRole('button', { name: 'Resume' }).click();
    losses.push(...(await pauseAfter(page, 2)));

    // The same faces, network and recipe in Node.
    const recipe = parseRecipe({ model: 'tiny', epochs });
    const sets = await readFaces(data);
    const faces = withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest);
    const expected: number[] = [];
    const onStep = ({ loss }: { loss: number }) => void expected.push(loss);
    for await (const { epoch } of fit(findNetwork('tiny'), faces, { recipe, createSession, onStep }))
      if (epoch === losses.length) break;
    const apart = losses.map((loss, i) => Math.abs(loss - (expected[i] as number)));
    expect(Math.max(...apart.slice(0, 3))).toBeLessThan(1e-3);
    // What was resumed went on from there: the last bits of two machines drift apart slowly.
    expect(Math.max(...apart)).toBeLessThan(0.02);

    await page.getByRole('button', { name: 'Evaluate' }).click();
    await page.locator('[data-judged]').waitFor();
    const judged = (await page.locator('[data-judged] > p').textContent()) ?? '';
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

    const saved = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${name}` }).click(),
      ]);
      return readFile(await file.path());
    };
    const session = await createSession(await saved('.onnx'));
    const { accuracy, macroF1, confusion } = judgePredictions(
      await predict(session, sets.PrivateTest),
      sets.PrivateTest,
      'fer2013',
      'own',
    );
    await session.close();
    expect(judged).toBe(
      `On 50 held-out faces: accuracy ${(accuracy * 100).toFixed(1)} %, macro F1 ${macroF1.toFixed(3)}.`,
    );
    expect(await page.locator('[data-judged] td').allTextContents()).toEqual(confusion.flat().map(String));
    // A TensorFlow Lite file says so at its fifth byte.
    expect((await saved('.tflite')).subarray(4, 8).toString()).toBe('TFL3');

    await page.getByRole('button', { name: 'Use in Live' }).click();
    await page.locator('.train a[href="#live"]').click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('feeling-tiny-trained.onnx').waitFor();
    expect(complained).toEqual([]);
    expect(requests.filter((request) => !request.startsWith(url) && !request.startsWith('blob:'))).toEqual([]);

    // What it kept goes when it is told to.
    await page.goto(`${url}#train`);
    await page.getByRole('button', { name: 'Delete this training' }).click();
    await page.evaluate(`${keptRun}; window.keptRun().then((rows) => { window.rows = rows; })`);
    await page.getByRole('button', { name: 'Delete it' }).click();
    await trainingIn(page, 'empty');
    expect(
      await page.evaluate('window.keptRun().then((rows) => rows.begun === undefined && !!window.rows.begun)'),
    ).toBe(true);

    // "Delete everything" means that, too.
    await page.evaluate('window.keptRun(window.rows).then(() => {})');
    await page.reload();
    await trainingIn(page, 'paused');
    await openJournal(page, url);
    await deleteEverything(page);
    await page.getByText('Everything was deleted.').waitFor();
    await page.goto(`${url}#train`);
    await trainingIn(page, 'empty');
  });
});

it('learns to its last epoch, shows each of them, and its result is there after a reload', async () => {
  const { data } = await fakeFer(temporaryFolder(), 70);
  const page = await open([]);
  await openTraining(page, url);
  await chooseCsv(page, data);
  const epochs = 3;
  await beginTraining(page, epochs);
  await trainingIn(page, 'done');
  const isWhole = async () => {
    expect(await page.locator('.train [role=status]').first().textContent()).toMatch(/3 epochs/);
    const progress = page.locator('.train progress').first();
    expect(await progress.evaluate((bar: HTMLProgressElement) => bar.value === bar.max)).toBe(true);
    // A point for each epoch's loss and accuracy on the faces to judge by.
    expect(await page.locator('.train .validation circle').count()).toBe(2 * epochs);
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
  };
  await isWhole();
  await page.reload();
  await trainingIn(page, 'done');
  await isWhole();
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await page.getByText('On 70 held-out faces:').waitFor();
  // On a small phone with text of twice the size, too.
  await page.setViewportSize({ width: 320, height: 640 });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  await page.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === '30px');
  for (const language of ['fr', 'en']) {
    await speak(page, language);
    await expect.poll(async () => [language, await cutOff(page)]).toEqual([language, []]);
  }
});

it('says what is wrong with what was chosen, and takes another', async () => {
  const folder = temporaryFolder();
  const page = await open([]);
  await withoutNetworks(page);
  await openTraining(page, url);
  const refusedWith = async (said: RegExp) => {
    await beginTraining(page, 1);
    await page.getByRole('alert').filter({ hasText: said }).waitFor();
    await trainingIn(page, 'empty');
  };
  await chooseCsv(page, { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name,age\nAda,36\n') });
  await refusedWith(/people\.csv, line 1: the header must have the columns emotion and pixels \(got "name,age"\)/);
  await chooseCsv(page, {
    name: 'short.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('emotion,pixels\n3,1 2 3\n'),
  });
  await refusedWith(/short\.csv, line 2: must have 48 × 48 = 2,304 pixels \(got 3\)/);
  // In whatever language is shown, and without options that only the command has.
  await chooseCsv(page, {
    name: 'numbers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`emotion,pixels\n9,${Array(2304).fill(7).join(' ')}\n`),
  });
  await refusedWith(/numbers\.csv: 9: not one of the seven emotions/);
  await speak(page, 'de');
  expect(await page.getByRole('alert').textContent()).toMatch(
    /^Das geht nicht: numbers\.csv: 9: keine der sieben Emotionen/,
  );
  await speak(page, 'en');
  const { data } = await fakeFer(folder, 20);
  await chooseCsv(page, data);
  await refusedWith(/at least 64 to learn from are needed \(got 20\)/);
  const pictures = join(folder, 'faces');
  await mkdir(join(pictures, 'happy'), { recursive: true });
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  for (let i = 0; i < 20; i++) await writeFile(join(pictures, 'happy', `${i}.png`), pixel);
  await page.locator('input[type=file]').nth(1).setInputFiles(pictures);
  await refusedWith(/same label \(happy\); at least two emotions/);
});
