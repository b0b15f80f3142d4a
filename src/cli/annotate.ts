/** Draws readings into photos and videos. */
import { dirname } from 'node:path';
import { registerMediabunnyServer } from '@mediabunny/server';
import { FilePathTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';
import sharp from 'sharp';
import type { Reading } from '../detect';
import { makeFolder, openWhole, type WholeFile, writeWhole } from '../files/node';
import type { Frame } from '../media';
import { emotionColors } from '../report';
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

/** Copies are for their owner's eyes only, as what they show may be more than the original does. */
const secret = { secret: true };

export const annotator: Annotator = {
  async photo(copy, frame, readings) {
    const { data, info } = await drawn(frame, readings);
    const png = await sharp(data, { raw: info }).png().toBuffer();
    await makeFolder(dirname(copy));
    await writeWhole(copy, png, secret);
  },
  video: videoWriter,
};

async function drawn({ data, width, height }: Frame, readings: Reading[]) {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .composite([{ input: Buffer.from(overlay(width, height, readings)) }])
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** A video of the size of its first frame; where the size changes, later frames are fitted into it. */
function videoWriter(copy: string, path: string): VideoWriter {
  registerMediabunnyServer({ hardwareContext: null });
  const source = new VideoSampleSource({ codec: 'avc', bitrate: 4e6 });
  let file: WholeFile | undefined;
  let output: Output | undefined;
  let sound: Sound | undefined;
  let size: Size | undefined;
  const start = async () => {
    await makeFolder(dirname(copy));
    file = await openWhole(copy, secret);
    output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(file.temporary) });
    output.addVideoTrack(source);
    sound = await openSound(path, output);
    await output.start();
  };
  let pending: { sample: VideoSample; time: number } | undefined;
  const write = async (until: number) => {
    if (!pending) return;
    pending.sample.setDuration(Math.max(1e-3, until - pending.time));
    await source.add(pending.sample);
    pending.sample.close();
    pending = undefined;
  };
  return {
    async add(frame, readings) {
      if (!output) await start();
      // H.264 wants even sides.
      size ??= { width: Math.max(2, frame.width & ~1), height: Math.max(2, frame.height & ~1) };
      await write(frame.time);
      const data = await fitted((await drawn(frame, readings)).data, frame, size);
      const sample = new VideoSample(data, {
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

type Size = Pick<Frame, 'width' | 'height'>;

/** Pixels in another size: an odd last row or column is cut off, anything else is made to fit between black bars. */
async function fitted(data: Buffer, { width, height }: Size, to: Size): Promise<Buffer> {
  if (width === to.width && height === to.height) return data;
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  const nearly = width - to.width === (width & 1) && height - to.height === (height & 1);
  return (
    nearly ? picture.extract({ left: 0, top: 0, ...to }) : picture.resize({ ...to, fit: 'contain', background: '#000' })
  )
    .raw()
    .toBuffer();
}

/** Corners around each face, what it shows in words, and a bar as long as the strongest is probable. */
function overlay(width: number, height: number, readings: Reading[]): string {
  const unit = Math.max(1, Math.min(width, height) / 240);
  const shapes = readings.map(({ box, named, unsure, emotions }) => {
    const [strongest] = named;
    const color = strongest ? emotionColors[strongest] : '#ffffff';
    const words = strongest ? `${named.join(' and ')} ${emotions[strongest].toFixed(2)}` : `not sure (${unsure})`;
    const { x, y, width: w, height: h } = box;
    const corner = Math.min(w, h) / 5;
    const path = [
      `M${x},${y + corner}V${y}H${x + corner}`,
      `M${x + w - corner},${y}H${x + w}V${y + corner}`,
      `M${x + w},${y + h - corner}V${y + h}H${x + w - corner}`,
      `M${x + corner},${y + h}H${x}V${y + h - corner}`,
    ].join('');
    const size = 11 * unit;
    const top = Math.max(0, y - size * 1.6);
    const label = words.length * size * 0.58 + size;
    const left = Math.max(0, Math.min(x, width - label));
    return (
      `<path d="${path}" fill="none" stroke="#000" stroke-opacity="0.5" stroke-width="${3 * unit}"/>` +
      `<path d="${path}" fill="none" stroke="${color}" stroke-width="${1.8 * unit}"/>` +
      `<rect x="${left}" y="${top}" width="${label}" height="${size * 1.5}" rx="${size / 3}" fill="#14161A" fill-opacity="0.8"/>` +
      `<rect x="${left}" y="${top + size * 1.35}" width="${label * (strongest ? emotions[strongest] : 0)}" height="${size * 0.15}" fill="${color}"/>` +
      `<text x="${left + size / 2}" y="${top + size * 1.08}" font-family="sans-serif" font-size="${size}" fill="#fff">${words}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
}
