/** The page in one's own network: its addresses, who may see it, and what is shown so that a phone finds it. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { part } from '../../media/node';
import { print, tell, UsageError } from '../output';
import { certificateFor } from './certificate';
import { createPairing } from './pairing';
import { type ServeOptions, securePageAt } from './serve';

/** This computer's IPv4 addresses, those of the network first. */
export function addressesOf(host: string): string[] {
  if (!isIPv4(host)) throw new UsageError(`--host must be 0.0.0.0 or an IPv4 address of this computer (got "${host}")`);
  const all = Object.values(networkInterfaces())
    .flat()
    .filter((found) => found?.family === 'IPv4');
  const outer = all.flatMap((found) => (found && !found.internal ? [found.address] : []));
  if (host === '0.0.0.0') return [...new Set([...outer, '127.0.0.1'])];
  if (!all.some((found) => found?.address === host))
    throw new UsageError(
      `--host ${host} is no address of this computer (${outer.join(', ') || 'it has none in a network'}); 0.0.0.0 is all of them`,
    );
  return [host];
}

/** What is needed to serve the page there, and how a person is told. */
export async function inNetwork(host: string) {
  const addresses = addressesOf(host);
  const { renderUnicodeCompact } = await part('uqr', 'a QR code', () => import('uqr'));
  const [certificate, pairing] = [await certificateFor(addresses), createPairing()];
  const options: Pick<ServeOptions, 'host' | 'names' | 'tls' | 'pairing'> = {
    host,
    names: addresses,
    tls: certificate,
    pairing,
  };
  return {
    options,
    show(port: number) {
      const urls = addresses.map((address) => pairing.addressWithCode(securePageAt(address, port)));
      const [first = ''] = urls;
      for (const url of urls) print(url);
      tell(renderUnicodeCompact(first, { border: 2 }));
      tell(
        `Scan this with your phone, or open one of these addresses; the code in it is ${pairing.code}, until Ctrl-C.`,
      );
      tell(
        'Your browser will warn once, since nobody vouches for a certificate that was made here. It must show this SHA-256:',
      );
      tell(certificate.fingerprint);
    },
  };
}
