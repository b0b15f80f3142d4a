/** The picture of this moment with the readings in it, and with faces hidden where that is wanted. */
import type { Box } from '../../src/face';
import {
  emotionColors,
  type FaceMark,
  groundOpacity,
  type Label,
  markGround,
  shadeOpacity,
  shapePaths,
  shapeSide,
  unsureDash,
  unsurePath,
} from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { download, stamped } from '../shell/download';
import { markFont, marksOf, markWeight } from './marks';

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
  const context = canvas.getContext('2d') as Context | null;
  if (!context) return;
  const { width, height } = picture;
  context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? width : 0, 0);
  context.drawImage(picture, 0, 0);
  for (const place of hidden) hide(context, picture, place);
  context.resetTransform();
  const visible = { x: 0, y: 0, width, height };
  const marks = marksOf(readings, { width, mirrored, threshold: settings.threshold.value, visible });
  for (const mark of marks) drawCorners(context, mark);
  for (const { label, color } of marks) if (label) drawLabel(context, label, color);
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function drawCorners(context: Context, { corners, color, isSure, lineWidth }: FaceMark) {
  const path = new Path2D(corners);
  context.lineCap = 'round';
  context.globalAlpha = shadeOpacity;
  context.strokeStyle = markGround;
  context.lineWidth = 2 * lineWidth;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.setLineDash(isSure ? [] : [unsureDash * lineWidth]);
  context.stroke(path);
  context.setLineDash([]);
}

function drawLabel(context: Context, { ground, number, shapes, words, strength }: Label, color: string) {
  context.globalAlpha = groundOpacity;
  context.fillStyle = markGround;
  context.beginPath();
  context.roundRect(ground.x, ground.y, ground.width, ground.height, ground.height / 4);
  context.fill();
  context.globalAlpha = 1;
  for (const { emotion, x, y, side } of shapes) {
    context.save();
    context.translate(x, y);
    context.scale(side / shapeSide, side / shapeSide);
    const shape = new Path2D(emotion ? shapePaths[emotion] : unsurePath);
    context.fillStyle = emotion ? emotionColors[emotion] : 'transparent';
    context.strokeStyle = '#fff';
    context.lineWidth = 2.5;
    context.setLineDash([4, 3]);
    if (emotion) context.fill(shape);
    else context.stroke(shape);
    context.restore();
  }
  for (const [part, fill] of [
    [number, '#C9CDD2'],
    [words, '#FFFFFF'],
  ] as const) {
    if (!part) continue;
    context.font = `${markWeight} ${part.fontSize}px ${markFont}`;
    context.fillStyle = fill;
    context.fillText(part.text, part.x, part.y);
  }
  context.fillStyle = color;
  context.fillRect(strength.x, strength.y, strength.width, strength.height);
}

export async function saveSnapshot(snapshot: Snapshot, hidden: readonly HiddenPlace[]) {
  const canvas = new OffscreenCanvas(snapshot.picture.width, snapshot.picture.height);
  drawSnapshot(canvas, snapshot, hidden);
  download(`${stamped(new Date())}.png`, await canvas.convertToBlob({ type: 'image/png' }));
}

/** Puts a place under a few large blocks, each the mean of what it covers. */
function hide(context: Context, picture: OffscreenCanvas, { centerX, centerY, side }: HiddenPlace) {
  const [left, top] = [centerX - side / 2, centerY - side / 2];
  const small = new OffscreenCanvas(blocks, blocks).getContext('2d');
  if (!small) return;
  small.imageSmoothingQuality = 'high';
  small.drawImage(picture, left, top, side, side, 0, 0, blocks, blocks);
  context.imageSmoothingEnabled = false;
  context.drawImage(small.canvas, left, top, side, side);
  context.imageSmoothingEnabled = true;
}
