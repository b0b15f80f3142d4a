/**
 * Answers for the page from what was kept. The build puts the names of the page's files here, and a version that changes
 * with any of them. A new version is fetched whole before it answers, and where a part of it is missing the old one stays.
 * Pages that are open then still find the old version's parts, which are kept until the version after that.
 */
declare const __pageFiles: readonly string[];
declare const __pageVersion: string;
/** What the page's own server sends with every answer. */
declare const __securityHeaders: Readonly<Record<string, string>>;

const scope = globalThis as unknown as ServiceWorkerGlobalScope;
/** Another page of the same host, in another folder, keeps its own. */
const mine = `feeling-${new URL(scope.registration.scope).pathname}-`;
const kept = `${mine}${__pageVersion}`;
/** Versions of before told no folder. */
const isMine = (name: string) => name.startsWith(mine) || /^feeling-[^/]*$/.test(name);

scope.addEventListener('install', (event) => {
  // What the browser has just loaded is not sent again.
  event.waitUntil(
    caches
      .open(kept)
      .then((cache) => cache.addAll(__pageFiles))
      .then(() => scope.skipWaiting()),
  );
});

/** All parts of a version are kept at once: of one that could not be fetched whole nothing is there. */
const isWhole = async (name: string) => (await (await caches.open(name)).keys()).length > 0;

scope.addEventListener('activate', (event) => {
  const removeOld = async () => {
    // In the order in which they were made: the last whole one is the version before; a newer one may be on its way.
    const all = (await caches.keys()).filter(isMine);
    const others = all.slice(0, all.indexOf(kept));
    const areWhole = await Promise.all(others.map(isWhole));
    const before = others.findLast((_, i) => areWhole[i]);
    for (const name of others) if (name !== before) await caches.delete(name);
    await scope.clients.claim();
  };
  event.waitUntil(removeOld());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  event.respondWith(answer(request).then(withSecurity));
});

/** A reminder that is pressed shows the journal. */
scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showJournal());
});

async function showJournal() {
  const [open] = await scope.clients.matchAll({ type: 'window' });
  if (!open) return scope.clients.openWindow('./#journal');
  await open.focus();
  // At its own address, so that the page is not loaded anew.
  return open.navigate(Object.assign(new URL(open.url), { hash: 'journal' }));
}

/** Milliseconds for which a server is waited for that the page can do without. */
const patience = 5000;

async function answer(request: Request): Promise<Response> {
  if (request.mode === 'navigate' && new URL(request.url).searchParams.has('code')) {
    // A server that was started anew pairs this device anew, and sends it on. Any other, or none, is not needed for the page.
    const paired = await Promise.race([
      fetch(request).catch(() => undefined),
      // One that is out of reach says nothing for minutes.
      new Promise<undefined>((resolve) => setTimeout(resolve, patience)),
    ]);
    if (paired?.type === 'opaqueredirect') return paired;
  }
  const cache = await caches.open(kept);
  const found = await cache.match(request, { ignoreSearch: true });
  if (found) return found;
  // Names in assets/ change with what they hold: one that is not of this version is asked for by an open page of the last.
  const earlier = /\/assets\//.test(request.url) ? await caches.match(request, { ignoreSearch: true }) : undefined;
  if (earlier) return earlier;
  const response = await fetch(request);
  // Networks that are loaded on demand: once asked for, they are kept, too. What the server alone knows is not.
  if (response.status === 200 && /\/(models|ort|heif|assets)\//.test(request.url) && mayKeep(response))
    await cache.put(request, response.clone()).catch(() => {
      // No room left: it is fetched again the next time.
    });
  return response;
}

/** Hosts of files alone may send no headers: the page keeps its promises all the same, and gets its threads. */
function withSecurity(response: Response): Response {
  const { status, statusText, body } = response;
  const lacking = Object.entries(__securityHeaders).filter(([name]) => !response.headers.has(name));
  // A response that is made anew has lost what the browser has compiled of it.
  if (body === null || lacking.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of lacking) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

/** Answers that tell of the server's state are marked, and asked for again each time. */
const mayKeep = ({ headers }: Response) => !/\bno-store\b/.test(headers.get('Cache-Control') ?? '');
