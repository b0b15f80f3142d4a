/** `feeling live`: serves the page on this computer and opens it. */
import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { wholeNumber } from './options';
import { print, tell } from './output';
import { pageParts } from './pageParts';
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
  const { folder, elsewhere, fetched } = await pageParts();
  const options = { fallbacks: elsewhere.map(({ folder }) => folder), fetched };
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
