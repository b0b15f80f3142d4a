/** Runs .tflite files in LiteRT, Google's own runtime for the browser, which knows nothing of ours. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { launchOptions } from './browser';
import { hasPeer, peerFolder } from './peerFolder';

const origin = 'https://litert.test';
const html = `<!doctype html><title>LiteRT</title>
<script type="importmap">{"imports": {"@litertjs/wasm-utils": "${origin}/utils/dist/index.js"}}</script>`;

/** Whether it is installed: see `peerFolder`. */
export const hasLitert = hasPeer('@litertjs/core');

export interface Litert {
  /** What the model gives for each input, by output in the file's order; inputs and outputs are floats. */
  run(model: Uint8Array, inputs: readonly Float32Array[]): Promise<Float32Array[][]>;
  /** Median milliseconds for one input, of so many runs. */
  time(model: Uint8Array, input: Float32Array, runs: number): Promise<number>;
  close(): Promise<void>;
}

/** Files that the page asks for: LiteRT's own, and what is to be run, by name. */
async function serve(page: Page, files: Map<string, Uint8Array>) {
  await page.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: html });
    const [, name = '', ...rest] = path.split('/');
    const folder = peerFolder(name === 'utils' ? '@litertjs/wasm-utils' : '@litertjs/core');
    const body = Buffer.from(files.get(name) ?? (await readFile(join(folder, ...rest))));
    const contentType = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.wasm')
        ? 'application/wasm'
        : 'application/octet-stream';
    return route.fulfill({ body, contentType });
  });
}

// As text, since what runs in the page is not to be transformed.
const inPage = `
  window.ready = import('${origin}/core/dist/index.js').then(async (litert) => {
    await litert.loadLiteRt('${origin}/core/wasm/');
    return litert;
  });
  window.load = async () => {
    const { loadAndCompile } = await window.ready;
    return loadAndCompile('${origin}/model.tflite', { accelerator: 'wasm' });
  };
  window.runOne = async (model, data) => {
    const { Tensor } = await window.ready;
    const [{ shape }] = model.getInputDetails();
    const input = new Tensor(data, [...shape]);
    const results = await model.run([input]);
    const names = model.getOutputDetails();
    const outputs = [];
    for (const result of Array.isArray(results) ? results : names.map(({ name }) => results[name])) {
      outputs.push(Array.from(result.toTypedArray()));
      result.delete();
    }
    input.delete();
    return outputs;
  };
  window.inputsOf = async (count) => {
    const all = new Float32Array(await (await fetch('${origin}/inputs')).arrayBuffer());
    return Array.from({ length: count }, (_, i) => all.slice((i * all.length) / count, ((i + 1) * all.length) / count));
  };`;

/** An open browser with LiteRT in it. Each model has a page of its own: one after another in one page are slower. */
export async function openLitert(): Promise<Litert> {
  const browser: Browser = await chromium.launch(launchOptions([]));
  async function inFreshPage<T>(model: Uint8Array, inputs: readonly Float32Array[], script: string): Promise<T> {
    const page = await browser.newPage();
    try {
      await serve(
        page,
        new Map([
          ['model.tflite', model],
          ['inputs', joined(inputs)],
        ]),
      );
      await page.goto(`${origin}/`);
      await page.evaluate(inPage);
      return await page.evaluate<T>(`(async () => {
        const model = await load();
        const inputs = await inputsOf(${inputs.length});
        ${script}
      })()`);
    } finally {
      await page.close();
    }
  }
  return {
    async run(model, inputs) {
      const results = await inFreshPage<number[][][]>(
        model,
        inputs,
        `const results = [];
        for (const input of inputs) results.push(await runOne(model, input));
        return results;`,
      );
      return results.map((outputs) => outputs.map((values) => Float32Array.from(values)));
    },
    time: (model, input, runs) =>
      inFreshPage<number>(
        model,
        [input],
        `const taken = [];
        for (let i = 0; i < ${runs}; i++) {
          const start = performance.now();
          await runOne(model, inputs[0]);
          taken.push(performance.now() - start);
        }
        return taken.sort((a, b) => a - b)[${Math.floor(runs / 2)}];`,
      ),
    close: () => browser.close(),
  };
}

function joined(inputs: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(inputs.reduce((sum, input) => sum + input.length, 0));
  let at = 0;
  for (const input of inputs) {
    all.set(input, at);
    at += input.length;
  }
  return new Uint8Array(all.buffer);
}
