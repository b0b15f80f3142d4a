/** Text as spreadsheets save it: UTF-8, or UTF-16, which its first bytes tell; without a byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const isWide = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  return new TextDecoder(isWide ? (a === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}
