/**
 * A folder on a WebDAV server (RFC 4918), such as Nextcloud's. Only sealed files go there. The page's policy must allow the
 * address, and the server must allow the page's (CORS).
 */
import { isShared, type Place, PlaceError, type SharedFile } from './place';
import type { PlaceSetup } from './setup';

export type WebdavSetup = Extract<PlaceSetup, { kind: 'webdav' }>;

/** A server that says nothing for so long does not answer, in ms. */
const patience = 30_000;

/** The folder's address with a slash at its end; undefined where it is none, or where others could read along. */
export function folderAddress(given: string): string | undefined {
  let address: URL;
  try {
    address = new URL(given.trim());
  } catch {
    return undefined;
  }
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(address.hostname);
  const isPrivate = address.protocol === 'https:' || (address.protocol === 'http:' && isHere);
  if (!isPrivate || address.username !== '' || address.search !== '' || address.hash !== '') return undefined;
  return address.href.endsWith('/') ? address.href : `${address.href}/`;
}

const question = `<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><getetag/><getlastmodified/><getcontentlength/></prop></propfind>`;

export function webdavPlace({ url, user, password }: WebdavSetup): Place {
  const authorization = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;
  const at = (name: string) => new URL(encodeURIComponent(name), url).href;

  async function ask(method: string, address: string, headers: HeadersInit = {}, body?: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(address, {
        method,
        headers: { ...headers, Authorization: authorization },
        ...(body !== undefined && { body }),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw await unanswered(address, error);
    }
    if (response.status === 401 || response.status === 403) throw new PlaceError('refused', `${response.status}`);
    return response;
  }

  async function must(asked: Promise<Response>): Promise<Response> {
    const response = await asked;
    if (response.ok) return response;
    const answer = `${response.status} ${response.statusText}`.trim();
    throw new PlaceError(response.status === 404 || response.status === 409 ? 'missing' : 'failed', answer);
  }

  const find = () => ask('PROPFIND', url, { Depth: '1', 'Content-Type': 'application/xml; charset=utf-8' }, question);

  return {
    async list() {
      let answer = await find();
      if (answer.status === 404) {
        await must(ask('MKCOL', url));
        answer = await find();
      }
      return filesIn(await (await must(Promise.resolve(answer))).text());
    },
    read: async (name) => (await must(ask('GET', at(name)))).text(),
    async write(name, text) {
      const part = `${name}.part`;
      const type = { 'Content-Type': 'application/octet-stream' };
      await must(ask('PUT', at(part), type, text));
      const moved = await ask('MOVE', at(part), { Destination: at(name), Overwrite: 'T' });
      if (moved.ok) return;
      // A server that moves nothing: a file that is cut off then is passed over by the others, and written again.
      await must(ask('PUT', at(name), type, text));
      await ask('DELETE', at(part));
    },
    async remove(name) {
      await must(ask('DELETE', at(name)));
    },
  };
}

/** Of a multistatus, what is to be read. */
function filesIn(xml: string): SharedFile[] {
  const found = new DOMParser().parseFromString(xml, 'application/xml');
  const responses = [...found.getElementsByTagNameNS('DAV:', 'response')];
  if (responses.length === 0) throw new PlaceError('failed', 'no WebDAV');
  return responses.flatMap((response) => {
    const text = (tag: string) => response.getElementsByTagNameNS('DAV:', tag)[0]?.textContent?.trim() ?? '';
    const name = decoded(text('href').split('/').at(-1) ?? '');
    if (!isShared(name)) return [];
    return [{ name, fingerprint: text('getetag') || `${text('getcontentlength')} ${text('getlastmodified')}` }];
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

/** Origins that the page's own policy has refused. */
const blocked = new Set<string>();
globalThis.document?.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
  if (effectiveDirective === 'connect-src') blocked.add(originOf(blockedURI));
});
const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : '');

async function unanswered(address: string, error: unknown): Promise<PlaceError> {
  // The browser tells of its policy just after it refused.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const origin = originOf(address);
  if (blocked.delete(origin)) return new PlaceError('blocked', origin);
  if (!navigator.onLine) return new PlaceError('offline', origin);
  return new PlaceError(
    'unreachable',
    error instanceof Error && error.name === 'TimeoutError' ? error.message : origin,
  );
}
