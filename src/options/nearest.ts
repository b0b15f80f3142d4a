/** Which of the known names somebody may have meant. */

/** Letters at the start from which two names count as one cut short. */
const leastStart = 4;

/**
 * The name in `known` that is nearest to `name`: with the fewest letters to change, or the same beginning or part.
 * Undefined where more than a third of the letters would have to change, since then it is another word.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const candidates = known.map((other) => ({ other, distance: distance(name.toLowerCase(), other.toLowerCase()) }));
  const near = candidates.filter(
    ({ other, distance }) => distance <= Math.ceil(Math.max(name.length, other.length) / 3),
  );
  return near.sort((a, b) => a.distance - b.distance)[0]?.other;
}

/** `did you mean "threshold"?`; undefined where no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const meant = nearest(name, known);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
}

function distance(a: string, b: string): number {
  const kin = a.includes(b) || b.includes(a) || a.slice(0, leastStart) === b.slice(0, leastStart);
  return kin && Math.min(a.length, b.length) >= leastStart ? Math.min(1, editDistance(a, b)) : editDistance(a, b);
}

/** Letters to insert, delete or replace (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    above = row;
  }
  return above[b.length] as number;
}
