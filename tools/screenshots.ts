/** `npm run screenshots [DIR]`: the page at phone and desktop size, light and dark, before a drawn face. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from '../src/cli/serve';
import { packageRoot } from '../src/model/node';
import { launchOptions } from './browser';
import { cameraArguments, cameraFile } from './camera';

const folder = process.argv[2] ?? join(packageRoot(), 'docs', 'screenshots');
await mkdir(folder, { recursive: true });
const { url, server } = await servePage(join(packageRoot(), 'dist', 'app'), { port: 0, orAnyFree: true });
const camera = await cameraFile([join(packageRoot(), 'docs', 'portrait.svg')]);
const browser = await chromium.launch(launchOptions(cameraArguments(camera)));
for (const [size, viewport] of Object.entries({
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
}))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport, colorScheme });
    await page.goto(url);
    await page.waitForSelector('html[data-state=reading]');
    await page.waitForTimeout(8000);
    await page.screenshot({ path: join(folder, `live-${size}-${colorScheme}.png`) });
    await page.close();
  }
await browser.close();
server.close();
