/** Times .onnx files in ONNX Runtime for the browser, in pages that have threads. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { launchOptions } from './browser';

const origin = 'https://ort.test';
const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
/** What a page needs to be given threads. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export interface OrtWeb {
  /** Probabilities of the reading for one face of 48 × 48, and median milliseconds, of so many runs. */
  time(
    model: Uint8Array,
    face: Float32Array,
    threads: number,
    runs: number,
  ): Promise<{ ms: number; emotions: number[] }>;
  close(): Promise<void>;
}

export async function openOrtWeb(): Promise<OrtWeb> {
  const browser = await chromium.launch(launchOptions([]));
  return {
    async time(model, face, threads, runs) {
      const page = await browser.newPage();
      try {
        await page.route(`${origin}/**`, async (route) => {
          const name = new URL(route.request().url()).pathname.slice(1);
          const headers = {
            ...isolation,
            'content-type': name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
          };
          if (name === '') return route.fulfill({ headers: { ...isolation, 'content-type': 'text/html' }, body: '' });
          if (name === 'model') return route.fulfill({ headers, body: Buffer.from(model) });
          return route.fulfill({ headers, body: await readFile(join(dist, name)) });
        });
        await page.goto(`${origin}/`);
        return await page.evaluate<{ ms: number; emotions: number[] }>(`(async () => {
          const ort = await import('${origin}/ort.wasm.min.mjs');
          ort.env.wasm.numThreads = ${threads};
          ort.env.wasm.wasmPaths = '${origin}/';
          const bytes = new Uint8Array(await (await fetch('${origin}/model')).arrayBuffer());
          const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
          const pixels = new ort.Tensor('float32', Float32Array.from(${JSON.stringify([...face])}), [1, 1, 48, 48]);
          const taken = [];
          let emotions;
          for (let i = 0; i < ${runs}; i++) {
            const start = performance.now();
            ({ emotions } = await session.run({ pixels }));
            taken.push(performance.now() - start);
          }
          return { ms: taken.sort((a, b) => a - b)[${Math.floor(runs / 2)}], emotions: [...emotions.data] };
        })()`);
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}
