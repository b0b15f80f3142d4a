/** `feeling live`: serves the page on this computer and opens it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { models } from '../model';
import { isPulled, modelPath, packageRoot, pageModelsFolder } from '../model/node';
import { wholeNumber } from './options';
import { print, tell } from './output';
import { servePage } from './serve';

const preferredPort = 4173;

export function addLive(program: Command) {
  program
    .command('live', { isDefault: true })
    .description('open the page that reads your camera (the default)')
    .option('--port <n>', `port on 127.0.0.1 (${preferredPort}, or a free one if that is taken)`)
    .option('--no-open', 'do not open a browser')
    .action(live);
}

async function live({ port, open }: { port?: string; open: boolean }) {
  const folder = join(packageRoot(), 'dist', 'app');
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder}: the page is not built; run npm run build`);
  const wanted =
    port === undefined
      ? { port: preferredPort, orAnyFree: true }
      : { port: wholeNumber('--port', port, 0), orAnyFree: false };
  // The page's large files lie elsewhere in the package already.
  const pulled = await Promise.all(models.map((entry) => entry.download !== undefined && isPulled(entry)));
  const fetched = models.filter((_, i) => pulled[i]);
  const fallbacks = [
    join(packageRoot(), 'dist', 'assets'),
    // A package from the registry has its networks once, and makes the page's from them.
    ...(existsSync(join(folder, 'models')) ? [] : [await pageModelsFolder()]),
    ...fetched.map((entry) => dirname(modelPath(entry))),
  ];
  const { url } = await servePage(folder, { ...wanted, fallbacks, fetched: fetched.map(({ name }) => name) });
  print(url);
  if (open && canOpen()) openBrowser(url);
  else tell('Open this address in a browser. Ctrl-C ends it.');
}

const canOpen = () =>
  process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;

function openBrowser(url: string) {
  const [command, args] = {
    darwin: ['open', [url]] as const,
    win32: ['cmd', ['/c', 'start', '', url]] as const,
  }[process.platform as 'darwin' | 'win32'] ?? ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => tell('No browser could be opened; open the address yourself.'));
  child.unref();
}
