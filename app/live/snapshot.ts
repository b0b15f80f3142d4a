/** The picture of this moment with the readings in it, saved on this device. */
import { align } from '../../src/face';
import { emotionColors, emotionShapes } from '../../src/report/palette';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { download, stamped } from '../shell/download';
import { inWords } from '../words';
import { verdictOf } from './verdict';

/** Blocks along a side of a face that nobody shall know. */
const blocks = 6;

export async function takeSnapshot(video: HTMLVideoElement, readings: readonly LiveReading[]) {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  const mirrored = settings.mirrored.value;
  if (mirrored) context.setTransform(-1, 0, 0, 1, width, 0);
  context.drawImage(video, 0, 0);
  if (settings.blurFaces.value) for (const reading of readings) hide(context, video, reading);
  context.resetTransform();
  for (const reading of readings) {
    const { named } = verdictOf(reading, settings.threshold.value);
    const [first] = named;
    const { x, y, width: wide, height: high } = reading.box;
    const left = mirrored ? width - x - wide : x;
    context.lineWidth = width / 210;
    context.strokeStyle = first ? emotionColors[first] : '#fff';
    context.setLineDash(first ? [] : [8, 8]);
    context.strokeRect(left, y, wide, high);
    context.font = `600 ${width / 22}px system-ui, sans-serif`;
    context.setLineDash([]);
    context.lineWidth = width / 120;
    context.strokeStyle = 'rgb(20 22 26 / 0.85)';
    const text = `${first ? emotionShapes[first] : '◌'} ${inWords(named)}`;
    const textY = y > width / 16 ? y - width / 60 : y + high + width / 20;
    context.strokeText(text, left, textY);
    context.fillStyle = '#fff';
    context.fillText(text, left, textY);
  }
  download(`${stamped(new Date())}.png`, await canvas.convertToBlob({ type: 'image/png' }));
}

/** Puts the whole head under a few large blocks. */
function hide(context: OffscreenCanvasRenderingContext2D, video: HTMLVideoElement, reading: LiveReading) {
  const { centerX, centerY, side } = align(reading);
  const [left, top, size] = [centerX - side * 0.65, centerY - side * 0.75, side * 1.3];
  const small = new OffscreenCanvas(blocks, blocks);
  small.getContext('2d')?.drawImage(video, left, top, size, size, 0, 0, blocks, blocks);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left, top, size, size);
  context.imageSmoothingEnabled = true;
}
