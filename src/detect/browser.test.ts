import { expect, it, vi } from 'vitest';
import { createDetector } from './browser';

// The build puts the files' addresses there.
vi.hoisted(() => vi.stubGlobal('__asset', (name: string) => name));

it('createDetector refuses in a browser what works in Node only, before it loads anything', async () => {
  await expect(createDetector({ device: 'webgpu' })).rejects.toThrow(
    'device "webgpu" works in Node only; available in a browser: cpu, auto (which takes the CPU there)',
  );
  await expect(createDetector({ faceDetector: 'mtcnn' })).rejects.toThrow(
    'face detector "mtcnn" works in Node only; available in a browser: auto, blazeface, blazeface-full',
  );
});
