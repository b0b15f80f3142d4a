/** Frames out of the browser's own pictures. */
import type { Frame } from './frame';

/**
 * Reads the pixels of video frames, into memory that is used again for the next: a frame's pixels are valid until
 * the next is read.
 */
export function createFrameReader(): (picture: VideoFrame, time: number) => Promise<Frame> {
  let buffer = new Uint8Array(0);
  let canvas: OffscreenCanvas | undefined;
  return async (picture, time) => {
    const { displayWidth: width, displayHeight: height, visibleRect } = picture;
    const unscaled = visibleRect?.width === width && visibleRect.height === height;
    if (unscaled && buffer.length !== width * height * 4) buffer = new Uint8Array(width * height * 4);
    if (unscaled && (await copyRgba(picture, buffer))) return { data: buffer, width, height, time };
    // Browsers that cannot convert while copying, and frames that are shown in another size than they have.
    if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('the browser gives no canvas to read pixels from');
    context.drawImage(picture, 0, 0, width, height);
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
