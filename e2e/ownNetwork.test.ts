/** The page for one's phone: `feeling live --host 0.0.0.0 --https`, as a person starts it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { untilTestEnds } from '../tools/commandLine';
import { complaints, journalOpener } from '../tools/journalPage';
import { temporaryFolder } from '../tools/temporary';

const open = journalOpener();

it('is found by its QR code’s address, whose code lets a browser in for good', async () => {
  const live = untilTestEnds(
    spawn(process.execPath, ['dist/cli.js', 'live', '--host', '0.0.0.0', '--https', '--port', '0', '--no-open'], {
      ...{ cwd: packageRoot(), env: { ...process.env, FEELING_CACHE: temporaryFolder() } },
    }),
  );
  let told = '';
  live.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const addresses: string[] = [];
  for await (const line of createInterface({ input: live.stdout })) {
    addresses.push(line);
    if (line.startsWith('https://127.0.0.1:')) break;
  }
  const address = addresses.at(-1) as string;
  expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/\?code=[a-z2-9]{12}$/);
  // Squares of a code that a camera reads, the code itself, and what to compare the certificate with.
  await expect.poll(() => told).toMatch(/([█▀▄ ]{25,}\n){10}/);
  await expect.poll(() => told).toMatch(/([\dA-F]{2}:){31}[\dA-F]{2}/);
  await expect.poll(() => told).toContain(address.slice(-12));

  const page = await open([], { ignoreHTTPSErrors: true });
  const complained = complaints(page);
  const bare = address.replace(/\?.*/, '');
  expect((await page.goto(bare))?.status()).toBe(403);
  await page.goto(`${address}#journal`);
  await page.locator('[data-journal=ready]').waitFor();
  // The code is not in the address any more, nor in what others could see of it.
  expect(page.url()).toBe(`${bare}#journal`);
  expect(await page.evaluate(() => isSecureContext && crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(async () => (await fetch('manifest.webmanifest')).status)).toBe(200);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.goto(`${bare}#trends`);
  await page.locator('[data-trends]').waitFor();
  expect(complained.filter((line) => !line.includes('403'))).toEqual([]);
});

it('says in a line why an address alone, or https alone, is not enough', async () => {
  const said = (...args: string[]) =>
    new Promise<{ status: number | null; stderr: string }>((resolve) => {
      const live = untilTestEnds(
        spawn(process.execPath, ['dist/cli.js', 'live', '--no-open', ...args], { cwd: packageRoot() }),
      );
      let stderr = '';
      live.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      live.on('close', (status) => resolve({ status, stderr }));
    });
  const plain = await said('--host', '0.0.0.0');
  expect(plain.status).toBe(2);
  expect(plain.stderr).toMatch(/^feeling: --host needs --https: .*\n$/);
  expect((await said('--https')).stderr).toMatch(/^feeling: --https goes with --host: .*\n$/);
  expect((await said('--https', '--host', '203.0.113.9')).stderr).toMatch(
    /^feeling: --host 203\.0\.113\.9 is no address of this computer .*\n$/,
  );
});
