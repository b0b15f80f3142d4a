/** What the page needs of a browser. */

const parts: Readonly<Record<string, () => boolean>> = {
  WebAssembly: () => typeof WebAssembly === 'object',
  VideoFrame: () => typeof VideoFrame === 'function',
  requestVideoFrameCallback: () => 'requestVideoFrameCallback' in HTMLVideoElement.prototype,
  OffscreenCanvas: () => typeof OffscreenCanvas === 'function',
};

/** Names of what this browser lacks. */
export const missingParts = (): string[] =>
  Object.entries(parts)
    .filter(([, isThere]) => !isThere())
    .map(([name]) => name);
