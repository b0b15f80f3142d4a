/** HEIC and HEIF photos, as iPhones take them, through libheif in WebAssembly (libheif-js, LGPL-3.0). */
import { type Frame, MediaError, overWhite } from './frame';

type Handle = { readonly __handle: never };
/** What a function gives that failed. */
interface Failure {
  code: unknown;
}

interface DecodedImage {
  image: Handle;
  channels: { id: unknown; width: number; height: number; stride: number; data: Uint8Array }[];
}

/** What is used of libheif-js, whose own types say `any` here; its `HeifDecoder` tells failures to the console. */
export interface Libheif {
  heif_context_alloc(): Handle;
  heif_context_free(context: Handle): void;
  heif_context_read_from_memory(context: Handle, bytes: Uint8Array): { code: unknown };
  heif_js_context_get_primary_image_handle(context: Handle): Handle | Failure;
  heif_image_handle_get_width(handle: Handle): number;
  heif_image_handle_get_height(handle: Handle): number;
  heif_image_handle_release(handle: Handle): void;
  heif_js_decode_image2(
    handle: Handle,
    colorspace: unknown,
    chroma: unknown,
  ): Promise<DecodedImage | Failure> | DecodedImage | Failure;
  heif_image_release(image: Handle): void;
  heif_error_code: { heif_error_Ok: unknown };
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGBA: unknown };
  heif_channel: { heif_channel_interleaved: unknown };
}

/**
 * The main picture of a file, turned and cropped as the file says.
 *
 * check  throws when the picture has too many pixels, before they are decoded
 * Throws a MediaError when it cannot be decoded.
 */
export async function decodeHeic(
  heif: Libheif,
  bytes: Uint8Array,
  name: string,
  check: (width: number, height: number) => void,
): Promise<Frame> {
  const context = heif.heif_context_alloc();
  let handle: Handle | undefined;
  try {
    const { code } = heif.heif_context_read_from_memory(context, bytes);
    if (code !== heif.heif_error_code.heif_error_Ok) throw damaged(name);
    const primary = heif.heif_js_context_get_primary_image_handle(context);
    if (failed(primary)) throw damaged(name);
    handle = primary;
    const width = heif.heif_image_handle_get_width(handle);
    const height = heif.heif_image_handle_get_height(handle);
    check(width, height);
    const { heif_colorspace_RGB } = heif.heif_colorspace;
    const decoded = await heif.heif_js_decode_image2(
      handle,
      heif_colorspace_RGB,
      heif.heif_chroma.heif_chroma_interleaved_RGBA,
    );
    if (failed(decoded)) throw damaged(name);
    const data = new Uint8Array(width * height * 4);
    for (const channel of decoded.channels)
      if (channel.id === heif.heif_channel.heif_channel_interleaved)
        for (let y = 0; y < height; y++)
          data.set(channel.data.subarray(y * channel.stride, y * channel.stride + width * 4), y * width * 4);
    heif.heif_image_release(decoded.image);
    overWhite(data);
    return { data, width, height, time: 0 };
  } finally {
    if (handle) heif.heif_image_handle_release(handle);
    heif.heif_context_free(context);
  }
}

const failed = <T extends object>(result: T | Failure | undefined): result is Failure => !result || 'code' in result;

const damaged = (name: string) =>
  new MediaError(`${name}: cannot be decoded as a photo, the file may be damaged or cut off`);
