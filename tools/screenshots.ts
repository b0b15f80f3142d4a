/** `npm run screenshots [DIR]`: each view at phone and desktop size, light and dark, before a drawn face. */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { servePage } from '../src/cli/serving/serve';
import { packageRoot } from '../src/model/node';
import { writeJson } from '../src/mood';
import { launchOptions } from './browser';
import { cameraArguments, cameraFile } from './camera';
import { drawnVideo } from './drawnVideo';
import { closeSettings, openData } from './journalPage';
import { madeJournal } from './madeJournal';

const folder = process.argv[2] ?? join(packageRoot(), 'docs', 'screenshots');
await mkdir(folder, { recursive: true });
const { url, server } = await servePage(join(packageRoot(), 'dist', 'app'), { port: 0 });
const portrait = join(packageRoot(), 'docs', 'portrait.svg');
const [width, height] = [640, 480];

/** The drawn face, going to and fro. */
async function film(): Promise<string> {
  const face = await sharp(portrait).resize(width, height, { fit: 'cover' }).ensureAlpha().raw().toBuffer();
  const bytes = await drawnVideo({
    width,
    height,
    frames: 60,
    framesPerSecond: 10,
    draw: (pixels, frame) => {
      const shift = Math.round(40 * Math.sin(frame / 8));
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const from = (y * width + Math.min(width - 1, Math.max(0, x - shift))) * 4;
          pixels.set(face.subarray(from, from + 4), (y * width + x) * 4);
        }
    },
  });
  const path = join(tmpdir(), 'feeling-drawn.mp4');
  await writeFile(path, bytes);
  return path;
}

const video = await film();
const journal = join(tmpdir(), 'feeling-made.json');
await writeFile(journal, writeJson(madeJournal()));
const views: Record<string, (page: Page) => Promise<unknown>> = {
  welcome: async () => {},
  live: async (page) => {
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.waitForTimeout(8000);
    await page.getByRole('button', { name: 'Why?' }).click();
    await page.locator('[data-why-ms]').waitFor();
  },
  settings: async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog').waitFor();
  },
  files: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Files' }).click();
    await page.locator('input[type=file]').setInputFiles([video]);
    await page.locator('[data-read=done]').waitFor({ timeout: 60_000 });
    await page.getByRole('slider', { name: 'Place' }).fill('3');
    await page.waitForTimeout(500);
  },
  journal: async (page) => {
    await page.getByRole('link', { name: 'Journal' }).click();
    await openData(page);
    await page.locator('.keeping input[type=file]').setInputFiles(journal);
    await page.getByText('were there already').waitFor();
    await closeSettings(page);
    await page.locator('.alarm svg').waitFor();
    await page.locator('.plane').click({ position: { x: 180, y: 60 } });
  },
  alarm: (page) => page.locator('.alarm').scrollIntoViewIfNeeded(),
  trends: async (page) => {
    await page.getByRole('link', { name: 'Trends' }).click();
    await page.locator('.trend svg').nth(3).waitFor();
  },
  care: async (page) => {
    await page.getByRole('link', { name: 'Care' }).click();
    await page.locator('.plane').click({ position: { x: 60, y: 160 } });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('[data-offer]').first().waitFor();
  },
  about: async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'About' }).click();
  },
};

const browser = await chromium.launch(launchOptions(cameraArguments(await cameraFile([portrait]))));
for (const [size, viewport] of Object.entries({
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  turned: { width: 844, height: 390 },
  desktop: { width: 1440, height: 900 },
}))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport, colorScheme });
    await page.goto(url);
    await page.waitForSelector('html[data-state=reading]');
    for (const [name, show] of Object.entries(views)) {
      await show(page);
      await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
    }
    await page.close();
  }
await browser.close();
server.close();
