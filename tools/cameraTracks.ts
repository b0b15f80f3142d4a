/** Counts the camera's tracks in a page, whatever the page itself says of them. */
import type { Page } from 'playwright-core';

interface Watched {
  tracks: MediaStreamTrack[];
  /** Moments at which the page's sign and the tracks disagreed. */
  lies: string[];
}
declare const cameraWatch: Watched;

/**
 * Before the page opens: notes every track that the browser gives, and every few milliseconds compares with the sign.
 *
 * delay  milliseconds by which the browser is slower to give the camera
 */
export async function watchTracks(page: Page, delay = 0) {
  await page.addInitScript((milliseconds) => {
    const watch: Watched = { tracks: [], lies: [] };
    Object.assign(window, { cameraWatch: watch });
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wish) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const stream = await real(wish);
      watch.tracks.push(...stream.getTracks());
      return stream;
    };
    setInterval(() => {
      const live = watch.tracks.filter((track) => track.readyState === 'live').length;
      const sign = document.querySelectorAll('.camera-on').length;
      if (live > 1 || live !== sign) watch.lies.push(`${live} live with ${sign} signs`);
    }, 5);
  }, delay);
  return {
    live: () => page.evaluate(() => cameraWatch.tracks.filter((track) => track.readyState === 'live').length),
    given: () => page.evaluate(() => cameraWatch.tracks.length),
    lies: () => page.evaluate(() => cameraWatch.lies),
  };
}

/** The page is put behind another tab, or seen again. */
export const hide = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (value ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
