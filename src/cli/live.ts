/** `feeling live`: serves the page on this computer and opens it. */
import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Command } from 'commander';
import { interruption } from './interruption';
import { wholeNumber } from './options';
import { print, tell, UsageError } from './output';
import { pageParts } from './serving/pageParts';
import { highestPort, serveOrFind, usualPorts } from './serving/ports';
import { type ServeOptions, servePage } from './serving/serve';
import { originsOf, syncWithFlags, syncWithText } from './serving/syncWith';

export function addLive(program: Command) {
  program
    .command('live')
    .description('open the page that reads your camera (the default)')
    .option('--port <n>', `port on 127.0.0.1 (${usualPorts[0]}); the journal is kept by this address`)
    .option('--host <address>', 'serve it in your own network, on this address; 0.0.0.0 is all of them')
    .option('--https', 'with a certificate made here; --host needs it')
    .option(syncWithFlags, syncWithText)
    .option('--no-open', 'do not open a browser')
    .action(live);
}

interface LiveOptions {
  port?: string;
  open: boolean;
  host?: string;
  https?: true;
  syncWith?: string[];
}

async function live({ port, open, host, https, syncWith }: LiveOptions) {
  if (https && host === undefined)
    throw new UsageError('--https goes with --host: at 127.0.0.1 browsers trust the page without it');
  if (host !== undefined && !https)
    throw new UsageError(
      '--host needs --https: browsers give a camera to no other page of the network, and everybody in it could read along',
    );
  const { folder, elsewhere, fetched } = await pageParts();
  const options = { fallbacks: elsewhere.map(({ folder }) => folder), fetched, origins: originsOf(syncWith) };
  if (host !== undefined) return serveInNetwork(host, port, { folder, ...options });
  const ports = port === undefined ? usualPorts : [wholeNumber('--port', port, 0, highestPort)];
  const place = await serveOrFind(ports, async (port) => {
    const served = await servePage(folder, { ...options, port });
    endWithInterruption(served.server);
    return served;
  });
  if (!place) return;
  print(place.url);
  if (place.found) tell('feeling is running already; this is the address of its page.');
  if (place.found && syncWith) tell('It was started with options of its own; end it and start again for --sync-with.');
  if (open && canOpen()) openBrowser(place.url);
  else if (!place.found) tell('Open this address in a browser. Ctrl-C ends it.');
}

interface NetworkOptions extends Omit<ServeOptions, 'port'> {
  folder: string;
}

async function serveInNetwork(host: string, given: string | undefined, { folder, ...options }: NetworkOptions) {
  const { inNetwork } = await import('./serving/network');
  const network = await inNetwork(host);
  const port = given === undefined ? (usualPorts[0] as number) : wholeNumber('--port', given, 0, highestPort);
  const { server } = await servePage(folder, { ...options, ...network.options, port });
  endWithInterruption(server);
  network.show((server.address() as AddressInfo).port);
}

/** Ctrl-C ends it, as nothing else does; whoever still has a connection open does not keep it. */
function endWithInterruption(server: Server) {
  // `closeAllConnections` leaves those that have not greeted yet, which https waits two minutes for.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { signal } = interruption(undefined, { forOutput: false, isUsualEnd: true });
  signal.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  });
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
