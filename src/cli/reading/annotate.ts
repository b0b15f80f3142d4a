/** Draws readings into photos and videos. */
import { dirname } from 'node:path';
import type { Output, VideoSample, VideoSampleSource } from 'mediabunny';
import type { Reading } from '../../detect';
import { makeFolder, openWhole, type WholeFile, writeWhole } from '../../files/node';
import type { Frame } from '../../media';
import { loadSharp, part } from '../../media/node';
import {
  emotionColors,
  type FaceMark,
  groundOpacity,
  layOutMarks,
  type MarkedFace,
  markGround,
  shadeOpacity,
  shapePaths,
  shapeSide,
  textSizeIn,
  unsureDash,
  unsurePath,
} from '../../report';
import { openSound, type Sound } from './sound';

export interface Annotator {
  /** Writes a PNG to `copy`. */
  photo(copy: string, frame: Frame, readings: Reading[]): Promise<void>;
  /** Writes an MP4 to `copy`, with the sound of the file at `path`. */
  video(copy: string, path: string): VideoWriter;
}

export interface VideoWriter {
  add(frame: Frame, readings: Reading[]): Promise<void>;
  /** Copies the sound and puts the file in its place. Resolves with what the copy lacks, in words. */
  finish(): Promise<string | undefined>;
  /** Leaves nothing behind. Does nothing after `finish`. */
  discard(): Promise<void>;
}

/** Throws an Error that names a part that drawing into photos needs, or into `videos`, and that is not installed. */
export async function requireParts({ videos }: { videos: boolean }) {
  await sharpForDrawing();
  if (videos) await loadMediabunny();
}

const sharpForDrawing = () => loadSharp('--annotate');

/** With what encodes in Node. */
async function loadMediabunny() {
  const purpose = '--annotate of videos';
  const mediabunny = await part('mediabunny', purpose, () => import('mediabunny'));
  const { registerMediabunnyServer } = await part('@mediabunny/server', purpose, () => import('@mediabunny/server'));
  registerMediabunnyServer({ hardwareContext: null });
  const { AV_LOG_QUIET, Log } = await part('node-av', purpose, () => import('node-av'));
  // It lets FFmpeg print what is wrong with a file, which is told in our words.
  Log.setLevel(AV_LOG_QUIET);
  return mediabunny;
}

/** Copies are for their owner's eyes only, as what they show may be more than the original does. */
const secret = { secret: true };

export const annotator: Annotator = {
  async photo(copy, frame, readings) {
    const { data, info } = await drawn(frame, readings);
    const sharp = await sharpForDrawing();
    const png = await sharp(data, { raw: info }).png().toBuffer();
    await makeFolder(dirname(copy));
    await writeWhole(copy, png, secret);
  },
  video: videoWriter,
};

async function drawn({ data, width, height }: Frame, readings: Reading[]) {
  const sharp = await sharpForDrawing();
  return sharp(data, { raw: { width, height, channels: 4 } })
    .composite([{ input: Buffer.from(await overlay(width, height, readings)) }])
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** A video of the size of its first frame; where the size changes, later frames are fitted into it. */
function videoWriter(copy: string, path: string): VideoWriter {
  let mediabunny: Mediabunny | undefined;
  let source: VideoSampleSource | undefined;
  let file: WholeFile | undefined;
  let output: Output | undefined;
  let sound: Sound | undefined;
  let size: Size | undefined;
  const start = async () => {
    const loaded = await loadMediabunny();
    const { FilePathTarget, Mp4OutputFormat, Output, VideoSampleSource } = loaded;
    await makeFolder(dirname(copy));
    file = await openWhole(copy, secret);
    source = new VideoSampleSource({ codec: 'avc', bitrate: 4e6 });
    output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(file.temporary) });
    output.addVideoTrack(source);
    sound = await openSound(loaded, path, output);
    await output.start();
    return loaded;
  };
  let pending: { sample: VideoSample; time: number } | undefined;
  const write = async (until: number) => {
    if (!pending) return;
    pending.sample.setDuration(Math.max(1e-3, until - pending.time));
    await source?.add(pending.sample);
    pending.sample.close();
    pending = undefined;
  };
  return {
    async add(frame, readings) {
      mediabunny ??= await start();
      // H.264 wants even sides.
      size ??= { width: Math.max(2, frame.width & ~1), height: Math.max(2, frame.height & ~1) };
      await write(frame.time);
      const data = await fitted((await drawn(frame, readings)).data, frame, size);
      const sample = new mediabunny.VideoSample(data, {
        format: 'RGBA',
        codedWidth: size.width,
        codedHeight: size.height,
        timestamp: frame.time,
      });
      pending = { time: frame.time, sample };
    },
    async finish() {
      await write((pending?.time ?? 0) + 1 / 30);
      const lack = await sound?.copy();
      await output?.finalize();
      await file?.finish();
      return lack;
    },
    async discard() {
      pending?.sample.close();
      pending = undefined;
      sound?.close();
      if (output && output.state !== 'finalized') await output.cancel().catch(() => {});
      await file?.discard();
    },
  };
}

type Mediabunny = typeof import('mediabunny');
type Size = Pick<Frame, 'width' | 'height'>;

/** Pixels in another size: an odd last row or column is cut off, anything else is made to fit between black bars. */
async function fitted(data: Buffer, { width, height }: Size, to: Size): Promise<Buffer> {
  if (width === to.width && height === to.height) return data;
  const sharp = await sharpForDrawing();
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  const nearly = width - to.width === (width & 1) && height - to.height === (height & 1);
  return (
    nearly ? picture.extract({ left: 0, top: 0, ...to }) : picture.resize({ ...to, fit: 'contain', background: '#000' })
  )
    .raw()
    .toBuffer();
}

/** Corners around each face, what it shows in words, and a bar as long as the strongest is probable. */
async function overlay(width: number, height: number, readings: readonly Reading[]): Promise<string> {
  const faces = readings.map(markedFace);
  for (const { id, words, fewWords } of faces)
    for (const text of [words, fewWords, String(id)]) await measureText(text);
  const visible = { x: 0, y: 0, width, height };
  const textSize = Math.max(smallestText, textSizeIn(visible));
  const marks = layOutMarks(faces, {
    visible,
    textSize,
    measure: (text) => widths.get(asMeasured(text)) ?? text.length,
  });
  const parts = marks.map(cornersSvg).concat(marks.map(labelSvg));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

const smallestText = 11;

function markedFace({ id, box, named, unsure, emotions }: Reading): MarkedFace {
  const [first, ...others] = named;
  if (!first) return { id, box, named, words: `not sure (${unsure})`, fewWords: 'not sure', strength: 0 };
  const isMost = others.length > 0 && emotions[first] > 0.5;
  const words = isMost ? `mostly ${first}, a little ${others.join(' and ')}` : named.join(' and ');
  const strength = emotions[first];
  return { id, box, named, words: `${words} ${strength.toFixed(2)}`, fewWords: first, strength };
}

/** Widths of texts in letters of height 1; digits are as wide as each other. */
const widths = new Map<string, number>();
const asMeasured = (text: string) => text.replaceAll(/\d/g, '0');

async function measureText(text: string) {
  const measured = asMeasured(text);
  if (widths.has(measured)) return;
  const height = 100;
  const sharp = await sharpForDrawing();
  const { width } = await sharp({ text: { text: measured, font: `sans-serif bold ${height}`, dpi: 72 } }).metadata();
  widths.set(measured, (width ?? 0) / height);
}

function cornersSvg({ color, isSure, corners, lineWidth }: FaceMark): string {
  const line = (stroke: string, share: number, more = '') =>
    `<path d="${corners}" fill="none" stroke="${stroke}" stroke-width="${share * lineWidth}" stroke-linecap="round"${more}/>`;
  const dash = isSure ? '' : ` stroke-dasharray="${unsureDash * lineWidth}"`;
  return line(markGround, 2, ` stroke-opacity="${shadeOpacity}"`) + line(color, 1, dash);
}

function labelSvg({ label, color }: FaceMark): string {
  if (!label) return '';
  const { ground, shapes, number, words, strength } = label;
  const written = (part: typeof words, fill: string) =>
    part
      ? `<text x="${part.x}" y="${part.y}" font-family="sans-serif" font-weight="bold" font-size="${part.fontSize}" fill="${fill}">${part.text}</text>`
      : '';
  const shapeSvg = ({ emotion, x, y, side }: (typeof shapes)[number]) =>
    `<path transform="translate(${x} ${y}) scale(${side / shapeSide})" ${
      emotion
        ? `d="${shapePaths[emotion]}" fill="${emotionColors[emotion]}"`
        : `d="${unsurePath}" fill="none" stroke="#fff" stroke-width="2.5" stroke-dasharray="4 3"`
    }/>`;
  return (
    `<rect x="${ground.x}" y="${ground.y}" width="${ground.width}" height="${ground.height}" rx="${ground.height / 4}" fill="${markGround}" fill-opacity="${groundOpacity}"/>` +
    shapes.map(shapeSvg).join('') +
    written(number, '#C9CDD2') +
    written(words, '#FFFFFF') +
    `<rect x="${strength.x}" y="${strength.y}" width="${strength.width}" height="${strength.height}" fill="${color}"/>`
  );
}
