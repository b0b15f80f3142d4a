import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcesFrames, formatOf, headBytes, notReadable } from './formats';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
/** An ISO base media file: its brands, then what follows. */
const iso = (major: string, compatible: string[] = [], rest = '') =>
  bytes(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${major}\0\0\0\0${compatible.join('')}${rest}`);
const packets = (length: number, before = 0) =>
  Uint8Array.from({ length: 5 * length }, (_, i) => (i % length === before ? 0x47 : 1));

describe('the format of a file', () => {
  it.each([
    ['JPEG', 'photo', bytes('\xff\xd8\xff\xe0')],
    ['PNG', 'photo', bytes('\x89PNG\r\n\x1a\n')],
    ['GIF', 'photo', bytes('GIF89a')],
    ['WebP', 'photo', bytes('RIFF\0\0\0\0WEBP')],
    ['TIFF', 'photo', bytes('II*\0')],
    ['TIFF', 'photo', bytes('MM\0*')],
    ['BMP', 'photo', bytes('BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0')],
    ['HEIC', 'photo', iso('heic', ['mif1', 'heic'])],
    ['HEIC', 'photo', iso('mif1', ['mif1', 'heic'])],
    ['AVIF', 'photo', iso('avif', ['mif1'])],
    ['AVIF', 'photo', iso('mif1', ['mif1', 'avif', 'miaf'])],
    // Neither brand names a codec, or the wrong one; the item does.
    ['AVIF', 'photo', iso('mif1', ['miaf', 'heic'], '....infe........av01')],
    ['HEIC', 'photo', iso('mif1', [], '....infe........hvc1')],
    ['MP4', 'video', iso('isom', ['mp42'])],
    ['MP4', 'video', iso('3gp5')],
    ['MOV', 'video', iso('qt  ')],
    ['MOV', 'video', bytes('\0\0\0\x08wide\0\0\0\0mdat')],
    ['WebM', 'video', bytes('\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm')],
    ['MKV', 'video', bytes('\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska')],
    ['AVI', 'video', bytes('RIFF\0\0\0\0AVI LIST')],
    ['TS', 'video', packets(188)],
    ['TS', 'video', packets(192, 4)],
    ['MPEG', 'video', bytes('\0\0\x01\xba')],
    ['WMV', 'video', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11')],
    ['FLV', 'video', bytes('FLV\x01\x05')],
    ['PDF', 'other', bytes('%PDF-1.7')],
    ['JPEG XL', 'other', bytes('\xff\x0a')],
    ['SVG', 'other', bytes('<?xml version="1.0"?>\n<svg xmlns=')],
  ] as const)('%s (a %s) is told by its first bytes', (name, kind, head) => {
    expect(formatOf(head)).toEqual({ name, kind });
  });

  it('is unknown for anything else, whatever its bytes and however few', () => {
    expect(formatOf(bytes('this is not a picture'))).toBeUndefined();
    expect(formatOf(bytes('BMW is a car, and not a picture'))).toBeUndefined();
    expect(formatOf(new Uint8Array(0))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: headBytes }), (head) => void formatOf(head)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => void formatOf(iso('mif1', [], String(tail)))));
  });

  it('that cannot be read is named with what can be', () => {
    expect(notReadable('notes.pdf', formatOf(bytes('%PDF-1.7')))).toBe(
      'notes.pdf: PDF is not supported (photos: JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC; videos: MP4, MOV, WebM, MKV, AVI, TS)',
    );
    expect(notReadable('x', undefined)).toMatch(/^x: neither a photo nor a video \(photos: JPEG/);
  });
});

it('frames are announced by animated PNGs and by sequences of AVIF and HEIC', () => {
  expect(announcesFrames(bytes('\x89PNG\r\n\x1a\n....IHDR.........acTL....fcTL....IDAT'))).toBe(true);
  expect(announcesFrames(bytes('\x89PNG\r\n\x1a\n....IHDR.........IDAT acTL'))).toBe(false);
  expect(announcesFrames(iso('avis', ['avif', 'msf1']))).toBe(true);
  expect(announcesFrames(iso('avif', ['mif1', 'miaf']))).toBe(false);
});
