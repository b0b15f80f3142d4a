/** Pictures that browsers cannot decode: HEIC, and TIFF with its pages. The decoders are loaded when they are needed. */
import { type Frame, MissingPartError } from './frame';

export interface DecodedFile {
  /** How many pages it has, and whether there were more before it was cut off. */
  count: number;
  cutOff: boolean;
  page(number: number): Promise<Frame>;
}

/** Largest picture that is decoded, in million pixels. */
const mostMegapixels = 100;

/**
 * libheif: where libheif's WebAssembly is to be had, which is not everywhere
 *
 * Throws a MediaError when the file cannot be decoded, and a MissingPartError when libheif is not there.
 */
export async function decodeInBrowser(
  bytes: ArrayBuffer,
  format: 'HEIC' | 'TIFF',
  name: string,
  libheif: URL,
): Promise<DecodedFile> {
  if (format === 'TIFF') {
    const { page, ...file } = await (await import('./tiff')).openTiff(bytes, name);
    return { ...file, page: async (number) => page(number) };
  }
  const [{ decodeHeic }, { default: createLibheif }] = await Promise.all([
    import('./heic'),
    import('libheif-js/libheif-wasm/libheif.js'),
  ]);
  const response = await fetch(libheif);
  if (!response.ok) throw new MissingPartError(`${name}: HEIC needs libheif-js`);
  const decoder = createLibheif({ wasmBinary: await response.arrayBuffer() });
  const check = (width: number, height: number) => {
    if (width * height > mostMegapixels * 1e6) throw new Error(`${name}: has too many pixels`);
  };
  return { count: 1, cutOff: false, page: () => decodeHeic(decoder, new Uint8Array(bytes), name, check) };
}
