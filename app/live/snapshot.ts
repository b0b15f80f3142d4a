/** The picture of this moment with the readings in it, and with faces hidden where that is wanted. */
import type { Box } from '../../src/face';
import { emotionColors, emotionShapes } from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { download, stamped } from '../shell/download';
import { inWords } from '../words';
import { verdictOf } from './verdict';

/** A square of the picture that is hidden, in pixels of the picture as the camera gives it. */
export interface HiddenPlace {
  centerX: number;
  centerY: number;
  side: number;
}

export interface Snapshot {
  /** As the camera gives it. */
  picture: OffscreenCanvas;
  readings: readonly LiveReading[];
  mirrored: boolean;
}

/** Blocks along a side of what is hidden. */
const blocks = 6;
/** A head beside the box of its face, which reaches from the brows to the chin. */
const headShare = 1.7;
const headAbove = 0.1;

/** What the video shows now; undefined while it shows nothing. */
export function takeSnapshot(video: HTMLVideoElement, readings: readonly LiveReading[]): Snapshot | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const picture = new OffscreenCanvas(videoWidth, videoHeight);
  picture.getContext('2d')?.drawImage(video, 0, 0);
  return { picture, readings, mirrored: settings.mirrored.value };
}

export function placeOfHead({ x, y, width, height }: Box): HiddenPlace {
  const side = headShare * Math.max(width, height);
  return { centerX: x + width / 2, centerY: y + height / 2 - headAbove * height, side };
}

/** Draws it, hidden places first, so that words stay readable; the canvas has the picture's size. */
export function drawSnapshot(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  { picture, readings, mirrored }: Snapshot,
  hidden: readonly HiddenPlace[],
) {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context) return;
  const { width, height } = picture;
  context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? width : 0, 0);
  context.drawImage(picture, 0, 0);
  for (const place of hidden) hide(context, picture, place);
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
    const textY = y > width / 16 ? y - width / 60 : Math.min(height - width / 60, y + high + width / 20);
    context.strokeText(text, left, textY);
    context.fillStyle = '#fff';
    context.fillText(text, left, textY);
  }
}

export async function saveSnapshot(snapshot: Snapshot, hidden: readonly HiddenPlace[]) {
  const canvas = new OffscreenCanvas(snapshot.picture.width, snapshot.picture.height);
  drawSnapshot(canvas, snapshot, hidden);
  download(`${stamped(new Date())}.png`, await canvas.convertToBlob({ type: 'image/png' }));
}

/** Puts a place under a few large blocks, each the mean of what it covers. */
function hide(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  picture: OffscreenCanvas,
  { centerX, centerY, side }: HiddenPlace,
) {
  const [left, top] = [centerX - side / 2, centerY - side / 2];
  const small = new OffscreenCanvas(blocks, blocks).getContext('2d');
  if (!small) return;
  small.imageSmoothingQuality = 'high';
  small.drawImage(picture, left, top, side, side, 0, 0, blocks, blocks);
  context.imageSmoothingEnabled = false;
  context.drawImage(small.canvas, left, top, side, side);
  context.imageSmoothingEnabled = true;
}
