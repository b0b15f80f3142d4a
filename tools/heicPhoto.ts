/** A HEIC photo made on the spot: one frame of HEVC, put into the boxes that an iPhone's photos have (ISO/IEC 23008-12). */
import { drawnVideo } from './drawnVideo';

export interface HeicOptions {
  width: number;
  height: number;
  /** Brands: the major one, and those the file is compatible with. */
  brands?: readonly string[];
  /** Quarter turns anticlockwise that a viewer is to make. */
  quarterTurns?: 0 | 1 | 2 | 3;
  /** Draws the RGBA pixels. */
  draw(pixels: Uint8Array): void;
}

export async function heicPhoto({
  width,
  height,
  brands = ['heic', 'mif1', 'heic'],
  quarterTurns = 0,
  draw,
}: HeicOptions): Promise<Uint8Array> {
  const film = Buffer.from(await drawnVideo({ width, height, frames: 1, codec: 'hevc', draw }));
  const hvcC = boxNamed(film, 'hvcC');
  const sizes = boxNamed(film, 'stsz');
  const uniform = sizes.readUInt32BE(12);
  const length = uniform || sizes.readUInt32BE(20);
  const from = boxNamed(film, 'stco').readUInt32BE(16);
  const picture = film.subarray(from, from + length);
  const properties = [box('ispe', u32(0, width, height)), hvcC, box('irot', Buffer.of(quarterTurns))];
  const meta = (offset: number) =>
    box(
      'meta',
      u32(0),
      box('hdlr', u32(0, 0), Buffer.from('pict'), Buffer.alloc(13)),
      box('pitm', u32(0), u16(1)),
      box('iloc', u32(0), Buffer.of(0x44, 0), u16(1, 1, 0, 1), u32(offset, length)),
      box('iinf', u32(0), u16(1), box('infe', u32(0x02000000), u16(1, 0), Buffer.from('hvc1\0'))),
      box(
        'iprp',
        box('ipco', ...properties),
        // Size, decoder configuration (essential), turn (essential).
        box('ipma', u32(0, 1), u16(1), Buffer.of(3, 1, 0x82, 0x83)),
      ),
    );
  const [major = 'heic', ...compatible] = brands;
  const type = box('ftyp', Buffer.from(major), u32(0), Buffer.from(compatible.join('')));
  const offset = type.length + meta(0).length + 8;
  return Buffer.concat([type, meta(offset), box('mdat', picture)]);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body]);
}

/** The first box of a type, with its head. */
function boxNamed(bytes: Buffer, type: string): Buffer {
  const at = bytes.indexOf(type, 0, 'latin1') - 4;
  return bytes.subarray(at, at + bytes.readUInt32BE(at));
}

const u16 = (...values: number[]) => numbers(values, 2);
const u32 = (...values: number[]) => numbers(values, 4);

function numbers(values: number[], length: 2 | 4): Buffer {
  const bytes = Buffer.alloc(values.length * length);
  values.forEach((value, i) => void bytes.writeUIntBE(value, i * length, length));
  return bytes;
}
