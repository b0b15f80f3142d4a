/** The networks as the page loads them. Most are made from what ships, so that nothing ships twice. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files/node';
import { cacheFolder } from './cacheFolder';
import { withFeatures } from './features';
import { loadModel } from './load';
import { inWholeNumbers } from './ranges';
import { findModel } from './registry';

/** By their file's name. */
export const pageModels: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'blazeface.onnx': () => loadModel('blazeface', 'faces'),
  'blazeface-full.onnx': () => loadModel('blazeface-full', 'faces'),
  'compact.onnx': async () => withFeatures(await loadModel('compact', 'expression')),
  // On processors whole numbers are faster, and as right (models/compact.md).
  'compact-int8.onnx': async () => withFeatures(inWholeNumbers(await loadModel('compact', 'expression'))),
};

/** Changes when they are made otherwise than before. */
const edition = 2;

/** A folder with all of them, made when it is first asked for; a new version of compact has one of its own. */
export async function pageModelsFolder(): Promise<string> {
  const folder = join(cacheFolder(), `page-${edition}-${findModel('compact', 'expression').sha256.slice(0, 12)}`);
  await mkdir(folder, { recursive: true });
  for (const [file, make] of Object.entries(pageModels)) {
    const path = join(folder, file);
    if (existsSync(path)) continue;
    await writeWhole(path, await make());
  }
  return folder;
}

/** Removes the networks that were made for the page. Returns how many versions that were. */
export async function clearPageModels(): Promise<number> {
  const versions = (await readdir(cacheFolder()).catch(() => [])).filter((name) =>
    /^page-(\d+-)?[0-9a-f]{12}$/.test(name),
  );
  for (const name of versions) await rm(join(cacheFolder(), name), { recursive: true, force: true });
  return versions.length;
}
