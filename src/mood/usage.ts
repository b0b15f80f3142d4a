/** What is offered first: what is used most. */

/** Options by how often they were used, the most frequent first; those as frequent keep their order. */
export function frequentFirst(options: readonly string[], uses: Iterable<readonly string[]>): string[] {
  const times = new Map<string, number>();
  for (const used of uses) for (const name of used) times.set(name, (times.get(name) ?? 0) + 1);
  return [...options].sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
}
