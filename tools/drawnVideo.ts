/** A small video of a moving square, for tests that need one on any machine. */
import { registerMediabunnyServer } from '@mediabunny/server';
import {
  BufferTarget,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';

export interface DrawnVideoOptions {
  width: number;
  height: number;
  frames: number;
  framesPerSecond?: number;
  codec?: 'avc' | 'hevc' | 'vp9' | 'av1';
  container?: 'mp4' | 'webm' | 'mkv';
  /** How a phone says that it was held. */
  rotation?: 0 | 90 | 180 | 270;
  /** Times of the frames in seconds, instead of an even rate. */
  times?: readonly number[];
  /** Draws frame i into RGBA pixels; a white square that moves to the right, if not given. */
  draw?(pixels: Uint8Array, frame: number): void;
}

const containers = { mp4: Mp4OutputFormat, webm: WebMOutputFormat, mkv: MkvOutputFormat };

export async function drawnVideo(options: DrawnVideoOptions): Promise<Uint8Array> {
  const {
    width,
    height,
    frames,
    framesPerSecond = 30,
    codec = 'avc',
    container = 'mp4',
    rotation = 0,
    times,
  } = options;
  registerMediabunnyServer({ hardwareContext: null });
  const target = new BufferTarget();
  const output = new Output({ format: new containers[container](), target });
  const source = new VideoSampleSource({ codec, bitrate: 1e6 });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (let frame = 0; frame < frames; frame++) {
    const pixels = new Uint8Array(width * height * 4).fill(255);
    if (options.draw) options.draw(pixels, frame);
    else square(pixels, width, height, frame);
    const timestamp = times?.[frame] ?? frame / framesPerSecond;
    const next = times?.[frame + 1] ?? timestamp + 1 / framesPerSecond;
    const sample = new VideoSample(pixels, {
      format: 'RGBA',
      codedWidth: width,
      codedHeight: height,
      timestamp,
      duration: next - timestamp,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(target.buffer as ArrayBuffer);
}

function square(pixels: Uint8Array, width: number, height: number, frame: number) {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = Math.abs(y - height / 2) < height / 4 && Math.abs(x - ((4 * frame) % width)) < height / 4;
      pixels.fill(inside ? 255 : 40, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
}
