/** What web servers and hosts have to be told of the page, each in its own language. */
import { headersFor, policyFor } from './securityHeaders';

type Headers = readonly (readonly [name: string, value: string])[];

/** Of Netlify, Cloudflare Pages and others that read a file of this name. */
const hostHeaders = (headers: Headers) =>
  ['/*', ...headers.map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');

const nginx = (
  headers: Headers,
) => `# Inside a server block that serves https. /feeling/ is where the page is to be found.
location /feeling/ {
  alias /var/www/feeling/;
  include mime.types;
  types { application/wasm wasm; text/javascript mjs; application/manifest+json webmanifest; }
  gzip on;
  gzip_types text/javascript text/css application/wasm application/octet-stream;
${headers.map(([name, value]) => `  add_header ${name} "${value}" always;`).join('\n')}
}
`;

const caddy = (headers: Headers) => `# Caddy fetches the certificate by itself.
feeling.example.org {
  root * /var/www/feeling
  encode gzip
  file_server
  header {
${headers.map(([name, value]) => `    ${name} "${value}"`).join('\n')}
  }
}
`;

const readme = `The page of feeling as files. Nothing here runs on a server: any host of static files will do.

1. Put this folder where it is to be found, at the top of a host or in a subfolder.
2. Serve it over https: browsers give a camera to no other pages. (127.0.0.1 is an exception.)
3. Have the host send the headers in _headers, where it can; hosting/ holds them for nginx and Caddy.
   They promise visitors that the page reaches no other server, and let it use several threads.
   A host that sends none works, too: the page then makes the same promise itself, and has one thread on the first visit.
4. Each host keeps a journal of its own, whatever the folder. Whoever moves the page to another tells its people to export
   theirs first.
5. To update, write over this folder with a newer version: feeling page --out FOLDER.
NOTICE.txt names whose work is in it, and under which licences.
`;

/**
 * By their names.
 *
 * origins: servers that the page may reach besides its own
 */
export function hostingFiles(origins: readonly string[]): Readonly<Record<string, string>> {
  const headers = Object.entries(headersFor(origins));
  return {
    _headers: hostHeaders(headers),
    'hosting/nginx.conf': nginx(headers),
    'hosting/Caddyfile': caddy(headers),
    'README.txt': readme,
  };
}

/** Browsers take these from a server only. */
const serverOnly = /^frame-ancestors\b/;

/** The page's own promise to reach no other server than these, for hosts that send no headers. */
export const withPolicy = (html: string, origins: readonly string[]): string => {
  const policy = policyFor(origins).filter((part) => !serverOnly.test(part));
  return html.replace(
    /<meta charset="utf-8" ?\/?>/,
    (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}" />`,
  );
};
