/** Which network it is: by its name, and by the file that it is now. */
import { models } from './registry';

export interface NetworkVersion {
  name: string;
  /** The beginning of its checksum. */
  version: string;
}

/**
 * nameOrFile a packaged network's name, or where a file lies
 * bytes      the network's file
 */
export function networkVersion(nameOrFile: string, bytes: Uint8Array): NetworkVersion {
  const packaged = models.find(({ name, kind }) => name === nameOrFile && kind === 'expression');
  if (packaged) return { name: packaged.name, version: packaged.sha256.slice(0, 12) };
  const name =
    nameOrFile
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.(onnx|tflite)$/i, '') || nameOrFile;
  return { name, version: checksum(bytes) };
}

/**
 * Tells files apart, where SHA-256 is not to be had at once: 32 bits of Fowler, Noll and Vo's hash (FNV-1a), and the length.
 */
function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return `${(hash >>> 0).toString(16).padStart(8, '0')}-${bytes.length}`;
}
