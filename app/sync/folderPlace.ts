/** A folder that the person shares between devices with whatever they like (WICG File System Access). */
import { isShared, type Place, PlaceError } from './place';

/** Not in TypeScript's library yet. */
interface Permitted {
  queryPermission?(mode: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(mode: { mode: 'readwrite' }): Promise<PermissionState>;
  values?(): AsyncIterable<FileSystemHandle>;
}
export type Folder = FileSystemDirectoryHandle & Permitted;
interface Picker {
  showDirectoryPicker?(options: { id: string; mode: 'readwrite' }): Promise<Folder>;
}

const readwrite = { mode: 'readwrite' } as const;

export const areFoldersOffered = () => 'showDirectoryPicker' in globalThis;

/** Undefined where the person chose none. */
export const chooseFolder = async (): Promise<Folder | undefined> =>
  (globalThis as Picker).showDirectoryPicker?.({ id: 'feeling-devices', mode: 'readwrite' }).catch(() => undefined);

/** Asks the person; only after a press. */
export const allowFolder = async (folder: Folder) => folder.requestPermission?.(readwrite);

export function folderPlace(folder: Folder): Place {
  async function attempt<T>(run: () => Promise<T>): Promise<T> {
    const permission = (await folder.queryPermission?.(readwrite)) ?? 'granted';
    if (permission !== 'granted') throw new PlaceError('permission', folder.name);
    try {
      return await run();
    } catch (error) {
      throw placeError(error);
    }
  }
  return {
    list: () =>
      attempt(async () => {
        const found = [];
        for await (const handle of folder.values?.() ?? []) {
          if (handle.kind !== 'file' || !isShared(handle.name)) continue;
          const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
          found.push({ name: handle.name, fingerprint: `${size} ${lastModified}` });
        }
        return found;
      }),
    read: (name) => attempt(async () => (await (await folder.getFileHandle(name)).getFile()).text()),
    write: (name, text) =>
      attempt(async () => {
        // The browser writes beside the file, and puts the new one in its place when it is whole.
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await file.write(text);
        await file.close();
      }),
    remove: (name) => attempt(() => folder.removeEntry(name)),
  };
}

function placeError(error: unknown): PlaceError {
  if (error instanceof PlaceError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const kinds = {
    NotAllowedError: 'permission',
    SecurityError: 'permission',
    NotFoundError: 'missing',
    QuotaExceededError: 'full',
  } as const;
  return new PlaceError(kinds[name as keyof typeof kinds] ?? 'failed', message);
}
