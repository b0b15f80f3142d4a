/** Who may see the page from another device: whoever has brought the pairing code, and carries a key from then on. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Letters and digits that nobody mistakes for one another; twelve of them are 58 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const codeLength = 12;
const cookieName = '__Host-feeling';
const parameter = 'code';

export interface Pairing {
  code: string;
  /** Adds the code to an address. */
  addressWithCode(url: string): string;
  /** Whether a request may be answered, or first gets the key that lets it in. */
  admit(request: IncomingMessage): 'admitted' | 'refused' | { cookie: string; path: string };
}

/** A new code and a new key, for as long as the server runs. */
export function createPairing(): Pairing {
  const code = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
  const key = randomBytes(32).toString('base64url');
  return {
    code,
    addressWithCode: (url) => `${url}?${parameter}=${code}`,
    admit({ headers, url = '/' }) {
      const carried = (headers.cookie ?? '').split(/;\s*/).find((cookie) => cookie.startsWith(`${cookieName}=`));
      if (carried && isSame(carried.slice(cookieName.length + 1), key)) return 'admitted';
      const asked = new URL(url, 'https://127.0.0.1');
      const brought = asked.searchParams.get(parameter);
      if (brought === null || !isSame(brought.trim().toLowerCase(), code)) return 'refused';
      asked.searchParams.delete(parameter);
      // Lax: the code may be scanned, or pressed in a message that one has sent to oneself.
      const cookie = `${cookieName}=${key}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000`;
      return { cookie, path: asked.pathname + asked.search };
    },
  };
}

/** In a time that tells nothing of where they differ, nor of their lengths. */
function isSame(a: string, b: string) {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
