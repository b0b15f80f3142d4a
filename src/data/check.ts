/** Whether there are faces to train on or to judge by. */
import { emotions } from '../emotion';
import { DataError } from './errors';
import { countOf, type FaceSet, type Split } from './faces';

/** Throws a DataError that names the split when it is empty. */
export function requireFaces(sets: FaceSet, split: Split, source: string) {
  if (countOf(sets[split]) === 0) throw new DataError(`${source}: there are no faces in the split ${split}`);
}

/** Throws a DataError that names the classes of which the split has no face. */
export function requireEveryClass(sets: FaceSet, split: Split, source: string) {
  requireFaces(sets, split, source);
  const empty = emotions.filter((_, c) => !sets[split].labels.includes(c));
  if (empty.length > 0) throw new DataError(`${source}: the split ${split} has no faces of ${empty.join(', ')}`);
}
