/** Pictures that occur more than once. */
import { createHash } from 'node:crypto';
import { countOf, type Faces, faceAt, pick } from './faces';

const fingerprint = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest('base64');

/** For each face, whether the very same picture occurs in `others`. */
export function copiesIn(faces: Faces, ...others: Faces[]): boolean[] {
  const known = new Set<string>();
  for (const other of others) for (let i = 0; i < countOf(other); i++) known.add(fingerprint(faceAt(other, i)));
  return Array.from({ length: countOf(faces) }, (_, i) => known.has(fingerprint(faceAt(faces, i))));
}

/** The faces that occur in none of `others`. */
export function withoutCopies(faces: Faces, ...others: Faces[]): Faces {
  const copied = copiesIn(faces, ...others);
  return pick(
    faces,
    [...copied.keys()].filter((i) => !copied[i]),
  );
}
