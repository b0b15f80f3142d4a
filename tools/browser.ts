/** Finds a Chrome or Chromium, or installs one where it can. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { chromium, type LaunchOptions } from 'playwright-core';

const usualPlaces: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

function installed(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH is ${named}, where there is no file`);
  }
  return [...(usualPlaces[platform()] ?? []), chromium.executablePath()].find(existsSync);
}

/** Path of a browser. Throws an Error that says what to install. */
export function findBrowser(): string {
  const found = installed();
  if (found) return found;
  const attempts: [string, string[]][] = [['npx', ['playwright-core', 'install', 'chromium']]];
  if (platform() === 'linux' && process.getuid?.() === 0) {
    attempts.unshift(['apt-get', ['install', '-y', '-qq', 'chromium']]);
    attempts.unshift(['apt-get', ['update', '-qq']]);
  }
  for (const [command, args] of attempts) {
    process.stderr.write(`No Chrome or Chromium was found: ${command} ${args.join(' ')}\n`);
    try {
      execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    } catch {
      continue;
    }
    const now = installed();
    if (now) return now;
  }
  throw new Error(
    'The end-to-end tests need Chrome or Chromium. Install one (Debian and Ubuntu: apt-get install chromium; ' +
      'elsewhere: npx playwright-core install chromium), or name it with CHROME_PATH.',
  );
}

/**
 * How the tests and benchmarks start it: without a display, without talking to anyone, and without a graphics card where the
 * arguments name no driver of one.
 */
export const launchOptions = (args: string[] = []): LaunchOptions => ({
  executablePath: findBrowser(),
  headless: true,
  args: [
    '--no-sandbox',
    ...(args.some((argument) => argument.startsWith('--use-vulkan=')) ? [] : ['--disable-gpu']),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--autoplay-policy=no-user-gesture-required',
    ...args,
  ],
});
