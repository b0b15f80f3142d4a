/** How many images of a GIF file are there to their last byte (GIF89a, appendix A). */

export interface GifImages {
  /** Images that are whole. */
  whole: number;
  /** Whether the file ends before its trailer. */
  cutOff: boolean;
}

const extension = 0x21;
const image = 0x2c;
const trailer = 0x3b;

export function gifImages(bytes: Uint8Array): GifImages {
  /** Bytes of a colour table, by the packed field that announces it. */
  const colours = (packed = 0) => (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0);
  /** Behind the sub-blocks that begin here: each has a length, the last one none. */
  const behind = (from: number): number => {
    let at = from;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number);
    return at + 1;
  };
  let whole = 0;
  let at = 13 + colours(bytes[10]);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === trailer) return { whole, cutOff: false };
    if (block === extension) at = behind(at + 2);
    else if (block === image) {
      at = behind(at + 11 + colours(bytes[at + 9]));
      if (at <= bytes.length) whole++;
    } else break;
  }
  return { whole, cutOff: true };
}
