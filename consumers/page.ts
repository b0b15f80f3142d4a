/** What a built page shows in Chromium: its title once it says that it read, or failed. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { launchOptions } from '../tools/browser';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

export async function titleOf(address: string): Promise<string> {
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(() => /^(READ|FAILED)/.test(document.title), null, { timeout: 300_000 });
    return await page.title();
  } finally {
    await browser.close();
  }
}

/** Serves a folder and returns the title of its page. */
export async function titleOfFolder(folder: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const path = join(folder, (request.url ?? '/').replace(/\/$/, '/index.html').replace(/\?.*/, ''));
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes) response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await titleOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}
