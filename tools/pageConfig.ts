/** How Vite makes the page, for the build and for development. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import preact from '@preact/preset-vite';
import type { InlineConfig, Plugin } from 'vite';
import { packageRoot, pageModels } from '../src/model/node';

/** ONNX Runtime's WebAssembly, with and without WebGPU. */
const ortFiles = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'].flatMap((name) => [
  `${name}.mjs`,
  `${name}.wasm`,
]);
const { resolve } = createRequire(import.meta.url);
const ortFolder = dirname(resolve('onnxruntime-web'));
const libheif = 'libheif-js/libheif-wasm/libheif.wasm';

/** Networks, ONNX Runtime's files and HEIC's decoder, by where the page looks for them. */
export const pageAssets: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  ...Object.fromEntries(Object.entries(pageModels).map(([file, make]) => [`models/${file}`, make])),
  ...Object.fromEntries(ortFiles.map((file) => [`ort/${file}`, () => readFileSync(join(ortFolder, file))])),
  'sample.svg': () => readFileSync(join(packageRoot(), 'docs', 'portrait.svg')),
  'heif/libheif.wasm': () => readFileSync(resolve(libheif)),
};

export const pageConfig = (plugins: Plugin[]): InlineConfig => ({
  root: join(packageRoot(), 'app'),
  base: './',
  plugins: [preact({ devToolsEnabled: false }), ...plugins],
  resolve: {
    conditions: ['onnxruntime-web-use-extern-wasm', 'browser', 'module', 'import', 'default'],
    alias: { pako: join(packageRoot(), 'src/media/inflateRaw.ts') },
  },
});
