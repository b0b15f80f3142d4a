/** Which faces these are, in few bytes: to know them again, and to notice some of them among others. */
import { createHash } from 'node:crypto';
import { countOf, type Faces, faceAt } from './faces';

/** Equal for equal faces in the same order, and practically never otherwise. */
export interface Fingerprint {
  faces: number;
  /** Of pixels and labels. */
  sha256: string;
  /** Of the votes, where there are any. */
  votes?: string | undefined;
}

export function fingerprintOf({ pixels, labels, votes }: Faces): Fingerprint {
  const hash = (...parts: Uint8Array[]) =>
    parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
  return {
    faces: labels.length,
    sha256: hash(pixels, labels),
    ...(votes && { votes: hash(votes.counts) }),
  };
}

/**
 * The smallest hashes of many faces (a "bottom-k sketch", Cohen and Kaplan 2007): of other faces, those with hashes as small
 * are among them or are not, which tells what share of all others is.
 */
export interface FaceSketch {
  /** Different faces. */
  faces: number;
  /** Hashes of `hashBytes` each, in base64. */
  hashes: string;
}

const hashBytes = 5;
const most = 1024;

const hashOf = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest().readUIntBE(0, hashBytes);
const hashesOf = (faces: Faces) => Array.from({ length: countOf(faces) }, (_, i) => hashOf(faceAt(faces, i)));

export function sketchOf(faces: Faces): FaceSketch {
  const different = [...new Set(hashesOf(faces))].sort((a, b) => a - b);
  const kept = different.slice(0, most);
  const bytes = Buffer.alloc(kept.length * hashBytes);
  for (const [i, hash] of kept.entries()) bytes.writeUIntBE(hash, i * hashBytes, hashBytes);
  return { faces: different.length, hashes: bytes.toString('base64') };
}

function keptHashes(sketch: FaceSketch): number[] {
  const bytes = Buffer.from(sketch.hashes, 'base64');
  return Array.from({ length: Math.floor(bytes.length / hashBytes) }, (_, i) =>
    bytes.readUIntBE(i * hashBytes, hashBytes),
  );
}

/** What share of `faces` are among those of the sketch, pixel by pixel; 0 where too few were looked at to tell. */
export function shareKnown(faces: Faces, sketch: FaceSketch): number {
  const kept = keptHashes(sketch);
  const known = new Set(kept);
  const limit = sketch.faces > kept.length ? (kept.at(-1) ?? 0) : Number.POSITIVE_INFINITY;
  const looked = hashesOf(faces).filter((hash) => hash <= limit);
  return looked.length === 0 ? 0 : looked.filter((hash) => known.has(hash)).length / looked.length;
}

/** What share of the sketch's faces are among some others. */
export function shareFound(sketch: FaceSketch, among: readonly Faces[]): number {
  const kept = keptHashes(sketch);
  const there = new Set(among.flatMap(hashesOf));
  return kept.length === 0 ? 0 : kept.filter((hash) => there.has(hash)).length / kept.length;
}
