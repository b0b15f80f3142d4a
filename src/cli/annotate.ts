/** Draws readings into photos and videos. */
import { rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { registerMediabunnyServer } from '@mediabunny/server';
import { FilePathTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';
import sharp from 'sharp';
import type { Reading } from '../detect';
import type { Frame } from '../media';
import { emotionColors } from '../report';
import { makeFolder } from './output';

export interface Annotator {
  photo(source: string, frame: Frame, readings: Reading[]): Promise<void>;
  video(source: string): VideoWriter;
}

export interface VideoWriter {
  add(frame: Frame, readings: Reading[]): Promise<void>;
  finish(): Promise<void>;
}

/** Writes into `folder`, which is made if it is missing; a photo keeps its name as PNG, a video as MP4. */
export async function annotator(folder: string): Promise<Annotator> {
  await makeFolder(folder);
  const target = (source: string, extension: string) =>
    join(folder, `${basename(source, extname(source))}${extension}`);
  return {
    async photo(source, frame, readings) {
      const path = target(source, '.png');
      const { data, info } = await drawn(frame, readings);
      await sharp(data, { raw: info }).png().toFile(`${path}.part`);
      await rename(`${path}.part`, path);
    },
    video: (source) => videoWriter(target(source, '.mp4')),
  };
}

async function drawn({ data, width, height }: Frame, readings: Reading[]) {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .composite([{ input: Buffer.from(overlay(width, height, readings)) }])
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** A video of the size of its first frame; where the size changes, later frames are fitted into it. */
function videoWriter(path: string): VideoWriter {
  registerMediabunnyServer({ hardwareContext: null });
  const part = `${path}.part`;
  const output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(part) });
  const source = new VideoSampleSource({ codec: 'avc', bitrate: 4e6 });
  output.addVideoTrack(source);
  let size: Size | undefined;
  let broken = false;
  let pending: { sample: VideoSample; time: number } | undefined;
  const write = async (until: number) => {
    if (!pending) return;
    pending.sample.setDuration(Math.max(1e-3, until - pending.time));
    await source.add(pending.sample);
    pending.sample.close();
    pending = undefined;
  };
  const add = async (frame: Frame, readings: Reading[]) => {
    if (!size) await output.start();
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
  };
  const finish = async () => {
    await write((pending?.time ?? 0) + 1 / 30);
    await output.finalize();
    await rename(part, path);
  };
  /** Does it, or leaves nothing behind. */
  const whole = async (task: () => Promise<void>) => {
    try {
      await task();
    } catch (error) {
      broken = true;
      pending?.sample.close();
      pending = undefined;
      await output.cancel().catch(() => {
        // It may be what failed; the file goes in any case.
      });
      await rm(part, { force: true });
      throw error;
    }
  };
  return {
    add: (frame, readings) => whole(() => add(frame, readings)),
    async finish() {
      if (size && !broken) await whole(finish);
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
