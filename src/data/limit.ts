/** Fewer faces, for a quick try. */
import { emotions } from '../emotion';
import { countOf, type Faces, pick } from './faces';

/**
 * At most so many faces, every class as near to its share as whole faces allow, one at least where there are any: the
 * first of each class, in the order of the data.
 */
export function limitFaces(faces: Faces, most: number): Faces {
  const all = countOf(faces);
  if (all <= most) return faces;
  const places = emotions.map((_, c) => [...faces.labels.keys()].filter((i) => faces.labels[i] === c));
  const exact = places.map((own) => (own.length * most) / all);
  const counts = exact.map((n, c) => Math.min(places[c]?.length as number, Math.max(1, Math.floor(n))));
  const sum = () => counts.reduce((total, n) => total + n, 0);
  // What rounding down left goes where most was cut; what "one at least" took comes from the largest.
  const byRemainder = [...counts.keys()].sort((a, b) => remainder(exact, counts, b) - remainder(exact, counts, a));
  for (const c of byRemainder) if (sum() < most && (counts[c] as number) < (places[c]?.length as number)) counts[c]!++;
  while (sum() > most) {
    const largest = counts.indexOf(Math.max(...counts));
    counts[largest]!--;
  }
  return pick(
    faces,
    places.flatMap((own, c) => own.slice(0, counts[c])).sort((a, b) => a - b),
  );
}

const remainder = (exact: readonly number[], counts: readonly number[], c: number) =>
  (exact[c] as number) - (counts[c] as number);
