/** Runs .tflite files in LiteRT, Google's own runtime for the browser, which knows nothing of ours. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { launchOptions } from './browser';

const origin = 'https://litert.test';
const folderOf = (name: string) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const packages = { core: folderOf('@litertjs/core'), utils: folderOf('@litertjs/wasm-utils') };
const html = `<!doctype html><title>LiteRT</title>
<script type="importmap">{"imports": {"@litertjs/wasm-utils": "${origin}/utils/dist/index.js"}}</script>`;

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
    const folder = name === 'utils' ? packages.utils : packages.core;
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

/** An open browser with LiteRT in it. */
export async function openLitert(): Promise<Litert> {
  const browser: Browser = await chromium.launch(launchOptions([]));
  const files = new Map<string, Uint8Array>();
  const page = await browser.newPage();
  await serve(page, files);
  await page.goto(`${origin}/`);
  await page.evaluate(inPage);
  const give = (model: Uint8Array, inputs: readonly Float32Array[]) => {
    files.set('model.tflite', model);
    const joined = new Float32Array(inputs.reduce((sum, input) => sum + input.length, 0));
    let at = 0;
    for (const input of inputs) {
      joined.set(input, at);
      at += input.length;
    }
    files.set('inputs', new Uint8Array(joined.buffer));
  };
  return {
    async run(model, inputs) {
      give(model, inputs);
      const results = await page.evaluate<number[][][]>(`(async () => {
        const model = await load();
        const results = [];
        for (const input of await inputsOf(${inputs.length})) results.push(await runOne(model, input));
        model.delete();
        return results;
      })()`);
      return results.map((outputs) => outputs.map((values) => Float32Array.from(values)));
    },
    async time(model, input, runs) {
      give(model, [input]);
      return page.evaluate<number>(`(async () => {
        const model = await load();
        const [input] = await inputsOf(1);
        const taken = [];
        for (let i = 0; i < ${runs}; i++) {
          const start = performance.now();
          await runOne(model, input);
          taken.push(performance.now() - start);
        }
        model.delete();
        return taken.sort((a, b) => a - b)[${Math.floor(runs / 2)}];
      })()`);
    },
    close: () => browser.close(),
  };
}
