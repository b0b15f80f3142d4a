/** NOTICE.txt: the licences of everything that a build contains, taken from the packages themselves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { packageRoot } from '../src/model/node';

const modules = join(packageRoot(), 'node_modules');

/** Files that are copied, not bundled: BlazeFace's weights, ONNX Runtime's WebAssembly. */
export const copiedPackages = ['@mediapipe/face_detection', 'onnxruntime-web'];

/** What a package's authors say, where it ships without a licence's text. */
const holders: Readonly<Record<string, string>> = {
  'onnxruntime-web': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
  '@mediapipe/face_detection': 'Copyright The MediaPipe Authors (BlazeFace: Bazarevsky et al., Google, 2019)',
};

/** Texts that packages have deeper inside: libheif itself, which libheif-js compiles. */
const further: Readonly<Record<string, string[]>> = { 'libheif-js': ['libheif-wasm/LICENSE'] };

/** A plugin that adds the name of every package of which a module is bundled. */
export const packagesIn = (found: Set<string>): Plugin => ({
  name: 'feeling:packages',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') for (const id of Object.keys(file.modules)) add(found, id);
  },
});

function add(found: Set<string>, id: string) {
  const name = id.split(/node_modules[\\/]/).at(-1) as string;
  if (name === id || id.startsWith('\0')) return;
  const [scope = '', rest = ''] = name.split(/[\\/]/);
  found.add(scope.startsWith('@') ? `${scope}/${rest}` : scope);
}

/**
 * The text for these packages, by licence and name: one text after its like packs to a fraction. Throws an Error that names a package whose licence
 * is not known.
 */
export function notice(packages: Iterable<string>): string {
  const found = [...new Set(packages)].sort().map((name) => {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { license, text: `${name} ${version}\nLicence: ${license}\n\n${licenceText(name, folder, license)}` };
  });
  const parts = found.sort((a, b) => a.license.localeCompare(b.license)).map(({ text }) => text);
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `feeling contains the work of others. Their licences:${rule}${parts.join(rule)}\n`;
}

function licenceText(name: string, folder: string, license: string): string {
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .concat(further[name] ?? []);
  if (files.some((file) => /^(licen[cs]e|copying)/i.test(file)))
    return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  const holder = holders[name];
  // Both texts are those that other packages ship.
  const same = { MIT: 'valibot/LICENSE.md', 'Apache-2.0': 'dexie/LICENSE' }[license];
  if (holder === undefined || same === undefined || !existsSync(join(modules, same)))
    throw new Error(`${name}: ships no licence's text; say in tools/notice.ts who holds its rights`);
  const text = readFileSync(join(modules, same), 'utf8').trim();
  return `${holder}\n\n${license === 'MIT' ? text.slice(text.indexOf('Permission is hereby granted')) : text}`;
}
