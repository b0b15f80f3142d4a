/** A small web server for the page: this computer only, and only what the page needs. */
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.webmanifest': 'application/manifest+json',
  // Networks from elsewhere come as they are called there.
  '': 'application/octet-stream',
};

/**
 * The page's own origin and nothing else; WebAssembly needs its own word. Cross-origin isolation gives it threads.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface ServeOptions {
  port: number;
  /** Takes a free port when this one is taken. */
  orAnyFree: boolean;
  /** Folders in which files are looked for, by name, that the folder lacks. */
  fallbacks?: readonly string[];
  /** Names of the models that were fetched, for models/fetched.json. */
  fetched?: readonly string[];
}

/**
 * Serves a folder on 127.0.0.1.
 *
 * Throws an Error when the port is taken, or may not be used.
 */
export async function servePage(
  folder: string,
  { port, orAnyFree, fallbacks = [], fetched = [] }: ServeOptions,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    answer(folder, { fallbacks, fetched }, request, response).catch(() => response.destroy());
  });
  try {
    await listen(server, port);
  } catch (error) {
    if (!orAnyFree)
      throw new Error(
        `port ${port} on 127.0.0.1 cannot be used (${(error as NodeJS.ErrnoException).code}); choose another with --port`,
      );
    await listen(server, 0);
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

async function answer(
  folder: string,
  { fallbacks, fetched }: Required<Pick<ServeOptions, 'fallbacks' | 'fetched'>>,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const refuse = (status: number, why: string) => {
    response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
  };
  // A page elsewhere whose name resolves to this computer must not reach it (DNS rebinding).
  const host = request.headers.host?.replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost') return refuse(403, 'This page answers to 127.0.0.1 only.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'GET or HEAD only.');
  const wanted = requestedPath(folder, request.url ?? '/');
  if (wanted === join(folder, 'models', 'fetched.json')) {
    response.writeHead(200, { ...securityHeaders, 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
    return void response.end(JSON.stringify(fetched));
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
    ...securityHeaders,
    // The build puts a hash into the names of what lies in assets/; the rest is asked for again, and sent if it changed.
    'Cache-Control': path.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: `"${info.size}-${info.mtimeMs}${zipped ? '-gzip' : ''}"`,
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
