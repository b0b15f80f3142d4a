/** `--sync-with`: servers that the page may reach besides its own address, for files that one's devices share. */
import { UsageError } from '../output';

export const syncWithFlags = '--sync-with <address...>';
export const syncWithText = 'WebDAV servers that the page may reach for your devices, as https://cloud.example.org';

/**
 * The origins of addresses, each once.
 *
 * Throws a UsageError where one is no https: address (http: on this computer).
 */
export const originsOf = (addresses: readonly string[] = []): string[] => [...new Set(addresses.map(originOf))];

function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHere = url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === 'https:' || isHere))
    throw new UsageError(`--sync-with must be an address like https://cloud.example.org (got ${address})`);
  return url.origin;
}
