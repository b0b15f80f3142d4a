import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { hasShared, realFace, sharedMedia } from '../../tools/camera';
import { temporaryFolder } from '../../tools/temporary';
import { type Frame, MediaError } from '../media';
import type { PictureInput, VideoInput } from './detector';
import { createDetector } from './node';

const detector = await createDetector();
afterAll(() => detector.close());
const folder = temporaryFolder();
const path = join(folder, 'face.png');
await writeFile(
  path,
  await sharp(await realFace('smiling'))
    .png()
    .toBuffer(),
);
const content = await readFile(path);
/** Bytes that are not a view into a larger buffer. */
const buffer = Uint8Array.from(content).buffer;
const size = 64;
const pixels = { data: new Uint8Array(size * size * 4), width: size, height: size };

describe('detect takes', async () => {
  const expected = await detector.detect(path);
  const inputs: [string, PictureInput][] = [
    ['a Buffer', content],
    ['an ArrayBuffer', buffer],
    ['a Blob', new Blob([buffer])],
    ['a URL', pathToFileURL(path)],
    ['a file: address', pathToFileURL(path).href],
    ['a data: address', `data:image/png;base64,${content.toString('base64')}`],
  ];
  it.each(inputs)('%s, and reads the same as from the path', async (_, input) => {
    expect(expected[0]?.named).toEqual(['happy']);
    expect(await detector.detect(input)).toEqual(expected);
  });

  it.each([
    [{ data: new Uint8Array(4), width: 1, height: 1 }],
    [{ data: new Uint8ClampedArray(4000), width: 1, height: 1000 }],
  ])('pixels of any size', async (picture) => {
    expect(await detector.detect(picture)).toEqual([]);
  });
});

describe('detect refuses', () => {
  const needs = /^detect in Node needs the path of a photo.*\(got /;
  it.each<[string, unknown, string | RegExp]>([
    ['nothing', undefined, needs],
    ['null', null, needs],
    ['a number', 7, /\(got 7\)$/],
    ['floats', new Float32Array(16), /\(got a Float32Array\)$/],
    ['an address on the network', 'https://example.com/a.jpg', '"https://example.com/a.jpg": feeling fetches nothing'],
    ['an address of a blob', 'blob:nodedata:1', 'feeling fetches nothing'],
    ['a broken data: address', 'data:nothing', 'not a data: address'],
    [
      'RGB',
      { ...pixels, data: new Uint8Array(size * size * 3) },
      '64 × 64 pixels need 16384 bytes of RGBA (got 12288; these are RGB',
    ],
    ['grey values', { ...pixels, data: new Uint8Array(size * size) }, 'these are grey values'],
    ['too few bytes', { ...pixels, data: new Uint8Array(5) }, 'need 16384 bytes of RGBA (got 5)'],
    [
      'no pixels',
      { data: new Uint8Array(0), width: 0, height: 100 },
      'width and height must be whole numbers from 1 (got 0 and 100)',
    ],
    ['negative sizes', { data: new Uint8Array(16), width: -2, height: -2 }, '(got -2 and -2)'],
    ['half pixels', { data: new Uint8Array(4), width: 0.5, height: 2 }, '(got 0.5 and 2)'],
    ['pixels as floats', { ...pixels, data: new Float32Array(size * size * 4) }, '(got a Float32Array)'],
    ['pixels as an array', { ...pixels, data: Array(size * size * 4).fill(3) }, '(got an Array)'],
  ])('%s with a TypeError that says what to pass', async (_, input, message) => {
    const refused = detector.detect(input as PictureInput);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(TypeError);
  });

  it('empty content, and content that is no photo', async () => {
    await expect(detector.detect(new Uint8Array(0))).rejects.toThrow(new MediaError('the content is empty'));
    await expect(detector.detect(Buffer.from('%PDF-1.7 ...'))).rejects.toThrow(/^the content: PDF is not supported/);
  });

  it('options that it does not have', async () => {
    await expect(detector.detect(path, { threshold: 0.5 } as object)).rejects.toThrow(
      'detect has no option "threshold"; it takes signal, and createDetector takes "threshold"',
    );
    await expect(detector.detect(path, { signal: 'now' } as object)).rejects.toThrow(
      'signal must be an AbortSignal (got "now")',
    );
  });
});

const frame = (time?: number) => ({ ...pixels, ...(time !== undefined && { time }) }) as Frame;
const all = async (source: VideoInput) => {
  const times: number[] = [];
  for await (const { time } of detector.watch(source)) times.push(time);
  return times;
};

describe('watch takes frames', () => {
  it('from arrays and generators, also two at the same time', async () => {
    expect(await all([frame(0), frame(0.5), frame(0.5)])).toEqual([0, 0.5, 0.5]);
    const generated = (function* () {
      yield frame(1);
      yield frame(2);
    })();
    expect(await all(generated)).toEqual([1, 2]);
  });

  it.each<[string, Frame[], string]>([
    ['without a time', [frame()], 'frame 0: time must be its seconds since the start, such as 0 / 30 (got undefined)'],
    ['with NaN', [frame(0), frame(Number.NaN)], 'frame 1: time must be its seconds'],
    ['that go back', [frame(0.2), frame(0.1)], 'frame 1: time must not go back (got 0.1 after 0.2)'],
    [
      'of another size',
      [frame(0), { ...frame(1), width: 63 }],
      'frame 1: 63 × 64 pixels need 16128 bytes of RGBA (got 16384)',
    ],
    [
      'that are not frames',
      [null as unknown as Frame],
      'frame 0: a frame must have data, width, height and time (got null)',
    ],
  ])('and refuses those %s', async (_, frames, message) => {
    await expect(all(frames)).rejects.toThrow(message);
  });

  it('and leaves their source when the loop is left, fails, or is told to stop', async () => {
    let left = 0;
    const source = async function* () {
      try {
        for (let i = 0; ; i++) yield frame(i);
      } finally {
        left++;
      }
    };
    for await (const { index } of detector.watch(source())) if (index === 1) break;
    expect(left).toBe(1);
    const loop = async () => {
      for await (const _ of detector.watch(source())) throw new Error('mine');
    };
    await expect(loop()).rejects.toThrow('mine');
    expect(left).toBe(2);
    const stop = new AbortController();
    const stopped = async () => {
      for await (const _ of detector.watch(source(), { signal: stop.signal })) stop.abort();
    };
    await expect(stopped()).rejects.toThrow(/aborted/);
    expect(left).toBe(3);
  });
});

describe('watch, while it waits for a frame that does not come,', () => {
  /** One frame, then nothing until it is let go; whether it waits, and how often it was left. */
  function stalling() {
    let letGo = () => {};
    let left = 0;
    let isWaiting = false;
    const waiting = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    async function* frames() {
      try {
        yield frame(0);
        isWaiting = true;
        await waiting;
      } finally {
        left++;
      }
    }
    return { frames: frames(), letGo, left: () => left, isWaiting: () => isWaiting };
  }

  it('ends when its signal aborts, and leaves the source once that can be left', async () => {
    const { frames, letGo, left, isWaiting } = stalling();
    const stop = new AbortController();
    const watching = detector.watch(frames, { signal: stop.signal });
    await watching.next();
    const next = watching.next();
    await expect.poll(isWaiting).toBe(true);
    stop.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    expect(left()).toBe(0);
    letGo();
    await expect.poll(left).toBe(1);
  });

  it('ends when the detector is closed', async () => {
    const other = await createDetector({ model: 'tiny', faceDetector: 'blazeface' });
    const { frames, letGo, left, isWaiting } = stalling();
    const watching = other.watch(frames);
    await watching.next();
    const next = watching.next();
    await expect.poll(isWaiting).toBe(true);
    await Promise.all([
      expect(next).rejects.toThrow('the detector is closed; make another with createDetector()'),
      other.close(),
    ]);
    letGo();
    await expect.poll(left).toBe(1);
  });
});

it('watch takes a photo as one frame, by its path and its content', async () => {
  expect(await all(path)).toEqual([0]);
  expect(await all(content)).toEqual([0]);
});

describe('watch refuses', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'watch in Node needs the path of a video'],
    ['a single picture', pixels, 'detect reads a single picture'],
    ['floats', new Float32Array(4), '(got a Float32Array)'],
  ])('%s at once', (_, source, message) => {
    expect(() => detector.watch(source as VideoInput)).toThrow(message);
  });

  it.each([
    [0, '0'],
    [65, '65'],
    [1.5, '1.5'],
    ['8', '"8"'],
    [Infinity, 'Infinity'],
  ])('framesAtOnce %j', (framesAtOnce, got) => {
    expect(() => detector.watch([], { framesAtOnce } as never)).toThrow(
      new TypeError(`framesAtOnce must be a whole number from 1 to 64 (got ${got})`),
    );
  });

  it('a value that is not a state', () => {
    expect(() => detector.watch([], { resumeFrom: {} as never })).toThrow(
      'resumeFrom must be what state() of a watched frame gave (got an object)',
    );
  });
});

describe.skipIf(!hasShared)('a video (skipped without ../shared)', () => {
  const clip = sharedMedia('woman2.mp4');
  const first = async (source: VideoInput) => {
    for await (const { readings } of detector.watch(source)) return readings;
  };

  it('is the same by its path, its address and its content, and its content leaves no file behind', async () => {
    const expected = await first(clip);
    expect(expected?.[0]?.named).toContain('happy');
    expect(await first(pathToFileURL(clip))).toEqual(expected);
    const bytes = await readFile(clip);
    // A place for temporary files that no other test uses.
    const temporary = join(folder, 'temporary');
    await mkdir(temporary);
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) vi.stubEnv(name, temporary);
    try {
      expect(await first(bytes)).toEqual(expected);
      expect(await first(new Blob([Uint8Array.from(bytes)]))).toEqual(expected);
    } finally {
      vi.unstubAllEnvs();
    }
    expect(await readdir(temporary)).toEqual([]);
  });

  it('goes to watch, not to detect', async () => {
    await expect(detector.detect(clip)).rejects.toThrow(`${clip}: is a video, and detect reads photos; use watch`);
    await expect(detector.detect(await readFile(clip))).rejects.toThrow('the content: is a video');
  });
});

describe('a closed detector', () => {
  it('closes once, says so to whoever uses it, and finishes what it reads before', async () => {
    const other = await createDetector({ model: 'tiny' });
    const reading = other.detect(path);
    const watching = other.watch([frame(0), frame(1)]);
    await watching.next();
    await Promise.all([other.close(), other.close()]);
    expect((await reading)[0]?.named).toEqual(['happy']);
    await other.close();
    const closed = 'the detector is closed; make another with createDetector()';
    await expect(other.detect(path)).rejects.toThrow(closed);
    await expect(watching.next()).rejects.toThrow(closed);
    await expect(other.watch([frame(0)]).next()).rejects.toThrow(closed);
    // Others live on.
    expect((await detector.detect(path))[0]?.named).toEqual(['happy']);
  });

  it('is closed at the end of its block by `await using`', async () => {
    let kept: typeof detector;
    {
      await using mine = await createDetector({ model: 'tiny', faceDetector: 'blazeface' });
      kept = mine;
      expect(await mine.detect(pixels)).toEqual([]);
    }
    await expect(kept.detect(pixels)).rejects.toThrow('the detector is closed');
  });
});

describe('createDetector', () => {
  it.each<[string, unknown, string]>([
    ['a misspelt option', { treshold: 0.5 }, 'createDetector has no option "treshold"; did you mean "threshold"?'],
    [
      'an option of older versions',
      { faces: 'auto' },
      'createDetector has no option "faces"; did you mean "faceDetector"?',
    ],
    ['numbers as text', { threshold: '0.5' }, 'threshold must be between 0 and 1 (got "0.5")'],
    [
      'two at once',
      { threshold: 2, maxMegapixels: 0 },
      'threshold must be between 0 and 1 (got 2); maxMegapixels must be a number above 0 (got 0)',
    ],
    ['an empty model', { model: '' }, 'model must not be empty (got "")'],
    ['no object', 'compact', 'createDetector: options must be an object (got "compact")'],
  ])('refuses %s', async (_, options, message) => {
    await expect(createDetector(options as object)).rejects.toThrow(message);
  });

  it('gives up loading when it is told to', async () => {
    await expect(createDetector({ signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
  });
});
