/** `npm run build`: the page into dist/app, the package and the command line for Node into dist. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type Plugin } from 'vite';
import { securityHeaders } from '../src/cli/serving/securityHeaders';
import { models } from '../src/model';
import { packageRoot } from '../src/model/node';
import { copiedPackages, notice, packagesIn } from './notice';
import { pageAssets, pageConfig } from './pageConfig';

const root = packageRoot();
/** Packages of which a part is in the page or in the package. */
const bundled = new Set<string>();

// Whoever starts it: a test that has npm install this checkout would otherwise get the page as for development.
process.env['NODE_ENV'] = 'production';

/** Puts all that beside the page, so that it needs nothing from elsewhere. */
function assets(): Plugin {
  return {
    name: 'feeling:assets',
    apply: 'build',
    async generateBundle() {
      const emit = (fileName: string, source: Uint8Array) => this.emitFile({ type: 'asset', fileName, source });
      for (const [file, make] of Object.entries(pageAssets)) emit(file, await make());
    },
  };
}

/** Writes a gzipped copy beside every file that gains from it; the server sends that one. */
function compressed(): Plugin {
  return {
    name: 'feeling:compressed',
    apply: 'build',
    generateBundle: {
      // Vite writes its last changes into the chunks here, too.
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const zipped = gzipSync(content, { level: 9 });
          if (zipped.length < content.length * 0.95)
            this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: zipped });
        }
      },
    },
  };
}

/**
 * ONNX Runtime asks whether there is a `require`, for which the bundler would import its own from the worker: without it
 * two workers share one file of ONNX Runtime.
 */
const withoutRequire: Plugin = {
  name: 'feeling:without-require',
  transform(code, id) {
    if (!/onnxruntime-web[\\/]dist[\\/]ort\.\w+\.min\.mjs/.test(id)) return undefined;
    return { code: code.replaceAll(/\brequire\b(?=[<:.])/g, 'undefined'), map: null };
  },
};

const page: InlineConfig = {
  ...pageConfig([assets(), compressed(), packagesIn(bundled)]),
  worker: { format: 'es', plugins: () => [withoutRequire, packagesIn(bundled)] },
  build: { outDir: join(root, 'dist', 'app'), emptyOutDir: true, target: 'es2023', modulePreload: false },
};

/** What is loaded on demand only, and what the server alone has use for. */
const notKept = /asyncify|webgpu|blazeface-full|libheif|tiff|\.gz$|^serviceWorker\.js$/;

/** The service worker, which keeps all that the page needs to start. */
async function buildServiceWorker() {
  const folder = join(root, 'dist', 'app');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !notKept.test(file))
    .sort();
  const version = createHash('sha256');
  for (const file of files) version.update(file).update(readFileSync(join(folder, file)));
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    publicDir: false,
    define: {
      __pageFiles: JSON.stringify(files.map((file) => (file === 'index.html' ? './' : `./${file}`))),
      __securityHeaders: JSON.stringify(securityHeaders),
      __pageVersion: JSON.stringify(version.digest('hex').slice(0, 16)),
    },
    build: {
      lib: { entry: join(root, 'app/shell/serviceWorker.ts'), formats: ['es'], fileName: () => 'serviceWorker.js' },
      outDir: folder,
      emptyOutDir: false,
    },
  });
}

const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const optionalParts = Object.keys(packageJson.peerDependencies);

/**
 * Optional parts are looked for when they are needed, by Node itself: a bundler neither finds them nor misses them. What
 * each comment is for: webpack, Turbopack and Vite leave such an import as it is, the others one whose name is computed.
 */
const hiddenParts: Plugin = {
  name: 'feeling:hidden-parts',
  renderChunk: (code) =>
    code.replaceAll(/\b(import|resolve)\((["'`])([^"'`]+)\2\)/g, (whole, load: string, quote: string, name: string) => {
      if (!optionalParts.some((part) => name === part || name.startsWith(`${part}/`))) return whole;
      const computed = `[${quote}${name}${quote}].join()`;
      return load === 'import'
        ? `import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ ${computed})`
        : `resolve(${computed})`;
    }),
};

const node: InlineConfig = {
  root,
  plugins: [hiddenParts, packagesIn(bundled)],
  build: {
    ssr: true,
    target: 'node20',
    outDir: join(root, 'dist'),
    emptyOutDir: false,
    rollupOptions: {
      // Whether they are installed or not.
      external: (name) => optionalParts.some((part) => name === part || name.startsWith(`${part}/`)),
      input: {
        cli: join(root, 'src/cli/main.ts'),
        classifierThread: join(root, 'src/detect/classifierThread.ts'),
        analyzeWorker: join(root, 'src/cli/reading/analyzeWorker.ts'),
        unitReader: join(root, 'src/cli/archive/unitReader.ts'),
        batchWorker: join(root, 'src/train/batchWorker.ts'),
        node: join(root, 'src/public/node.ts'),
        train: join(root, 'src/public/train.ts'),
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // They stand in the types, which editors show.
        comments: { jsdoc: false },
        // Reports must not load what draws into photos and videos, whose packages may be absent: what both need is apart.
        codeSplitting: { groups: [{ name: 'marks', test: /src\/report\/(faceMarks|palette)\.ts$/ }] },
      },
    },
  },
};

/** Addresses of files beside the package's browser module, as bundlers look for them; see src/detect/browser.ts. */
const assetAddresses: Plugin = {
  name: 'feeling:asset-addresses',
  renderChunk: (code) =>
    code
      // ONNX Runtime asks where its own file was before it was bundled; no bundler can find that.
      .replaceAll(/new URL\((["'`])ort\.[\w.]+\.mjs\1,\s*import\.meta\.url\)\.href/g, 'import.meta.url')
      .replaceAll(/__asset\(\s*(["'`])(.+?)\1\s*\)/g, 'new URL("$2", import.meta.url).href'),
};

const browser: InlineConfig = {
  root,
  plugins: [assetAddresses, packagesIn(bundled)],
  resolve: page.resolve as NonNullable<InlineConfig['resolve']>,
  publicDir: false,
  build: {
    lib: { entry: join(root, 'src/public/browser.ts'), formats: ['es'], fileName: () => 'browser.js' },
    outDir: join(root, 'dist'),
    emptyOutDir: false,
    target: 'es2023',
    minify: true,
    // Vite leaves white space in libraries, for the sake of tree-shaking; here all of it is used.
    rollupOptions: { output: { chunkFileNames: 'chunks/[name]-[hash].js', minify: true } },
  },
};

/** Files that the package's modules find beside them. */
async function copyAssets() {
  const assetsFolder = join(root, 'dist', 'assets');
  await mkdir(assetsFolder, { recursive: true });
  const resolve = createRequire(import.meta.url).resolve;
  const faceModels = models
    .filter((m) => m.from !== undefined)
    .map((m) => join(dirname(resolve(`${m.from}/package.json`)), m.file));
  const ort = ['mjs', 'wasm'].map((ext) => join(dirname(resolve('onnxruntime-web')), `ort-wasm-simd-threaded.${ext}`));
  for (const file of [...faceModels, ...ort]) await copyFile(file, join(assetsFolder, basename(file)));
}

/** What `require` gets: the ES module where Node can load it, else a sentence. */
const required = (door: string, name: string) => `'use strict';
try {
  module.exports = require('./${door}.js');
} catch (error) {
  if (error.code !== 'ERR_REQUIRE_ESM') throw error;
  throw new Error(
    "${name} is an ES module, which this Node cannot require: write await import('${name}'), or use Node 20.19, 22.12 or later",
  );
}
`;

await rm(join(root, 'dist'), { recursive: true, force: true });
for (const config of [page, node, browser]) await build({ ...config, configFile: false, logLevel: 'warn' });
const licences = notice([...bundled, ...copiedPackages]);
await writeFile(join(root, 'dist', 'app', 'NOTICE.txt'), licences);
await buildServiceWorker();
await copyAssets();
await writeFile(join(root, 'dist', 'node.cjs'), required('node', 'feeling'));
await writeFile(join(root, 'dist', 'train.cjs'), required('train', 'feeling/train'));
// `npx feeling` in a checkout starts the file itself.
await chmod(join(root, 'dist', 'cli.js'), 0o755);
