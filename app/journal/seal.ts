/**
 * Values that only a passphrase opens: AES-GCM with a key from PBKDF2 (HMAC-SHA-256), its rounds as OWASP's Password Storage
 * Cheat Sheet has asked since 2023.
 */

const rounds = 600_000;
const saltBytes = 16;
const ivBytes = 12;

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** What is kept of a passphrase: how its key was made, and something that only the right key opens. */
export interface Lock {
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  proof: Sealed;
}

/** A passphrase that does not open. */
export class WrongPassphrase extends Error {
  override name = 'WrongPassphrase';
}

async function keyFor(passphrase: string, { salt, rounds: iterations }: Pick<Lock, 'salt' | 'rounds'>) {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFC'));
  const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A new lock and its key. */
export async function makeLock(passphrase: string): Promise<{ lock: Lock; key: CryptoKey }> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const key = await keyFor(passphrase, { salt, rounds });
  return { lock: { salt, rounds, proof: await seal(key, 'feeling') }, key };
}

/** The key of a lock. Throws WrongPassphrase. */
export async function openLock(passphrase: string, lock: Lock): Promise<CryptoKey> {
  const key = await keyFor(passphrase, lock);
  await unseal(key, lock.proof).catch(() => {
    throw new WrongPassphrase('this passphrase does not open the journal');
  });
  return key;
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    key,
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return { iv, data };
}

/** Throws where the key is another, or the data was changed. */
export async function unseal(key: CryptoKey, { iv, data }: Sealed): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)));
}
