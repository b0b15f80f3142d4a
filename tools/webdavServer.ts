/** A WebDAV server for the tests: one user, one folder, and the faults of networks. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v2 as webdav } from 'webdav-server';

const user = { name: 'me', password: 'app password' };

export interface WebdavServer {
  origin: string;
  user: typeof user;
  /** What was asked, as "PUT /journal/name"; preflights left out. */
  asked: string[];
  fault: {
    /** Every connection is closed. */
    isDown: boolean;
    /** Uploads are cut off in the middle. */
    cutsUploads: boolean;
    /** What answers in its place. */
    answers?: ((response: ServerResponse) => void) | undefined;
  };
  /** How many uploads were cut off. */
  cut(): number;
  /** What lies there, by path. */
  files(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function webdavServer(): Promise<WebdavServer> {
  const users = new webdav.SimpleUserManager();
  const rights = new webdav.SimplePathPrivilegeManager();
  rights.setRights(users.addUser(user.name, user.password, false), '/', ['all']);
  const dav = new webdav.WebDAVServer({
    requireAuthentification: true,
    httpAuthentication: new webdav.HTTPBasicAuthentication(users, 'feeling'),
    privilegeManager: rights,
  });
  const fault: WebdavServer['fault'] = { isDown: false, cutsUploads: false };
  const asked: string[] = [];
  let cut = 0;
  const server = createServer((request, response) => {
    const { method, url, headers, socket } = request;
    if (fault.isDown) return void socket.destroy();
    // A server says itself which pages may ask it.
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Methods', 'PROPFIND, GET, PUT, MOVE, DELETE, MKCOL');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, depth, destination, overwrite');
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    asked.push(`${method} ${url}`);
    if (fault.answers) return fault.answers(response);
    if (method === 'PUT' && fault.cutsUploads) {
      cut++;
      return void request.once('data', () => socket.destroy());
    }
    dav.executeRequest(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const Authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  const ask = (method: string, path: string) =>
    fetch(origin + path, { method, headers: { Authorization, Depth: '1' } });
  return {
    origin,
    user,
    asked,
    fault,
    cut: () => cut,
    async files() {
      const listed = await (await ask('PROPFIND', '/journal/')).text();
      const paths = [...listed.matchAll(/<D:href>[^<]*?(\/journal\/[^<]+)<\/D:href>/g)].map(
        ([, path]) => path as string,
      );
      return Object.fromEntries(
        await Promise.all(paths.map(async (path) => [path, await (await ask('GET', path)).text()] as const)),
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
