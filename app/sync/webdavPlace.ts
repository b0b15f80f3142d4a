/**
 * A folder on a WebDAV server (RFC 4918), such as Nextcloud's. Only sealed files go there. The page's policy must allow the
 * address, and the server must allow the page's (CORS).
 */
import { isShared, type Place, PlaceError, type PlaceProblem, type SharedFile } from './place';
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

interface Answer {
  status: number;
  ok: boolean;
  text: string;
}

export function webdavPlace({ url, user, password }: WebdavSetup): Place {
  const authorization = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;
  const at = (name: string) => new URL(encodeURIComponent(name), url).href;

  async function ask(method: string, address: string, headers: HeadersInit = {}, body?: string): Promise<Answer> {
    try {
      const response = await fetch(address, {
        method,
        headers: { ...headers, Authorization: authorization },
        ...(body !== undefined && { body }),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(patience),
      });
      const { status, type } = response;
      if (status === 401 || status === 403) throw new PlaceError('refused', `HTTP ${status}`);
      if (type === 'opaqueredirect') throw new PlaceError('noWebdav', address);
      // An answer that breaks off is none.
      return { status, ok: response.ok, text: await response.text() };
    } catch (error) {
      throw error instanceof PlaceError ? error : await unanswered(address);
    }
  }

  async function must(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    if (answer.ok) return answer;
    const kinds: Readonly<Record<number, PlaceProblem>> = { 404: 'missing', 409: 'missing', 507: 'full' };
    throw new PlaceError(kinds[answer.status] ?? 'failed', `HTTP ${answer.status}`);
  }

  const find = () => ask('PROPFIND', url, { Depth: '1', 'Content-Type': 'application/xml; charset=utf-8' }, question);

  return {
    async list() {
      let answer = await find();
      if (answer.status === 404) {
        await must(ask('MKCOL', url));
        answer = await find();
      }
      // A server that knows no such question.
      if (answer.status === 405 || answer.status === 501) throw new PlaceError('noWebdav', `HTTP ${answer.status}`);
      return filesIn((await must(Promise.resolve(answer))).text);
    },
    read: async (name) => (await must(ask('GET', at(name)))).text,
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
  if (responses.length === 0) throw new PlaceError('noWebdav', '');
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

async function unanswered(address: string): Promise<PlaceError> {
  // The browser tells of its policy just after it refused.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const origin = originOf(address);
  if (blocked.delete(origin)) return new PlaceError('blocked', origin);
  return new PlaceError(navigator.onLine ? 'unreachable' : 'offline', origin);
}
