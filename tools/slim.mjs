/**
 * After `npm install` in a checkout: removes files that packages bring for other computers, for other ways of loading them
 * and for debuggers, which nothing here opens; some 420 MB. `npm install --force` brings them back.
 */
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '..', 'node_modules');
const inside = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** ONNX Runtime comes for every system and processor at once: bin/napi-v6/<system>/<processor>. */
function* otherSystems() {
  const bin = join(modules, 'onnxruntime-node', 'bin');
  for (const abi of inside(bin))
    for (const system of inside(join(bin, abi)))
      for (const processor of inside(join(bin, abi, system)))
        if (system !== process.platform || processor !== process.arch) yield join(bin, abi, system, processor);
}

/** Files of a package's folder whose names are like this. */
function* files(folder, unused) {
  for (const file of inside(join(modules, folder))) if (unused.test(file)) yield join(modules, folder, file);
}

function* otherForms() {
  // Of ONNX Runtime's forms for browsers two are used, with threads and with WebGPU, each minified.
  yield* files('onnxruntime-web/dist', /\.(jsep|jspi)\.|^ort\.(all|webgl)\.|^ort(\.\w+)?\.m?js$/);
  // HDF5 is read in Node alone.
  yield* files('h5wasm/dist', /^(esm|iife)$/);
  // libheif without WebAssembly.
  yield* files('libheif-js', /^libheif$/);
  yield* files('mediabunny/dist', /^bundles$/);
  yield* files('linkedom', /^(cjs|worker\.js)$/);
  yield* files('fake-indexeddb/build', /^cjs$/);
  // What packages were made from.
  yield* files('mediabunny', /^src$/);
  yield* files('onnxruntime-web', /^lib$/);
  // The browser is driven, and its recorder and viewers are not opened.
  yield* files('playwright-core/lib', /^vite$/);
  // Of face-api the photos of faces are used; measurements install it whole for themselves.
  yield* files('@vladmandic/face-api', /^(dist|model)$/);
  // Every browser that runs the page has SIMD.
  yield* files('@mediapipe/face_detection', /_solution_wasm_bin\.wasm$/);
}

/** Of the queue's parts Node loads CommonJS; the types lie beside the other form. */
function* otherFormsOfQueues() {
  const unused = [/^cjs.*\.d\.ts$/, /^esm.*\.js$/, /\.lua$/, /\.tsbuildinfo$/];
  const folder = join(modules, 'bullmq', 'dist');
  for (const file of existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
    if (unused.some((pattern) => pattern.test(file))) yield join(folder, file);
  yield* files('luxon/build', /^(amd|cjs-browser|es6|global)$/);
  yield* files('luxon', /^src$/);
  yield* files('msgpackr/dist', /^(?!node\.cjs$)/);
  yield* files('pino', /^(test|docs|benchmarks|examples)$/);
}

function* sourceMaps() {
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.(m?js|ts|cjs|css)\.map$/.test(entry.name)) yield join(entry.parentPath, entry.name);
}

// A checkout that shares its packages with others leaves them as they are.
if (existsSync(modules) && !lstatSync(modules).isSymbolicLink())
  for (const unused of [otherSystems, otherForms, otherFormsOfQueues, sourceMaps])
    for (const path of [...unused()]) rmSync(path, { recursive: true, force: true });
