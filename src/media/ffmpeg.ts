/**
 * Videos through FFmpeg's libraries (node-av): whatever container and codec they know, frame by frame as a player shows
 * them: pixels square, turned as they were held, cut by the edit list, times from the start.
 */
import { resolve } from 'node:path';
import type { AVPixelFormat, CodecContext, Demuxer, Frame as FfmpegFrame, Packet, Scaler, Stream } from 'node-av';
import type { Ending } from './ending';
import { type Frame, MediaError, overWhite, turned, upsideDown } from './frame';
import { part } from './part';
import type { Video, VideoPlace } from './video';

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
/** Containers whose clock may jump either way, where a recording was joined or its counter began again. */
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
  let flawed = false;
  const places = new WeakMap<Frame, VideoPlace>();
  async function* frames(after: VideoPlace | undefined, jumps: boolean): AsyncGenerator<Frame> {
    const input = await openInput(ffmpeg, source, options.name);
    try {
      for await (const { picture, place } of ahead(decode(ffmpeg, input, options, after, jumps))) {
        const frame = await picture;
        flawed ||= place.flawed ?? false;
        places.set(frame, place);
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
        let place = after;
        try {
          const jumps = after !== undefined && !after.flawed && tellPlaces.test(input.format);
          for await (const frame of frames(after, jumps)) {
            place = places.get(frame);
            yield frame;
          }
        } catch (error) {
          if (error !== jumpIsFlawed) throw error;
          yield* frames(place, false);
        }
      },
      behind: (frame) => places.get(frame) ?? { time: frame.time },
      isFlawed: () => flawed,
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

/**
 * Thrown where reading that began with a jump would give other pictures or times than reading from the beginning: it landed
 * behind the wanted place, or meets damage, and what is made up for that hangs on all that was decoded before.
 */
const jumpIsFlawed = new Error('reading must begin at the beginning');

/** A frame whose pixels are on their way, and where reading goes on behind it. */
interface Decoded {
  picture: Promise<Frame>;
  place: VideoPlace;
}

/**
 * after frames up to this place are left out
 * jumps whether reading begins just before it, at a frame that needs no other; or else at the beginning
 */
async function* decode(
  ffmpeg: Ffmpeg,
  input: Input,
  { name, ending = { missing: 0 } }: FfmpegOptions,
  after: VideoPlace | undefined,
  jumps: boolean,
): AsyncGenerator<Decoded> {
  const { AVSEEK_FLAG_BACKWARD, AV_FRAME_FLAG_CORRUPT, AVERROR_EAGAIN, AVERROR_EOF } = ffmpeg;
  const { FF_DECODE_ERROR_INVALID_BITSTREAM, FF_DECODE_ERROR_CONCEALMENT_ACTIVE, FF_DECODE_ERROR_DECODE_SLICES } =
    ffmpeg;
  const madeUp = FF_DECODE_ERROR_INVALID_BITSTREAM | FF_DECODE_ERROR_CONCEALMENT_ACTIVE | FF_DECODE_ERROR_DECODE_SLICES;
  const { demuxer, stream, unit, start } = input;
  const context = demuxer.getFormatContext();
  using decoder = await openDecoder(ffmpeg, stream, name);
  using scaler = new ffmpeg.Scaler();
  using first = new ffmpeg.Packet();
  using second = new ffmpeg.Packet();
  first.alloc();
  second.alloc();
  using frame = new ffmpeg.Frame();
  frame.alloc();
  const clock = createClock(input, ffmpeg.AV_NOPTS_VALUE);
  const jumped = jumps ? after : undefined;
  if (jumped) {
    // Of frames that share a time all must come again, to be counted: the jump goes to before them.
    const before = jumped.count === undefined ? 0n : 1n;
    const to = BigInt(Math.floor((jumped.time + start) / unit)) - before;
    await context.seekFrame(stream.index, to, AVSEEK_FLAG_BACKWARD);
  }
  let decoded = 0;
  let damaged = 0;
  let corrected = false;
  /** Time of the last frame, and how many had it. */
  let time = Number.NEGATIVE_INFINITY;
  let count = 0;
  /** Seconds at which the last frame, and the last packet of any stream, end. */
  let end = 0;
  let packetsEnd = 0;
  /** Of a mere time all that matters is to be near it. */
  const mustBeExact = jumped?.count !== undefined;
  const damage = () => {
    damaged++;
    if (mustBeExact && decoded > 0) throw jumpIsFlawed;
  };
  /** Whether the last frame that was left out is the one of the place: with clocks that begin again a jump may go astray. */
  let isFound = false;
  const requireFound = () => {
    if (mustBeExact && !isFound) throw jumpIsFlawed;
  };
  const isGiven = () =>
    after !== undefined && (time < after.time || (time === after.time && count <= (after.count ?? count)));

  /** Pixels are made of one frame at a time, while the next is decoded. */
  let making: Promise<unknown> = Promise.resolve();
  const pictureAt = (time: number): Promise<Frame> => {
    const own = frame.clone();
    if (!own) throw new Error(`${name}: there is not enough memory for a frame`);
    const picture = making.then(() => pixelsOf(ffmpeg, scaler, own, input, time)).finally(() => own.free());
    // Told when its turn comes.
    making = picture.catch(() => {});
    return picture;
  };

  function* receive(): Generator<Decoded> {
    while (true) {
      // The work was done when the packet was sent.
      const received = decoder.receiveFrameSync(frame);
      if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return;
      if (received < 0) {
        damage();
        return;
      }
      const shown = clock(frame);
      count = shown.time === time ? count + 1 : 1;
      time = shown.time;
      end = Math.max(end, time + shown.duration);
      // What came before the first whole picture of a recording that was joined late is no damage.
      if (decoded++ === 0) {
        damaged = 0;
        if (jumped && (mustBeExact ? time >= jumped.time : time > jumped.time)) throw jumpIsFlawed;
      }
      corrected ||= shown.corrected;
      if (corrected && mustBeExact) throw jumpIsFlawed;
      // Behind a jump, what was given may lack frames that it refers to.
      const isDamaged = frame.hasFlags(AV_FRAME_FLAG_CORRUPT) || (frame.decodeErrorFlags & madeUp) !== 0;
      if (isDamaged && !(jumped && isGiven())) damage();
      if (isGiven()) {
        isFound = time === after?.time && count === after.count;
        continue;
      }
      requireFound();
      const place: VideoPlace = { time, count, ...((damaged > 0 || corrected) && { flawed: true }) };
      yield { picture: pictureAt(time), place };
    }
  }

  let [packet, other] = [first, second];
  let reading = context.readFrame(packet);
  let read = 0;
  try {
    for (;;) {
      read = await reading;
      if (read < 0 && read !== AVERROR_EAGAIN) break;
      const current = packet;
      [packet, other] = [other, packet];
      reading = context.readFrame(packet);
      if (read === AVERROR_EAGAIN) continue;
      packetsEnd = Math.max(packetsEnd, packetEnd(current, demuxer.streams, ffmpeg.AV_NOPTS_VALUE) - start);
      if (current.streamIndex === stream.index) {
        // Of a packet that was cut off the rest of the picture would be made up.
        if (tellPlaces.test(input.format) && (current.flags & ffmpeg.AV_PKT_FLAG_CORRUPT) !== 0) damage();
        else if ((await decoder.sendPacket(current)) < 0) damage();
        yield* receive();
      }
      current.unref();
    }
    await decoder.sendPacket(null);
    yield* receive();
  } finally {
    await Promise.all([reading, making]);
  }
  requireFound();
  if (decoded === 0) throw new MediaError(`${name}: no frame can be decoded, the file may be damaged or cut off`);
  const headerSaysMore = tellDuration.test(input.format) && (input.wholeDuration ?? 0) - packetsEnd > shortfall;
  const cut = ending.missing > 0 || read !== AVERROR_EOF || headerSaysMore;
  const problem = problemOf(input, ending, { end, cut, damaged });
  if (problem) throw new MediaError(`${name}: ${problem}`);
}

/** So many frames are decoded ahead of the one that is used. */
const mostAhead = 3;

/** The same; while one is used, those behind it are on their way. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const coming: Promise<IteratorResult<T>>[] = [];
  const ask = () => {
    const next = source.next();
    // Told when its turn comes.
    next.catch(() => {});
    coming.push(next);
  };
  try {
    for (let i = 0; i < mostAhead; i++) ask();
    for (let next = coming.shift(); next; next = coming.shift()) {
      const { value, done } = await next;
      if (done) return;
      ask();
      yield value;
    }
  } finally {
    await Promise.allSettled(coming);
    await source.return(undefined);
  }
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
  // With several, what is made up for damage hangs on which of them is first.
  context.threadCount = 1;
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

/** When a frame is shown and for how long, in seconds from the start. */
interface Shown {
  time: number;
  duration: number;
  /** Whether the file's own clock says otherwise, and which time it is hangs on the frames before. */
  corrected: boolean;
}

/**
 * Tells of each frame when it is shown. Times never go back: where a recording was joined, its clock goes on; a frame that
 * is out of turn has the time of the one before it.
 */
function createClock({ stream, start, format }: Input, noTime: bigint) {
  const { num, den } = stream.timeBase;
  const usual = usualDuration(stream);
  const jumps = clockJumps.test(format);
  let last: Shown | undefined;
  let offset = 0;
  return (frame: FfmpegFrame): Shown => {
    const stamp = frame.bestEffortTimestamp;
    const next = last ? last.time + last.duration : 0;
    const seconds = (Number(stamp) * num) / den;
    const timeWith = (offset: number) =>
      stamp === noTime
        ? next
        : start === 0 && offset === 0
          ? seconds
          : Math.round((seconds - start + offset) * 1e6) / 1e6 + 0;
    let time = timeWith(offset);
    let corrected = false;
    if (last && jumps && (time <= last.time || time > last.time + jump)) {
      offset += next - time;
      time = next;
    } else if (last && !jumps) {
      const own = timeWith(0);
      // What seemed a clock that began again was one frame without a time.
      if (offset !== 0 && own >= last.time && own <= last.time + jump) [offset, time] = [0, own];
      if (time < last.time - jump) {
        offset += next - time;
        time = next;
      } else time = Math.max(time, last.time);
      corrected = time !== own;
    }
    const duration = frame.duration > 0n ? (Number(frame.duration) * num) / den : usual;
    last = { time, duration, corrected };
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
