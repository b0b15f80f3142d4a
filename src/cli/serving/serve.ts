/** A small web server for the page: this computer only, unless another is asked for, and only what the page needs. */
import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, normalize, sep } from 'node:path';
import type { Pairing } from './pairing';
import { headersFor, withOrigins } from './securityHeaders';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.webmanifest': 'application/manifest+json',
  // Networks from elsewhere come as they are called there.
  '': 'application/octet-stream',
};

const serverName = 'feeling';

export interface ServeOptions {
  /** 0 for any that is free. */
  port: number;
  /** Folders in which files are looked for, by name, that the folder lacks. */
  fallbacks?: readonly string[];
  /** Names of the models that were fetched, for models/fetched.json. */
  fetched?: readonly string[];
  /** The address that it listens on; 127.0.0.1 by default. */
  host?: string;
  /** The addresses that it answers to; 127.0.0.1 by default. */
  names?: readonly string[];
  /** Served by https with these. */
  tls?: { key: string; cert: string };
  /** Only whoever has brought its code is answered. */
  pairing?: Pairing;
  /** Other servers that the page may reach; none by default. */
  origins?: readonly string[];
}

const thisComputer = '127.0.0.1';

/** The port is another program's, or may not be used. */
export class PortError extends Error {
  override name = 'PortError';
}

/**
 * Serves a folder, on 127.0.0.1 by default.
 *
 * Throws a PortError when the port is taken, or may not be used.
 */
export async function servePage(
  folder: string,
  {
    port,
    fallbacks = [],
    fetched = [],
    host = thisComputer,
    names = [thisComputer],
    tls,
    pairing,
    origins = [],
  }: ServeOptions,
): Promise<{ url: string; server: Server }> {
  // Sent with every answer. The name is there so that a second start finds the first.
  const ownHeaders = { ...headersFor(origins), Server: serverName };
  const options = { fallbacks, fetched, names, pairing, origins, ownHeaders, addressAt: tls ? securePageAt : pageAt };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(folder, options, request, response).catch(() => response.destroy());
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  // Longer than programs and proxies keep a connection: none of them writes to one that is just being closed.
  server.keepAliveTimeout = 65_000;
  try {
    await listen(server, port, host);
  } catch (error) {
    throw new PortError(
      `port ${port} on ${host} cannot be used (${(error as NodeJS.ErrnoException).code}); choose another with --port`,
    );
  }
  return { url: options.addressAt(names[0] ?? host, (server.address() as AddressInfo).port), server };
}

/** A page keeps its journal by its address, so it is always written the same way. */
export const addressOf = (port: number) => pageAt(thisComputer, port);
const pageAt = (name: string, port: number) => `http://${name}:${port}/`;
export const securePageAt = (name: string, port: number) => `https://${name}:${port}/`;

/** Milliseconds that a program on the port may take to say who it is. */
const patience = 3000;

/** Whether what answers on this port of 127.0.0.1 is a server of this page. */
export const isServing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/', timeout: patience }, (response) => {
      response.destroy();
      resolve(response.headers.server === serverName);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

interface AnswerOptions extends Required<Pick<ServeOptions, 'fallbacks' | 'fetched' | 'names' | 'origins'>> {
  ownHeaders: Readonly<Record<string, string>>;
  pairing: Pairing | undefined;
  addressAt(name: string, port: number): string;
}

async function answer(
  folder: string,
  { fallbacks, fetched, names, pairing, origins, ownHeaders, addressAt }: AnswerOptions,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const refuse = (status: number, why: string) => {
    response.writeHead(status, { ...ownHeaders, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
  };
  // A page elsewhere whose name resolves to this computer must not reach it (DNS rebinding).
  const host = request.headers.host?.replace(/:\d+$/, '');
  // For a browser localhost is another place, with a journal of its own.
  if (host === 'localhost') {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const Location = new URL(pathname + search, addressAt(thisComputer, request.socket.localPort ?? 80)).href;
    return void response.writeHead(308, { ...ownHeaders, Location }).end();
  }
  if (host === undefined || !names.includes(host)) return refuse(403, `This page answers to ${names.join(', ')} only.`);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'GET or HEAD only.');
  const admission = pairing?.admit(request) ?? 'admitted';
  if (admission === 'refused')
    return refuse(403, 'Open the address that feeling shows on the computer: it has the pairing code in it.');
  if (admission !== 'admitted') {
    const { cookie, path: Location } = admission;
    return void response
      .writeHead(303, { ...ownHeaders, 'Set-Cookie': cookie, Location, 'Cache-Control': 'no-store' })
      .end();
  }
  const wanted = requestedPath(folder, request.url ?? '/');
  if (wanted === join(folder, 'models', 'fetched.json')) {
    // It tells of the server's state: nobody keeps it.
    response.writeHead(200, { ...ownHeaders, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    return void response.end(JSON.stringify(fetched));
  }
  // What it keeps was kept under the policy of then: another policy is another service worker, which fetches all of it anew.
  if (origins.length > 0 && wanted === join(folder, 'serviceWorker.js') && existsSync(wanted)) {
    const type = { 'Content-Type': types['.js'] as string, 'Cache-Control': 'no-cache' };
    response.writeHead(200, { ...ownHeaders, ...type });
    return void response.end(withOrigins(await readFile(wanted, 'utf8'), origins));
  }
  const places = wanted === undefined ? [] : [wanted, ...fallbacks.map((other) => join(other, basename(wanted)))];
  const path = places.find((place) => existsSync(place));
  const info = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || !info?.isFile()) return refuse(404, 'There is no such page.');
  const type = types[extname(path)];
  if (type === undefined) return refuse(404, 'There is no such page.');
  // The build left gzipped copies beside what gains from it.
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const zipped = takesGzip ? await stat(`${path}.gz`).catch(() => undefined) : undefined;
  const headers = {
    ...ownHeaders,
    // The build puts a hash into the names of what lies in assets/; the rest is asked for again, and sent if it changed.
    'Cache-Control': path.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
    // Another policy is another answer: a browser keeps the headers with what it has.
    ETag: `"${[info.size, info.mtimeMs, ...(zipped ? ['gzip'] : []), ...origins].join('-')}"`,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === headers.ETag) return void response.writeHead(304, headers).end();
  response.writeHead(200, {
    ...headers,
    'Content-Type': type,
    'Content-Length': (zipped ?? info).size,
    ...(zipped && { 'Content-Encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(zipped ? `${path}.gz` : path)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file meant by a request, if it lies inside the folder. */
function requestedPath(folder: string, url: string): string | undefined {
  try {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    if (path.includes('\0') || !(path + sep).startsWith(normalize(folder) + sep)) return undefined;
    return pathname.endsWith('/') ? join(path, 'index.html') : path;
  } catch {
    return undefined;
  }
}
