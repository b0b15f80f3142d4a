/**
 * Videos through FFmpeg's libraries (node-av): whatever container and codec they know, frame by frame as a player shows
 * them: pixels square, turned as they were held, cut by the edit list, times from the start.
 */
import { resolve } from 'node:path';
import type { AVPixelFormat, CodecContext, Demuxer, Frame as FfmpegFrame, Packet, Scaler, Stream } from 'node-av';
import type { Ending } from './ending';
import { type Frame, MediaError, overWhite, turned, upsideDown } from './frame';
import { part } from './part';
import type { Video } from './video';

/** node-av uses a function of Node 22, which Node 20 is given in the standard's own words (ECMA-262, 27.2.4.9). */
if (!('withResolvers' in Promise))
  Object.assign(Promise, {
    withResolvers() {
      const settle: Record<string, unknown> = {};
      const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
      return { promise, ...settle };
    },
  });

/** The libraries, told to keep their messages to themselves: what is wrong with a file is told in our words. */
export async function loadFfmpeg(purpose: string) {
  const ffmpeg = await part('node-av', purpose, () => import('node-av'));
  ffmpeg.Log.setLevel(ffmpeg.AV_LOG_QUIET);
  return ffmpeg;
}

type Ffmpeg = Awaited<ReturnType<typeof loadFfmpeg>>;

/** Containers whose headers say how long they are, so that one can tell whether the end is missing. */
const tellDuration = /^(mov|matroska|avi|asf|flv)/;
/** Containers in which one can jump to a time and know where one is. */
const tellPlaces = /^(mov|matroska)/;
/** Containers whose clock may jump, where a recording was joined or its counter began again. */
const clockJumps = /^mpeg/;

/** Seconds: packets of a stream may end so much earlier than the header says. */
const shortfall = 0.5;
/** Seconds between two frames from which the clock has jumped. */
const jump = 10;
/** Seconds that a frame is shown where nothing says so. */
const usualFrame = 1 / 25;
/** Million pixels of a frame at most; no video has more, but a damaged header may say so. */
const mostMegapixels = 200;

export interface FfmpegOptions {
  /** What the file is called in messages. */
  name: string;
  /** How its structure says that it ends. */
  ending?: Ending;
}

/**
 * Opens a video: a path, or the bytes of a file.
 *
 * Throws a MediaError when it has no video track, or one that cannot be decoded.
 */
export async function openFfmpeg(source: string | Uint8Array, options: FfmpegOptions): Promise<Video> {
  const ffmpeg = await loadFfmpeg('reading videos');
  let closed = false;
  let damaged = false;
  const onDamage = (count: number) => {
    damaged = count > 0;
  };
  async function* frames(after: number | undefined, jumpTo: number | undefined): AsyncGenerator<Frame> {
    const input = await openInput(ffmpeg, source, options.name);
    try {
      for await (const frame of decode(ffmpeg, input, { ...options, onDamage }, after, jumpTo)) {
        yield frame;
        if (closed) return;
      }
    } finally {
      input.demuxer.closeSync();
    }
  }
  const input = await openInput(ffmpeg, source, options.name);
  try {
    const { width, height } = displaySize(input);
    if (width * height > mostMegapixels * 1e6)
      throw new MediaError(`${options.name}: its frames have ${width} × ${height} pixels, more than can be read`);
    return {
      width,
      height,
      duration: input.duration ?? (await lastTime(ffmpeg, input)),
      async *frames(after) {
        const jumpTo = tellPlaces.test(input.format) ? after : undefined;
        try {
          yield* frames(after, jumpTo);
        } catch (error) {
          if (error !== landedBehind) throw error;
          yield* frames(after, undefined);
        }
      },
      isDamaged: () => damaged,
      close: () => {
        closed = true;
      },
    };
  } finally {
    input.demuxer.closeSync();
  }
}

interface Input {
  demuxer: Demuxer;
  stream: Stream;
  format: string;
  /** Seconds a unit of the stream's time. */
  unit: number;
  /** Seconds at which the file's clock starts. */
  start: number;
  /** Seconds of the video, and of all that is in the file, where the header tells. */
  duration: number | undefined;
  wholeDuration: number | undefined;
  /** How a frame is turned and flipped to be displayed, three numbers a row. */
  matrix: readonly number[] | undefined;
}

async function openInput(ffmpeg: Ffmpeg, source: string | Uint8Array, name: string): Promise<Input> {
  const { Demuxer, AVMEDIA_TYPE_VIDEO, AV_DISPOSITION_ATTACHED_PIC, AV_NOPTS_VALUE, AV_PKT_DATA_DISPLAYMATRIX } =
    ffmpeg;
  // An absolute path cannot be taken for an address, and nothing but files is ever opened.
  const input =
    typeof source === 'string' ? resolve(source) : Buffer.from(source.buffer, source.byteOffset, source.length);
  const demuxer = await Demuxer.open(input, {
    copyTs: true,
    options: { protocol_whitelist: 'file' },
  }).catch((error: Error) => {
    throw new MediaError(
      `${name}: cannot be read as a video, the file may be damaged or cut off (${error.message.split('\n')[0]})`,
    );
  });
  const context = demuxer.getFormatContext();
  const stream = demuxer.streams[context.findBestStream(AVMEDIA_TYPE_VIDEO)];
  if (!stream || (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0) {
    demuxer.closeSync();
    throw new MediaError(`${name}: has no video track, or the file is damaged or cut off`);
  }
  const format = context.iformat?.name ?? '';
  const unit = stream.timeBase.num / stream.timeBase.den;
  const seconds = (time: bigint, unit: number) => (time === AV_NOPTS_VALUE ? undefined : Number(time) * unit);
  const whole = seconds(context.duration, 1e-6);
  const own = seconds(stream.duration, unit);
  // Audio may begin a little early; a video's own first frame is at 0, or later where its sound comes first.
  const start = Math.max(seconds(context.startTime, 1e-6) ?? 0, Math.min(0, seconds(stream.startTime, unit) ?? 0));
  const wholeDuration = whole && whole > 0 ? whole : undefined;
  const duration = own && own > 0 ? own : wholeDuration;
  const side = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  const matrix = side ? Array.from({ length: 9 }, (_, i) => side.readInt32LE(i * 4)) : undefined;
  return { demuxer, stream, format, unit, start, duration, wholeDuration, matrix };
}

/** The shape of a pixel: the container's word counts before the codec's. */
function pixelAspect(stream: Stream, frame?: FfmpegFrame): number {
  for (const { num, den } of [stream.sampleAspectRatio, (frame ?? stream.codecpar).sampleAspectRatio])
    if (num > 0 && den > 0) return num / den;
  return 1;
}

/** Size of a frame with square pixels: the side along which they are longer is stretched. */
function squared(width: number, height: number, aspect: number) {
  const size =
    aspect >= 1 ? { width: Math.round(width * aspect), height } : { width, height: Math.round(height / aspect) };
  // A damaged header may claim pixels that are lines.
  return size.width * size.height > mostMegapixels * 1e6 ? { width, height } : size;
}

function displaySize({ stream, matrix }: Input) {
  const { width, height } = squared(stream.codecpar.width, stream.codecpar.height, pixelAspect(stream));
  const [a = 1, b = 0] = matrix ?? [];
  return Math.abs(b) > Math.abs(a) ? { width: height, height: width } : { width, height };
}

/** Thrown when a jump went further than to the frame that was wanted. */
const landedBehind = new Error('landed behind the wanted frame');

/** after, jumpTo: in seconds; frames up to `after` are left out, `jumpTo` says where to begin reading for that. */
async function* decode(
  ffmpeg: Ffmpeg,
  input: Input,
  { name, ending = { missing: 0 }, onDamage }: FfmpegOptions & { onDamage(count: number): void },
  after: number | undefined,
  jumpTo: number | undefined,
): AsyncGenerator<Frame> {
  const { AVSEEK_FLAG_BACKWARD, AV_FRAME_FLAG_CORRUPT, AVERROR_EAGAIN, AVERROR_EOF } = ffmpeg;
  const { demuxer, stream, unit, start } = input;
  const context = demuxer.getFormatContext();
  using decoder = await openDecoder(ffmpeg, stream, name);
  using scaler = new ffmpeg.Scaler();
  using packet = new ffmpeg.Packet();
  packet.alloc();
  using frame = new ffmpeg.Frame();
  frame.alloc();
  const clock = createClock(input, ffmpeg.AV_NOPTS_VALUE);
  if (jumpTo !== undefined)
    await context.seekFrame(stream.index, BigInt(Math.floor((jumpTo + start) / unit)), AVSEEK_FLAG_BACKWARD);
  let decoded = 0;
  let damaged = 0;
  /** Seconds at which the last frame, and the last packet of any stream, end. */
  let end = 0;
  let packetsEnd = 0;

  async function* receive(): AsyncGenerator<Frame> {
    while (true) {
      const received = await decoder.receiveFrame(frame);
      if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return;
      if (received < 0) {
        damaged++;
        return;
      }
      const { time, duration } = clock(frame);
      // What came before the first whole picture of a recording that was joined late is no damage.
      if (decoded++ === 0) damaged = 0;
      if (decoded === 1 && jumpTo !== undefined && time > jumpTo) throw landedBehind;
      end = Math.max(end, time + duration);
      if (after !== undefined && time <= after) continue;
      if (frame.hasFlags(AV_FRAME_FLAG_CORRUPT)) damaged++;
      onDamage(damaged);
      yield await pixelsOf(ffmpeg, scaler, frame, input, time);
    }
  }

  let read = await context.readFrame(packet);
  for (; read >= 0 || read === AVERROR_EAGAIN; read = await context.readFrame(packet)) {
    if (read === AVERROR_EAGAIN) continue;
    if (packet.streamIndex === stream.index) {
      // Of a packet that was cut off the rest of the picture would be made up.
      if (tellPlaces.test(input.format) && (packet.flags & ffmpeg.AV_PKT_FLAG_CORRUPT) !== 0) damaged++;
      else if ((await decoder.sendPacket(packet)) < 0) damaged++;
      yield* receive();
    }
    packetsEnd = Math.max(packetsEnd, packetEnd(packet, demuxer.streams, ffmpeg.AV_NOPTS_VALUE) - start);
    packet.unref();
  }
  await decoder.sendPacket(null);
  yield* receive();
  if (decoded === 0) throw new MediaError(`${name}: no frame can be decoded, the file may be damaged or cut off`);
  const headerSaysMore = tellDuration.test(input.format) && (input.wholeDuration ?? 0) - packetsEnd > shortfall;
  const cut = ending.missing > 0 || read !== AVERROR_EOF || headerSaysMore;
  const problem = problemOf(input, ending, { end, cut, damaged });
  if (problem) throw new MediaError(`${name}: ${problem}`);
}

/** What is to be told behind the last frame; undefined where all is well. */
function problemOf(
  { duration: found, stream }: Input,
  { duration = found }: Ending,
  { end, cut, damaged }: { end: number; cut: boolean; damaged: number },
): string | undefined {
  if (cut && (duration === undefined || duration === 'unknown')) return `is cut off after ${end.toFixed(1)} s`;
  const early =
    typeof duration === 'number' && end < duration - Math.max(usualDuration(stream) / 2, cut ? 0 : shortfall);
  // A file may lose its last bytes and no frame.
  if (early && (cut || damaged > 0)) {
    const digits = end.toFixed(1) === duration.toFixed(1) ? 2 : 1;
    return `ends after ${end.toFixed(digits)} s of ${duration.toFixed(digits)} s, the file is ${cut ? 'cut off' : 'damaged'}`;
  }
  const places = damaged === 1 ? 'one place' : `${damaged} places`;
  return damaged > 0 ? `is damaged in ${places}; every frame that can be decoded was read` : undefined;
}

async function openDecoder(ffmpeg: Ffmpeg, stream: Stream, name: string): Promise<CodecContext> {
  const codec = ffmpeg.Codec.findDecoder(stream.codecpar.codecId);
  const context = new ffmpeg.CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.pktTimebase = stream.timeBase;
  // As many as the processor has cores.
  context.threadCount = 0;
  if (codec && (await context.open2(codec)) >= 0) return context;
  context.freeContext();
  throw new MediaError(
    `${name}: its video (${ffmpeg.avGetCodecName(stream.codecpar.codecId) ?? 'unknown codec'}) cannot be decoded here`,
  );
}

/** Seconds that a frame is shown, by the stream's rate. */
function usualDuration({ avgFrameRate: { num, den } }: Stream): number {
  return num > 0 && den > 0 ? den / num : usualFrame;
}

/** When each frame is shown and for how long, in seconds from the start. */
function createClock({ stream, start, format }: Input, noTime: bigint) {
  const { num, den } = stream.timeBase;
  const usual = usualDuration(stream);
  const jumps = clockJumps.test(format);
  let last: { time: number; duration: number } | undefined;
  let offset = 0;
  return (frame: FfmpegFrame) => {
    const stamp = frame.bestEffortTimestamp;
    const next = last ? last.time + last.duration : 0;
    const seconds = (Number(stamp) * num) / den;
    let time = stamp === noTime ? next : start === 0 ? seconds : Math.round((seconds - start + offset) * 1e6) / 1e6 + 0;
    if (jumps && last && (time <= last.time || time > last.time + jump)) {
      offset += next - time;
      time = next;
    }
    const duration = frame.duration > 0n ? (Number(frame.duration) * num) / den : usual;
    last = { time, duration };
    return last;
  };
}

/** Seconds on the file's clock; 0 where the packet has no time. */
function packetEnd(packet: Packet, streams: readonly Stream[], noTime: bigint): number {
  const stamp = packet.pts === noTime ? packet.dts : packet.pts;
  const stream = streams[packet.streamIndex];
  if (stamp === noTime || !stream) return 0;
  return (Number(stamp + packet.duration) * stream.timeBase.num) / stream.timeBase.den;
}

/** Seconds from the start at which the stream ends, found by reading through the file: its header does not tell. */
async function lastTime(ffmpeg: Ffmpeg, { demuxer, stream, start }: Input): Promise<number> {
  using packet = new ffmpeg.Packet();
  packet.alloc();
  const context = demuxer.getFormatContext();
  let end = 0;
  while ((await context.readFrame(packet)) >= 0) {
    if (packet.streamIndex === stream.index)
      end = Math.max(end, packetEnd(packet, demuxer.streams, ffmpeg.AV_NOPTS_VALUE) - start);
    packet.unref();
  }
  return end;
}

const hasAlpha = /^(rgba|argb|bgra|abgr|yuva|gbrap|ya\d|pal8)/;

async function pixelsOf(
  ffmpeg: Ffmpeg,
  scaler: Scaler,
  frame: FfmpegFrame,
  { stream, matrix }: Input,
  time: number,
): Promise<Frame> {
  const { width, height } = squared(frame.width, frame.height, pixelAspect(stream, frame));
  const isSquare = width === frame.width && height === frame.height;
  const data = await scaler.toBuffer(frame, { format: 'rgba', ...(!isSquare && { resize: { width, height } }) });
  if (hasAlpha.test(ffmpeg.avGetPixFmtName(frame.format as AVPixelFormat) ?? '')) overWhite(data);
  return displayed({ data, width, height, time }, matrix);
}

/** Flipped and turned by the rows of a matrix that takes (x, y) to where it is displayed. */
function displayed(frame: Frame, matrix: readonly number[] | undefined): Frame {
  const [a = 1, b = 0, , c = 0, d = 1] = matrix ?? [];
  const quarters = Math.round(Math.atan2(b, a) / (Math.PI / 2));
  return turned(a * d - b * c < 0 ? upsideDown(frame) : frame, quarterTurns[(quarters + 4) % 4] as 0);
}

const quarterTurns = [0, 90, 180, 270] as const;
