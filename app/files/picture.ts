/** What a person's file shows: one picture, or several with times. */
import { type FileFormat, formatOf, headBytes } from '../../src/media';
import { MissingPartError, type MovingPicture, openAnimation } from '../../src/media/browser';
import type { FromPictureWorker, ToPictureWorker } from './picture.worker';

/** The format, told by the content. */
export const formatOfFile = async (file: Blob): Promise<FileFormat | undefined> =>
  formatOf(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()));

export type Opened =
  | { kind: 'photo'; picture: ImageBitmap; decodedHere: boolean }
  /** `pages`: without times of their own; one a second. */
  | { kind: 'moving'; moving: MovingPicture; pages: boolean };

/** Seconds that a page is shown. */
const pageTime = 1;

/**
 * Opens a photo, an animation or a file with pages. Rejects when it cannot be decoded.
 *
 * format  where it is not known, the browser is asked
 */
export async function openPicture(file: File, format: FileFormat | undefined): Promise<Opened> {
  const animation = format && (await openAnimation(file, format));
  if (animation) return { kind: 'moving', moving: animation, pages: false };
  if (format?.name === 'TIFF') return openTiff(file);
  try {
    return { kind: 'photo', picture: await createImageBitmap(file), decodedHere: false };
  } catch (error) {
    if (format?.name !== 'HEIC') throw error;
  }
  const { page, close } = await openInWorker(file, 'HEIC');
  try {
    return { kind: 'photo', picture: await page(0), decodedHere: true };
  } finally {
    close();
  }
}

/** Safari shows TIFF's first page alone: all are decoded here. */
async function openTiff(file: File): Promise<Opened> {
  const { count, cutOff, page, close } = await openInWorker(file, 'TIFF');
  const first = await page(0).catch((error) => {
    close();
    throw error;
  });
  if (count < 2 && !cutOff) {
    close();
    return { kind: 'photo', picture: first, decodedHere: true };
  }
  const { width, height } = first;
  first.close();
  const times = Array.from({ length: count }, (_, i) => i * pageTime);
  return {
    kind: 'moving',
    pages: true,
    moving: { width, height, times, duration: count * pageTime, cutOff, frame: page, close },
  };
}

/** Answers come in the order of the questions; whoever closes it is waited for no longer. */
async function openInWorker(file: File, format: 'HEIC' | 'TIFF') {
  const worker = new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module' });
  const asked: { resolve(answer: FromPictureWorker): void; reject(error: Error): void }[] = [];
  const close = (why = new Error('the file was closed')) => {
    worker.terminate();
    for (const { reject } of asked.splice(0)) reject(why);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromPictureWorker>) => {
    const question = asked.shift();
    if (data.type === 'failed')
      question?.reject(data.isPartMissing ? new MissingPartError(data.reason) : new Error(data.reason));
    else question?.resolve(data);
  });
  worker.addEventListener('error', (event) => close(new Error(event.message)));
  const ask = (message: ToPictureWorker, transfer: Transferable[] = []) =>
    new Promise<FromPictureWorker>((resolve, reject) => {
      asked.push({ resolve, reject });
      worker.postMessage(message, transfer);
    });
  try {
    const bytes = await file.arrayBuffer();
    const base = new URL(import.meta.env.BASE_URL, location.href).href;
    const opened = await ask({ type: 'open', bytes, format, name: file.name, base }, [bytes]);
    if (opened.type !== 'opened') throw new Error('the file was not opened');
    return {
      count: opened.count,
      cutOff: opened.cutOff,
      async page(number: number): Promise<ImageBitmap> {
        const answer = await ask({ type: 'page', number });
        if (answer.type !== 'page') throw new Error('no page came');
        return answer.picture;
      },
      close: () => close(),
    };
  } catch (error) {
    close();
    throw error;
  }
}
