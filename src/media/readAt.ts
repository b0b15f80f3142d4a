/** Reading here and there in a file, or in its bytes. */

/** Bytes from a place on; fewer at the end. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

export const readBytesAt =
  (bytes: Uint8Array): ReadAt =>
  async (at, length) =>
    bytes.subarray(at, at + length);

/** Of a file in a browser. */
export const readBlobAt =
  (blob: Blob): ReadAt =>
  async (at, length) =>
    new Uint8Array(await blob.slice(at, at + length).arrayBuffer());

/** Bytes that are read at once where many small parts follow one another. */
const windowBytes = 2 ** 16;

/** Reads small parts that follow one another out of larger ones. */
export function inWindows(read: ReadAt): ReadAt {
  let start = 0;
  let held = new Uint8Array(0);
  return async (at, length) => {
    if (length > windowBytes) return read(at, length);
    if (at < start || at + length > start + held.length) {
      held = new Uint8Array(await read(at, windowBytes));
      start = at;
    }
    return held.subarray(at - start, at - start + length);
  };
}

export const viewOf = ({ buffer, byteOffset, length }: Uint8Array) => new DataView(buffer, byteOffset, length);

const letters = new TextDecoder('latin1');

/** Bytes as letters, one each. */
export const lettersOf = (bytes: Uint8Array) => letters.decode(bytes);
