/** Which format a file has, told by its first bytes and never by its name; the one place that every door asks. */

/** `other`: known, but neither a photo nor a video that can be read. */
export type FormatKind = 'photo' | 'video' | 'other';

export interface FileFormat {
  /** As people call it: "JPEG", "HEIC", "PDF". */
  readonly name: string;
  readonly kind: FormatKind;
}

/** So many of a file's first bytes tell its format. */
export const headBytes = 4096;

/** What can be read, for messages; BMP, MPEG, WMV, FLV, Ogg and MXF are read besides. */
export const readableFormats = 'photos: JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC; videos: MP4, MOV, WebM, MKV, AVI, TS';

interface Signature extends FileFormat {
  matches(head: Head): boolean;
}

/** Reads a file's first bytes; beyond their end nothing matches. */
interface Head {
  readonly length: number;
  text(from: number, to: number): string;
  byte(at: number): number;
}

const startsWith =
  (text: string, at = 0) =>
  (head: Head) =>
    head.text(at, at + text.length) === text;
const riff = (form: string) => (head: Head) => head.text(0, 4) === 'RIFF' && head.text(8, 12) === form;

/** Transport stream packets begin with 0x47; `before`: bytes of time code in front of each, as Blu-ray has them. */
const transportStream = (before: number) => (head: Head) => {
  const packet = 188 + before;
  let packets = 0;
  for (let at = before; at < head.length; at += packet) {
    if (head.byte(at) !== 0x47) return false;
    packets++;
  }
  return packets >= 2;
};

/** ISO base media files (ISO/IEC 14496-12, section 4.3): "ftyp", its major brand, and the brands it is compatible with. */
const isIso = (head: Head) => head.text(4, 8) === 'ftyp';

/** Files of before 2001 have no "ftyp"; QuickTime's boxes come at once. */
const oldQuickTime = (head: Head) => /^(moov|mdat|wide|pnot|free|skip)$/.test(head.text(4, 8));

const signatures: readonly Signature[] = [
  { name: 'JPEG', kind: 'photo', matches: startsWith('\xff\xd8\xff') },
  { name: 'PNG', kind: 'photo', matches: startsWith('\x89PNG\r\n\x1a\n') },
  { name: 'GIF', kind: 'photo', matches: startsWith('GIF8') },
  { name: 'WebP', kind: 'photo', matches: riff('WEBP') },
  {
    name: 'TIFF',
    kind: 'photo',
    matches: (head) => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(head.text(0, 4)),
  },
  // Two letters are few: the header that follows has one of a few lengths.
  {
    name: 'BMP',
    kind: 'photo',
    matches: (h) => h.text(0, 2) === 'BM' && h.byte(14) <= 124 && h.text(15, 18) === '\0\0\0',
  },
  { name: 'MKV', kind: 'video', matches: startsWith('\x1a\x45\xdf\xa3') },
  { name: 'AVI', kind: 'video', matches: riff('AVI ') },
  { name: 'FLV', kind: 'video', matches: startsWith('FLV\x01') },
  { name: 'WMV', kind: 'video', matches: startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11') },
  { name: 'MPEG', kind: 'video', matches: (h) => ['\0\0\x01\xba', '\0\0\x01\xb3'].includes(h.text(0, 4)) },
  { name: 'TS', kind: 'video', matches: transportStream(0) },
  { name: 'TS', kind: 'video', matches: transportStream(4) },
  { name: 'MOV', kind: 'video', matches: oldQuickTime },
  { name: 'OGG', kind: 'video', matches: startsWith('OggS') },
  { name: 'MXF', kind: 'video', matches: startsWith('\x06\x0e\x2b\x34') },
  { name: 'PDF', kind: 'other', matches: startsWith('%PDF') },
  { name: 'ZIP', kind: 'other', matches: startsWith('PK\x03\x04') },
  { name: 'GZIP', kind: 'other', matches: startsWith('\x1f\x8b') },
  { name: 'JPEG XL', kind: 'other', matches: (h) => h.text(0, 2) === '\xff\x0a' || h.text(4, 8) === 'JXL ' },
  { name: 'JPEG 2000', kind: 'other', matches: (h) => h.text(4, 8) === 'jP  ' || h.text(0, 4) === '\xff\x4f\xff\x51' },
  { name: 'PSD', kind: 'other', matches: startsWith('8BPS') },
  {
    name: 'SVG',
    kind: 'other',
    matches: (head) => /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/s.test(head.text(0, 512)),
  },
  {
    name: 'HTML',
    kind: 'other',
    matches: (head) => /^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(head.text(0, 64)),
  },
  { name: 'MP3', kind: 'other', matches: startsWith('ID3') },
  { name: 'WAV', kind: 'other', matches: riff('WAVE') },
  { name: 'FLAC', kind: 'other', matches: startsWith('fLaC') },
];

const photo = (name: string): FileFormat => ({ name, kind: 'photo' });
const video = (name: string): FileFormat => ({ name, kind: 'video' });

/** Brands of the High Efficiency Image File Format (ISO/IEC 23008-12), which AVIF uses, too. */
const avifBrands = ['avif', 'avis'];
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];
const generalBrands = ['mif1', 'mif2', 'msf1', 'miaf'];
const sequenceBrands = ['avis', 'msf1', 'hevc', 'hevx', 'hevm', 'hevs'];

/** The major brand, and those that the file is compatible with. */
function brandsOf(head: Head): string[] {
  const length = Math.min(head.length, boxLength(head, 0));
  const brands = [head.text(8, 12)];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(head.text(at, at + 4));
  return brands;
}

function isoFormat(head: Head): FileFormat {
  const brands = brandsOf(head);
  const [major = ''] = brands;
  if (major === 'qt  ') return video('MOV');
  if (major === 'M4A ' || major === 'M4B ') return { name: 'M4A', kind: 'other' };
  if (major === 'jxl ') return { name: 'JPEG XL', kind: 'other' };
  if (major === 'crx ') return { name: 'CR3', kind: 'other' };
  if (avifBrands.includes(major)) return photo('AVIF');
  if (heicBrands.includes(major)) return photo('HEIC');
  if (!generalBrands.includes(major)) return video('MP4');
  // The general brands do not name the codec: the items do, and where they lie further on, the compatible brands.
  const items = head.text(boxLength(head, 0), head.length);
  if (items.includes('av01')) return photo('AVIF');
  if (items.includes('hvc1')) return photo('HEIC');
  return photo(brands.some((brand) => avifBrands.includes(brand)) ? 'AVIF' : 'HEIC');
}

const boxLength = (head: Head, at: number) =>
  ((head.byte(at) * 256 + head.byte(at + 1)) * 256 + head.byte(at + 2)) * 256 + head.byte(at + 3);

/** The format of a file that begins with these bytes (`headBytes` of them, or all); undefined where it is not known. */
export function formatOf(bytes: Uint8Array): FileFormat | undefined {
  const head = headOf(bytes);
  if (isIso(head)) return isoFormat(head);
  const found = signatures.find(({ matches }) => matches(head));
  if (found?.name === 'MKV' && head.text(0, 64).includes('webm')) return video('WebM');
  return found && { name: found.name, kind: found.kind };
}

/**
 * Whether a picture's first bytes say that several frames with times follow: APNG, and sequences of AVIF and HEIC. GIF,
 * WebP and TIFF do not tell by their first bytes.
 */
export function announcesFrames(bytes: Uint8Array): boolean {
  const head = headOf(bytes);
  if (isIso(head)) return brandsOf(head).some((brand) => sequenceBrands.includes(brand));
  // Portable Network Graphics (W3C, third edition), section 11.3.7: acTL comes before the picture's data.
  const [chunks = ''] = head.text(0, head.length).split('IDAT');
  return chunks.includes('acTL');
}

function headOf(bytes: Uint8Array): Head {
  const length = Math.min(bytes.length, headBytes);
  return {
    length,
    text: (from, to) => String.fromCharCode(...bytes.subarray(from, Math.min(to, length))),
    byte: (at) => (at < length ? (bytes[at] as number) : Number.NaN),
  };
}

/** The sentence for a file that is neither a photo nor a video. */
export const notReadable = (file: string, format: FileFormat | undefined): string =>
  format
    ? `${file}: ${format.name} is not supported (${readableFormats})`
    : `${file}: neither a photo nor a video (${readableFormats})`;
