/** Videos that are not as they should be, made of sound ones. */

/** With other bytes in a part of the file, from one share of its length to another. */
export function damagedVideo(bytes: Uint8Array, from: number, until: number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  const end = Math.floor(bytes.length * until);
  for (let i = Math.floor(bytes.length * from); i < end; i += 61) damaged[i] = (damaged[i] as number) ^ 0xff;
  return damaged;
}

/** Elements of Matroska (RFC 9559) that hold others, and those that are looked for. */
const holders = [0x18538067, 0x1f43b675, 0xa0];
const [timestamp, simpleBlock, block] = [0xe7, 0xa3, 0xa1];

/** A Matroska file of one track with other times: of a frame by its number and its time, in milliseconds. */
export function withTimes(file: Uint8Array, timeOf: (frame: number, time: number) => number): Uint8Array {
  const bytes = Uint8Array.from(file);
  const view = new DataView(bytes.buffer);
  let [frame, cluster] = [0, 0];
  /** A number whose length is told by the zeros that it begins with. */
  const number = (at: number, withMark: boolean) => {
    const length = Math.clz32(bytes[at] as number) - 23;
    let value = withMark ? (bytes[at] as number) : (bytes[at] as number) & (0xff >> length);
    for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] as number);
    return { value, end: at + length };
  };
  for (let at = 0; at < bytes.length; ) {
    const id = number(at, true);
    const size = number(id.end, false);
    at = size.end;
    if (holders.includes(id.value)) continue;
    if (id.value === timestamp)
      cluster = Array.from(bytes.subarray(at, at + size.value)).reduce((n, b) => n * 256 + b, 0);
    // Behind the track's number, 16 bits from the cluster's time on.
    if (id.value === simpleBlock || id.value === block)
      view.setInt16(at + 1, timeOf(frame++, cluster + view.getInt16(at + 1)) - cluster);
    at += size.value;
  }
  return bytes;
}
