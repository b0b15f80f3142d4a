/** Whether there are faces to train on or to judge by. */
import { type Emotion, emotions } from '../emotion';
import { DataError } from './errors';
import { countOf, type FaceSet, type Split } from './faces';

/** Throws a DataError that names the split when it is empty. */
export function requireFaces(sets: FaceSet, split: Split, source: string) {
  if (countOf(sets[split]) === 0)
    throw new DataError(`${source}: there are no faces in the split ${split}`, { what: 'noFaces', where: source });
}

/**
 * The classes of which the split has no face.
 *
 * Throws a DataError when it has faces of fewer than two.
 */
export function requireClasses(sets: FaceSet, split: Split, source: string): Emotion[] {
  requireFaces(sets, split, source);
  const present = new Set(sets[split].labels);
  if (present.size < 2)
    throw new DataError(
      `${source}: the split ${split} must have faces of two classes or more (got ${[...present].map((c) => emotions[c]).join()})`,
    );
  return emotions.filter((_, c) => !present.has(c));
}
