/** Decodes pictures that the browser cannot, away from the page. */
import { type DecodedFile, decodeInBrowser, MissingPartError } from '../../src/media/browser';

export type ToPictureWorker =
  /** base: the page's address */
  | { type: 'open'; bytes: ArrayBuffer; format: 'HEIC' | 'TIFF'; name: string; base: string }
  | { type: 'page'; number: number };
/** Answers come in the order of the questions. */
export type FromPictureWorker =
  | { type: 'opened'; count: number; cutOff: boolean }
  | { type: 'page'; picture: ImageBitmap }
  | { type: 'failed'; reason: string; isPartMissing: boolean };

let file: DecodedFile | undefined;

async function answer(message: ToPictureWorker): Promise<FromPictureWorker> {
  if (message.type === 'open') {
    const libheif = new URL('heif/libheif.wasm', message.base);
    file = await decodeInBrowser(message.bytes, message.format, message.name, libheif);
    const { count, cutOff } = file;
    return { type: 'opened', count, cutOff };
  }
  if (!file) throw new Error('no file is open');
  const { data, width, height } = await file.page(message.number);
  const picture = await createImageBitmap(new ImageData(new Uint8ClampedArray(data), width, height));
  return { type: 'page', picture };
}

let last: Promise<void> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<ToPictureWorker>) => {
  last = last
    .then(() => answer(data))
    .then(
      (message) => postMessage(message, { transfer: message.type === 'page' ? [message.picture] : [] }),
      (error: Error) =>
        postMessage({
          type: 'failed',
          reason: error.message,
          isPartMissing: error instanceof MissingPartError,
        } satisfies FromPictureWorker),
    );
});
