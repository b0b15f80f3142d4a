/** The page where the browser has a graphics card: one that Chromium's software driver plays. */
import type { Page } from 'playwright-core';

const played = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/** A card that computes; frames of a video cannot be given to it. */
export const cardArguments: readonly string[] = played;
/** One that takes frames, too. */
export const cardWithFrames: readonly string[] = [
  ...played,
  ...['--use-vulkan=swiftshader', '--use-angle=swiftshader', '--disable-vulkan-surface'],
];

/** Whether this browser has a card, if only a played one. Asked on a page of the server. */
export const hasCard = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
    return (await gpu?.requestAdapter().catch(() => null)) != null;
  });

/** Whether this browser can give a frame to its card. Asked on a page of the server. */
export const cardTakesFrames = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: GPU };
    const device = await (await gpu?.requestAdapter().catch(() => null))?.requestDevice();
    const planes = new Uint8Array(64 * 64 * 1.5);
    const source = new VideoFrame(planes, { format: 'I420', codedWidth: 64, codedHeight: 64, timestamp: 0 });
    try {
      return device?.importExternalTexture({ source }) !== undefined;
    } catch {
      return false;
    } finally {
      source.close();
      device?.destroy();
    }
  });

/** Has a worker of the page, by the name of its script, run something before anything else. */
export const inWorker = (page: Page, worker: 'reader' | 'trainer', script: string) =>
  page.route(`**/${worker}.worker*.js`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
