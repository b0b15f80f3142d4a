/** Days without an entry: whoever feels low may stop writing, so they say a little, and less of people who often miss days. */

/** Plain data: the person's first day, and on how many days they have written since. */
export interface Writing {
  readonly first: number | undefined;
  readonly written: number;
}

/** What a missing day adds to the evidence of somebody who misses none; a holiday counts as no more than so many of them. */
const added = 0.25;
const mostInARow = 3;

export const noWriting: Writing = { first: undefined, written: 0 };

export const withWrittenDay = ({ first, written }: Writing, day: number): Writing => ({
  first: first ?? day,
  written: written + 1,
});

/** What the evidence so far counts after so many missing days before this one: 1 … 1.95 times. */
export function gapFactor({ first, written }: Writing, { missing, day }: { missing: number; day: number }): number {
  const before = day - missing - (first ?? day);
  const regularity = before > 0 ? Math.min(1, written / before) : 0;
  return (1 + added * regularity) ** Math.min(mostInARow, missing);
}
