/** Frames out of the browser's own pictures. */
import type { Frame } from './frame';

export { type MovingPicture, openAnimation } from './animation';
export { type DecodedFile, decodeInBrowser } from './decodeInBrowser';
export { endingOf } from './ending';
export { MissingPartError } from './frame';
export { readBlobAt } from './readAt';

/**
 * Reads the pixels of video frames, into memory that is used again for the next: a frame's pixels are valid until
 * the next is read.
 */
export function createFrameReader(): (picture: VideoFrame, time: number) => Promise<Frame> {
  let buffer = new Uint8Array(0);
  let canvas: OffscreenCanvas | undefined;
  return async (picture, time) => {
    const { displayWidth: width, displayHeight: height, visibleRect } = picture;
    const opaque = !picture.format?.includes('A');
    const unscaled = opaque && visibleRect?.width === width && visibleRect.height === height;
    if (unscaled && buffer.length !== width * height * 4) buffer = new Uint8Array(width * height * 4);
    if (unscaled && (await copyRgba(picture, buffer))) return { data: buffer, width, height, time };
    // Browsers that cannot convert while copying, and frames that are shown in another size than they have.
    if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('the browser gives no canvas to read pixels from');
    drawOnWhite(context, picture, width, height);
    return { data: context.getImageData(0, 0, width, height).data, width, height, time };
  };
}

async function copyRgba(picture: VideoFrame, buffer: Uint8Array): Promise<boolean> {
  try {
    await picture.copyTo(buffer, { format: 'RGBA' } as VideoFrameCopyToOptions);
    return true;
  } catch {
    return false;
  }
}

/** What a canvas can draw, or pixels themselves. */
export type BrowserPicture =
  | ImageData
  | HTMLImageElement
  | HTMLVideoElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | VideoFrame;

/**
 * The pixels of any picture of the page; `time` in seconds.
 *
 * Throws a TypeError when the picture has no size yet.
 */
export function frameOf(picture: BrowserPicture, time = 0): Frame {
  const { width, height } = sizeOfPicture(picture);
  if (width === 0 || height === 0) throw new TypeError('the picture has no size yet; wait until it is loaded');
  if (picture instanceof ImageData) return { data: picture.data, width, height, time };
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser gives no canvas to read pixels from');
  drawOnWhite(context, picture, width, height);
  return { data: context.getImageData(0, 0, width, height).data, width, height, time };
}

/** What is transparent is white, as it is when files are read in Node. */
function drawOnWhite(
  context: OffscreenCanvasRenderingContext2D,
  picture: CanvasImageSource,
  width: number,
  height: number,
) {
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
}

function sizeOfPicture(picture: BrowserPicture): { width: number; height: number } {
  if ('videoWidth' in picture) return { width: picture.videoWidth, height: picture.videoHeight };
  if ('naturalWidth' in picture) return { width: picture.naturalWidth, height: picture.naturalHeight };
  if ('displayWidth' in picture) return { width: picture.displayWidth, height: picture.displayHeight };
  return { width: picture.width, height: picture.height };
}

/** The newest frame of a playing video each time one is asked for, until it ends or `signal` aborts. */
export async function* videoFrames(video: HTMLVideoElement, signal?: AbortSignal): AsyncGenerator<Frame> {
  while (!video.ended && !signal?.aborted) {
    await new Promise<void>((resolve) => {
      const done = () => resolve();
      video.requestVideoFrameCallback(done);
      video.addEventListener('ended', done, { once: true });
      signal?.addEventListener('abort', done, { once: true });
    });
    if (!video.ended && !signal?.aborted) yield frameOf(video, video.currentTime);
  }
}

/** The newest frame of a camera each time one is asked for. The camera's tracks stay the caller's: they are not stopped. */
export async function cameraFrames(
  stream: MediaStream,
  signal?: AbortSignal,
): Promise<{ frames: AsyncGenerator<Frame>; close(): void }> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  return {
    frames: videoFrames(video, signal),
    close() {
      video.pause();
      video.srcObject = null;
    },
  };
}
