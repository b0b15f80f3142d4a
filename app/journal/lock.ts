/**
 * A journal's lock. Rows are sealed with a random data key, which is kept wrapped by a key made from the passphrase, so that
 * another passphrase wraps that key anew and touches no row.
 *
 * The passphrase is stretched by Argon2id (RFC 9106), or where WebAssembly gets no memory by PBKDF2 (HMAC-SHA-256); memory,
 * passes and rounds are those of OWASP's Password Storage Cheat Sheet, and are kept with the lock, so that later ones may ask
 * for more. Locks of earlier versions, whose PBKDF2 key sealed the rows itself, are read for ever.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

/** How a passphrase is made into a key. */
export type Stretching =
  | { name: 'argon2id'; salt: Bytes /** KiB */; memory: number; passes: number }
  | { name: 'pbkdf2'; salt: Bytes; rounds: number };

/** The data key, as only the passphrase opens it. */
export interface WrappedKey {
  /** Of the data key: it stays when the passphrase is changed. */
  id: string;
  stretching: Stretching;
  iv: Bytes;
  data: ArrayBuffer;
}

export interface Lock {
  version: 2;
  /** Two of the same key, so that one damaged byte does not lock anybody out. */
  copies: readonly WrappedKey[];
}

/** As earlier versions kept it: the key from the passphrase sealed the rows, and this proof. */
export interface OldLock {
  salt: Bytes;
  rounds: number;
  proof: { iv: Bytes; data: ArrayBuffer };
}

/** What an open journal is read and written with. The keys cannot be read out of the browser. */
export interface Keys {
  /** Of the data key that they were made from. */
  id: string;
  /** AES-GCM, for what is in the rows. */
  rows: CryptoKey;
  /** HMAC, for what the rows are called. */
  names: CryptoKey;
}

/** A passphrase that does not open. */
export class WrongPassphrase extends Error {
  override name = 'WrongPassphrase';
  constructor() {
    super('this passphrase does not open the journal');
  }
}

/** A lock that no passphrase can open any more. */
export class DamagedLock extends Error {
  override name = 'DamagedLock';
  constructor() {
    super('the lock of this journal is damaged');
  }
}

const argon2 = { memory: 46 * 1024, passes: 1 };
const rounds = 600_000;
const saltBytes = 16;
const ivBytes = 12;
const keyBytes = 32;
/** A damaged number must not ask for hours or for all memory. */
const most = { memory: 1024 * 1024, passes: 64, rounds: 20_000_000 };

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));
export const randomIv = () => randomBytes(ivBytes);
export const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const passphraseBytes = (passphrase: string) => utf8(passphrase.normalize('NFC'));

export const isOldLock = (lock: Lock | OldLock): lock is OldLock => !('version' in lock) && 'proof' in lock;

/** Whether keys are those of a lock. */
export const fits = (keys: Keys | undefined, lock: Lock) =>
  keys !== undefined && Array.isArray(lock.copies) && lock.copies.some(({ id }) => id === keys.id);

/** A data key as it is, for files that several devices share. */
export interface DataKey {
  id: string;
  bytes: Bytes;
}

export const makeDataKey = (): DataKey => ({ id: hex(randomBytes(16)), bytes: randomBytes(keyBytes) });

/** A lock that the passphrase opens. */
export const lockFor = ({ bytes, id }: DataKey, passphrase: string): Promise<Lock> => wrap(bytes, id, passphrase);

/** The data key of a lock. Throws as openLock does. */
export async function dataKeyOf(passphrase: string, lock: Lock): Promise<DataKey> {
  const { dataKey, id } = await unwrap(passphrase, lock);
  return { id, bytes: dataKey };
}

/** AES-GCM, for files that several devices share. */
export async function fileKeyOf({ bytes }: DataKey): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8('feeling shared files') };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A new lock and its keys. */
export async function makeLock(passphrase: string): Promise<{ lock: Lock; keys: Keys }> {
  const { bytes, id } = makeDataKey();
  return { lock: await wrap(bytes, id, passphrase), keys: await keysFrom(bytes, id) };
}

/**
 * The keys of a lock, and the lock whole again where one of its copies was damaged.
 *
 * Throws WrongPassphrase, or DamagedLock where there is nothing to open.
 */
export async function openLock(passphrase: string, lock: Lock): Promise<{ keys: Keys; repaired: Lock | undefined }> {
  const { dataKey, id, isWhole } = await unwrap(passphrase, lock);
  const repaired = isWhole ? undefined : await wrap(dataKey, id, passphrase);
  return { keys: await keysFrom(dataKey, id), repaired };
}

/** The same data key under another passphrase. Throws as openLock does. */
export async function changeLock(current: string, next: string, lock: Lock): Promise<Lock> {
  const { dataKey, id } = await unwrap(current, lock);
  return wrap(dataKey, id, next);
}

/** The key that sealed rows of an earlier version; whether it is the right one, its proof says, or the rows. */
export async function openOldLock(passphrase: string, { salt, rounds: iterations, proof }: OldLock) {
  if (!(iterations > 0 && iterations <= most.rounds)) throw new DamagedLock();
  const material = await crypto.subtle.importKey('raw', passphraseBytes(passphrase), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const key = await crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  const isProven = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: proof.iv }, key, proof.data).then(
    () => true,
    () => false,
  );
  return { key, isProven };
}

const aboutCopy = (id: string) => utf8(`feeling lock 2 ${id}`);

async function wrap(dataKey: Bytes, id: string, passphrase: string): Promise<Lock> {
  const { stretching, key } = await stretchAnew(passphrase);
  const copy = async (): Promise<WrappedKey> => {
    const iv = randomIv();
    const how = { name: 'AES-GCM', iv, additionalData: aboutCopy(id) };
    // A copy in full: the browser stores an object that occurs twice only once.
    return { id, stretching: structuredClone(stretching), iv, data: await crypto.subtle.encrypt(how, key, dataKey) };
  };
  return { version: 2, copies: [await copy(), await copy()] };
}

async function unwrap(passphrase: string, lock: Lock): Promise<{ dataKey: Bytes; id: string; isWhole: boolean }> {
  const copies = lock.version === 2 && Array.isArray(lock.copies) ? lock.copies.filter(isCopy) : [];
  if (copies.length === 0) throw new DamagedLock();
  const made = new Map<string, Promise<CryptoKey>>();
  const opened: { dataKey: Bytes; id: string }[] = [];
  for (const { id, stretching, iv, data } of copies) {
    // Both copies were made with one key, which takes half a second.
    const name = JSON.stringify({ ...stretching, salt: hex(stretching.salt) });
    const key = made.get(name) ?? stretch(passphrase, stretching);
    made.set(name, key);
    try {
      const how = { name: 'AES-GCM', iv, additionalData: aboutCopy(id) };
      opened.push({ id, dataKey: new Uint8Array(await crypto.subtle.decrypt(how, await key, data)) });
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  const [first] = opened;
  if (!first) throw new WrongPassphrase();
  return { ...first, isWhole: opened.length === 2 };
}

/** What WebCrypto throws where a key is wrong or data was changed. */
const isRefusal = (error: unknown) => error instanceof DOMException && error.name === 'OperationError';

function isCopy(copy: WrappedKey): boolean {
  const { stretching: s, iv, data, id } = copy ?? {};
  if (typeof id !== 'string' || !(iv instanceof Uint8Array) || !(data instanceof ArrayBuffer)) return false;
  if (!(s?.salt instanceof Uint8Array)) return false;
  if (s.name === 'pbkdf2') return s.rounds > 0 && s.rounds <= most.rounds;
  if (s.name !== 'argon2id') return false;
  return s.memory >= 8 && s.memory <= most.memory && s.passes >= 1 && s.passes <= most.passes;
}

async function stretchAnew(passphrase: string): Promise<{ stretching: Stretching; key: CryptoKey }> {
  const salt = randomBytes(saltBytes);
  try {
    const stretching: Stretching = { name: 'argon2id', salt, ...argon2 };
    return { stretching, key: await stretch(passphrase, stretching) };
  } catch {
    const stretching: Stretching = { name: 'pbkdf2', salt, rounds };
    return { stretching, key: await stretch(passphrase, stretching) };
  }
}

/** The key that wraps the data key. */
async function stretch(passphrase: string, stretching: Stretching): Promise<CryptoKey> {
  const password = passphraseBytes(passphrase);
  const use = ['encrypt', 'decrypt'] as const;
  if (stretching.name === 'pbkdf2') {
    const material = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveKey']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: stretching.salt, iterations: stretching.rounds };
    return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, use);
  }
  const { argon2id } = await import('./argon2');
  const bytes = await argon2id({
    password,
    salt: stretching.salt,
    memorySize: stretching.memory,
    iterations: stretching.passes,
    parallelism: 1,
    hashLength: keyBytes,
    outputType: 'binary',
  });
  return crypto.subtle.importKey('raw', new Uint8Array(bytes), 'AES-GCM', false, use);
}

/** Two keys from one (HKDF, RFC 5869), so that none is used for two things. */
async function keysFrom(dataKey: Bytes, id: string): Promise<Keys> {
  const material = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey']);
  const how = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) });
  const [rows, names] = await Promise.all([
    crypto.subtle.deriveKey(how('feeling rows'), material, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveKey(how('feeling names'), material, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ]);
  return { id, rows, names };
}
