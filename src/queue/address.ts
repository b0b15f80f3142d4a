/** Where the queue's server is, as people write it; never shown with a password. */

/** How `ioredis` is to connect. */
export type QueueServer =
  | { kind: 'server'; url: string }
  | { kind: 'socket'; path: string }
  | { kind: 'sentinel'; nodes: Node[]; name: string; db: number; user?: string; password?: string; tls: boolean }
  | { kind: 'cluster'; nodes: Node[]; user?: string; password?: string; tls: boolean };

interface Node {
  host: string;
  port: number;
}

export interface QueueAddress {
  /** For people, without the password. */
  shown: string;
  server: QueueServer;
}

/** A queue's address that is not one. */
export class AddressError extends Error {
  override name = 'AddressError';
}

const examples = 'redis://host:6379, rediss://user:password@host:6379/0, /path/of/a.sock';

/**
 * Reads an address: `redis://` (with TLS `rediss://`) with user, password, host, port and database; the path of a
 * socket; `redis+sentinel://host:26379,host:26379/NAME/DATABASE`; `redis+cluster://host:7000,host:7001`.
 *
 * Throws an AddressError that shows no password.
 *
 * @example
 * queueAddress('redis://:secret@10.0.0.2/1').shown; // → 'redis://:***@10.0.0.2/1'
 */
export function queueAddress(text: string): QueueAddress {
  if (text.startsWith('/') && !text.startsWith('//')) return { shown: text, server: { kind: 'socket', path: text } };
  const found = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(.+)$/i.exec(text);
  const shown = withoutPassword(text);
  if (!found)
    throw new AddressError(`"${shown}" is not the address of a Redis or Valkey server; examples: ${examples}`);
  const [, scheme = '', form, rest = ''] = found;
  const tls = scheme.toLowerCase() === 'rediss';
  if (form === undefined) return { shown, server: { kind: 'server', url: checkedUrl(text, shown) } };
  const { nodes, path, ...login } = severalHosts(rest, shown, form.toLowerCase() === 'sentinel' ? 26379 : 6379);
  if (form.toLowerCase() === 'cluster') return { shown, server: { kind: 'cluster', nodes, tls, ...login } };
  const [name = '', db = '0'] = path;
  if (name === '' || !/^\d+$/.test(db))
    throw new AddressError(`"${shown}" needs the name of the Sentinel's master: redis+sentinel://host:26379/NAME`);
  return { shown, server: { kind: 'sentinel', nodes, name, db: Number(db), tls, ...login } };
}

/** What stands between the scheme's slashes and the last @ is a login; its password is starred out, whatever is in it. */
const withoutPassword = (text: string) =>
  text
    .replace(/^([a-z+]*:?\/\/)(.*)@/i, (_, scheme: string, login: string) => {
      const colon = login.indexOf(':');
      return `${scheme}${colon < 0 ? login : `${login.slice(0, colon)}:***`}@`;
    })
    .replace(/([?&](?:password|pass|auth)=)[^&]*/gi, '$1***');

function checkedUrl(text: string, shown: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new AddressError(`"${shown}" is not a valid address (host, or port from 1 to 65535); examples: ${examples}`);
  }
  if (url.hostname === '') throw new AddressError(`"${shown}" names no host; examples: ${examples}`);
  if (!/^\/?\d*$/.test(url.pathname))
    throw new AddressError(`"${shown}": the database must be a number, as in redis://host:6379/0`);
  return text;
}

function severalHosts(text: string, shown: string, usualPort: number) {
  const at = text.lastIndexOf('@');
  const [user = '', ...password] = (at < 0 ? '' : text.slice(0, at)).split(':');
  const [hosts = '', ...path] = text.slice(at + 1).split('/');
  const nodes = hosts.split(',').map((host): Node => {
    const found = /^(\[[\da-f:]+\]|[^:\s]+)(?::(\d{1,5}))?$/i.exec(host);
    if (!found?.[1]) throw new AddressError(`"${shown}": "${host}" is not a host, or host:port`);
    return { host: found[1].replace(/^\[|\]$/g, ''), port: Number(found[2] ?? usualPort) };
  });
  return {
    nodes,
    path,
    ...(user !== '' && { user: decodeURIComponent(user) }),
    ...(password.length > 0 && { password: decodeURIComponent(password.join(':')) }),
  };
}
