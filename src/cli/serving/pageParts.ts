/** Where the page's files lie in the package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { models } from '../../model';
import { isPulled, modelPath, packageRoot, pageModelsFolder } from '../../model/node';

export interface PageParts {
  folder: string;
  /** Folders with files that the page looks for in folders of its own, where they may be missing. */
  elsewhere: readonly { place: 'ort' | 'models' | 'heif'; folder: string }[];
  /** Names of the models that were fetched. */
  fetched: readonly string[];
}

/** Throws an Error when the page is not built. */
export async function pageParts(): Promise<PageParts> {
  const folder = join(packageRoot(), 'dist', 'app');
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder}: the page is not built; run npm run build`);
  const pulled = await Promise.all(models.map((entry) => entry.download !== undefined && isPulled(entry)));
  const fetched = models.filter((_, i) => pulled[i]);
  // The package has the page's large files once, and makes its networks from those of Node.
  const networks = existsSync(join(folder, 'models')) ? [] : [await pageModelsFolder()];
  return {
    folder,
    elsewhere: [
      { place: 'ort', folder: join(packageRoot(), 'dist', 'assets') },
      ...libheif(),
      ...[...networks, ...fetched.map((entry) => dirname(modelPath(entry)))].map(
        (folder) => ({ place: 'models', folder }) as const,
      ),
    ],
    fetched: fetched.map(({ name }) => name),
  };
}

/** HEIC's decoder is a part that one may leave out. */
function libheif() {
  try {
    const file = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm');
    return [{ place: 'heif', folder: dirname(file) } as const];
  } catch {
    return [];
  }
}
