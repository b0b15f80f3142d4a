/** A certificate for one's own network, made here and kept, so that a phone that has accepted it once is not asked again. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../files/node';
import { part } from '../../media/node';
import { cacheFolder } from '../../model/node';

export interface Certificate {
  key: string;
  cert: string;
  /** SHA-256, as browsers show it. */
  fingerprint: string;
}

const day = 86_400_000;
/** Browsers of phones accept no more than 825 days of a certificate that nobody vouches for. */
const validFor = 800 * day;
/** One that ends sooner is made anew. */
const leastLeft = 7 * day;

const folder = () => join(cacheFolder(), 'network');
const files = () => ({ key: join(folder(), 'key.pem'), cert: join(folder(), 'certificate.pem') });

/** The kept one, if it holds for all these addresses for a while yet, else a new one. */
export async function certificateFor(addresses: readonly string[], now = new Date()): Promise<Certificate> {
  const kept = await keptCertificate(addresses, now);
  if (kept) return kept;
  const { generate } = await part('selfsigned', 'https in your own network', () => import('selfsigned'));
  const made = await generate([{ name: 'commonName', value: 'feeling' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - day),
    notAfterDate: new Date(now.getTime() + validFor),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: addresses.map((ip) => ({ type: 7 as const, ip })) },
    ],
  });
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  // The key is for whoever runs this, and nobody else on the computer.
  await writeWhole(files().key, made.private, { secret: true });
  await writeWhole(files().cert, made.cert);
  return { key: made.private, cert: made.cert, fingerprint: new X509Certificate(made.cert).fingerprint256 };
}

async function keptCertificate(addresses: readonly string[], now: Date): Promise<Certificate | undefined> {
  try {
    const [key, cert] = [await readFile(files().key, 'utf8'), await readFile(files().cert, 'utf8')];
    const parsed = new X509Certificate(cert);
    const left = new Date(parsed.validTo).getTime() - now.getTime();
    // Two that were started at once may have written one each.
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return undefined;
    if (left < leastLeft || addresses.some((address) => !parsed.checkIP(address))) return undefined;
    return { key, cert, fingerprint: parsed.fingerprint256 };
  } catch {
    // There is none yet, or it is damaged.
    return undefined;
  }
}
