/** Folders of pictures on this computer. Links are followed, each folder once, so that loops end. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { type BytePath, bytePath, bytesOf, inFolder, withPath } from '../files/node';
import { fileFormat } from '../media/node';
import { type FolderContents, type PictureFolders, pictureNames, strays } from './pictureTree';
import { unreadable } from './unreadable';

export function foldersOnDisk(): PictureFolders<BytePath> {
  const visited = new Set<string>();
  return { contentsOf: (folder) => contentsOf(folder, visited), isPicture };
}

async function contentsOf(folder: BytePath, visited: Set<string>): Promise<FolderContents<BytePath>> {
  const contents: FolderContents<BytePath> = { folders: [], files: [] };
  const real = (await realpath(bytesOf(folder), { encoding: 'buffer' })).toString('latin1');
  if (visited.has(real)) return contents;
  visited.add(real);
  const found = await readdir(bytesOf(folder), { encoding: 'buffer' }).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(folder.name, error);
  });
  const entries = found
    .map((bytes) => ({ bytes, name: bytePath(bytes).name }))
    .filter(({ name }) => !strays.test(name));
  for (const { bytes, name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = inFolder(folder, bytes);
    // What a link points to may be gone.
    const info = await stat(bytesOf(path)).catch(() => undefined);
    if (info?.isDirectory()) contents.folders.push({ name, path });
    // The second is the system's own, and tells of changes by programs that set the first back.
    else
      contents.files.push({
        name,
        path,
        size: info?.size ?? 0,
        changed: Math.max(info?.mtimeMs ?? 0, info?.ctimeMs ?? 0),
      });
  }
  return contents;
}

async function isPicture(path: BytePath): Promise<boolean> {
  if (pictureNames.test(path.name)) return true;
  const format = await withPath(path, fileFormat).catch(() => undefined);
  return format?.kind === 'photo';
}
