import '../../tools/barePage';
import { expect, it, vi } from 'vitest';
import { type Engine, StartedAgain } from '../reading/engine';
import { createFiles, isNotRead } from './files';
import { openVideo } from './openedVideo';

/** Reads a photo with an engine that fails so before it answers; returns how it ended. */
async function readPhoto(...failures: Error[]) {
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
  const engine = {
    async read() {
      const failure = failures.shift();
      if (failure) throw failure;
      return { readings: [], width: 40, height: 30 };
    },
  };
  const files = createFiles(engine as unknown as Engine);
  files.add([new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'photo')]);
  await vi.waitUntil(() => ['done', 'unreadable'].includes(files.entries.value[0]?.state.value ?? ''));
  return files.entries.value[0]?.state.value;
}

it('a photo is read again where reading was started anew meanwhile, as often as settings are changed', async () => {
  const changed = () => new StartedAgain('settings');
  expect(await readPhoto(changed(), changed(), changed())).toBe('done');
});

it('a photo of which the worker dies twice is given up, and one beside which it died once is not', async () => {
  const died = () => new StartedAgain('death');
  expect(await readPhoto(died())).toBe('done');
  expect(await readPhoto(died(), died())).toBe('unreadable');
});

it.each([
  ['', 'empty'],
  ['%PDF-1.7', 'noPicture'],
  ['a note', 'noPicture'],
  ['GIF89a', 'unreadable'],
])('a file of "%s" that cannot be read is told to be what it is: %s', async (content, told) => {
  vi.stubGlobal('createImageBitmap', async () => {
    throw new Error('no picture');
  });
  const files = createFiles({} as Engine);
  files.add([new File([content], 'holiday.jpg')]);
  await vi.waitUntil(() => isNotRead(files.entries.value[0]?.state.value ?? ''));
  expect(files.entries.value[0]?.state.value).toBe(told);
});

it('a photo that cannot be read is not tried again', async () => {
  expect(await readPhoto(new Error('damaged'))).toBe('unreadable');
});

/** A film of two seconds that is damaged at its end, and decoded half a second ahead of the place. */
class DamagedVideo extends EventTarget {
  static opened = 0;
  error: { message: string } | undefined;
  readonly duration = 2;
  #time = 0;
  get currentTime() {
    return this.#time;
  }
  set currentTime(time: number) {
    this.#time = time;
    queueMicrotask(() => {
      if (time < 2) this.dispatchEvent(new Event('seeked'));
      if (time + 0.5 < 2) return;
      this.error = { message: 'damaged' };
      this.dispatchEvent(new Event('error'));
    });
  }
  set src(_: string) {
    DamagedVideo.opened++;
    queueMicrotask(() => this.dispatchEvent(new Event('loadeddata')));
  }
  removeAttribute() {}
  load() {}
}

it('a video that breaks ahead of the place is opened anew, and read up to what is damaged', async () => {
  vi.stubGlobal('document', { createElement: () => new DamagedVideo() });
  const video = await openVideo('');
  const reached: number[] = [];
  const goOn = async () => {
    for (let time = 0.25; ; time += 0.25) {
      await video.goTo(time);
      reached.push(time);
      // A frame is read meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await expect(goOn()).rejects.toThrow('damaged');
  expect(reached).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  expect(DamagedVideo.opened).toBeGreaterThan(1);
});

it('the picture of a place is taken once the browser shows it, which may be after it says that it is there', async () => {
  let shown = 0;
  class SlowVideo extends DamagedVideo {
    override set currentTime(time: number) {
      super.currentTime = time;
      // Ten frames a second.
      setTimeout(() => {
        shown = Math.floor(time * 10 + 1e-9) / 10;
      }, 10);
    }
    override get currentTime() {
      return super.currentTime;
    }
  }
  vi.stubGlobal('document', { createElement: () => new SlowVideo() });
  vi.stubGlobal(
    'VideoFrame',
    class {
      timestamp = Math.round(shown * 1e6);
      close() {}
    },
  );
  const video = await openVideo('');
  const times: number[] = [];
  for (const time of [0, 0.2, 0.4, 0.9]) times.push((await video.picture(time)).timestamp / 1e6);
  expect(times).toEqual([0, 0.2, 0.4, 0.9]);
});
