import { expect, it, vi } from 'vitest';
import { type Engine, StartedAgain } from '../reading/engine';
import { once } from './duration';
import { createFiles } from './files';

vi.hoisted(() => {
  // The page's settings listen to other tabs as soon as they are loaded.
  globalThis.addEventListener = () => {};
});

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
  files.add([new File(['no format that is known'], 'photo')]);
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

it('a photo that cannot be read is not tried again', async () => {
  expect(await readPhoto(new Error('damaged'))).toBe('unreadable');
});

it('a video that broke while a frame of it was being read is not waited for', async () => {
  const video = Object.assign(new EventTarget(), { error: { message: 'damaged' } });
  await expect(once(video as unknown as HTMLVideoElement, 'seeked')).rejects.toThrow('damaged');
});
