/** `feeling live`: serves the page on this computer and opens it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { models } from '../model';
import { isPulled, modelPath, packageRoot, pageModelsFolder } from '../model/node';
import { wholeNumber } from './options';
import { print, tell } from './output';
import { serveOrFind, usualPorts } from './ports';
import { servePage } from './serve';

export function addLive(program: Command) {
  program
    .command('live')
    .description('open the page that reads your camera (the default)')
    .option('--port <n>', `port on 127.0.0.1 (${usualPorts[0]}); the journal is kept by this address`)
    .option('--no-open', 'do not open a browser')
    .action(live);
}

async function live({ port, open }: { port?: string; open: boolean }) {
  const folder = join(packageRoot(), 'dist', 'app');
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder}: the page is not built; run npm run build`);
  // The page's large files lie elsewhere in the package already.
  const pulled = await Promise.all(models.map((entry) => entry.download !== undefined && isPulled(entry)));
  const fetched = models.filter((_, i) => pulled[i]);
  const fallbacks = [
    join(packageRoot(), 'dist', 'assets'),
    // A package from the registry has its networks once, and makes the page's from them.
    ...(existsSync(join(folder, 'models')) ? [] : [await pageModelsFolder()]),
    ...fetched.map((entry) => dirname(modelPath(entry))),
  ];
  const options = { fallbacks, fetched: fetched.map(({ name }) => name) };
  const ports = port === undefined ? usualPorts : [wholeNumber('--port', port, 0)];
  const place = await serveOrFind(ports, (port) => servePage(folder, { ...options, port }));
  if (!place) return;
  print(place.url);
  if (place.found) tell('feeling is running already; this is the address of its page.');
  if (open && canOpen()) openBrowser(place.url);
  else if (!place.found) tell('Open this address in a browser. Ctrl-C ends it.');
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
