/** Confusion matrices. */
import * as Plot from '@observablehq/plot';
import { draw } from './draw';

interface Cell {
  label: string;
  predicted: string;
  count: number;
  /** Of the faces with this label. */
  share: number;
}

/**
 * How strong a cell's colour is for its share, and whether its text is white. Between two thirds and four fifths neither the
 * page's ink nor white has a contrast of 4.5 with it (WCAG 2.2, AA), so no cell is in between.
 */
export const shadeOf = (share: number) =>
  share < 0.5 ? { opacity: 0.06 + 1.2 * share, white: false } : { opacity: 0.8 + 0.4 * (share - 0.5), white: true };

/** Rows are labels, columns predictions; colour by the share of the row, which is written with the count below it. */
export function confusionMatrix(
  rows: readonly string[],
  columns: readonly string[],
  counts: readonly (readonly number[])[],
  { cellWidth = 62 } = {},
) {
  const cells: Cell[] = rows.flatMap((label, r) => {
    const line = counts[r] as readonly number[];
    const all = line.reduce((sum, v) => sum + v, 0);
    return columns.map((predicted, c) => {
      const count = line[c] as number;
      return { label, predicted, count, share: all === 0 ? 0 : count / all };
    });
  });
  const diagonal = cells.filter(({ label, predicted }) => label === predicted);
  const summary = diagonal.map(({ label, share }) => `${label} ${(share * 100).toFixed(0)} %`).join(', ');
  return draw(`Confusion matrix; share of each label that was predicted as itself: ${summary}`, {
    width: 108 + columns.length * cellWidth,
    height: 60 + rows.length * 44,
    marginLeft: 92,
    marginTop: 48,
    padding: 0.04,
    x: { label: null, axis: 'top', domain: [...columns], tickSize: 0, tickPadding: 8 },
    y: { label: null, domain: [...rows], tickSize: 0, tickPadding: 8 },
    marks: [
      Plot.cell(cells, {
        x: 'predicted',
        y: 'label',
        fill: '#245A5E',
        fillOpacity: (c: Cell) => shadeOf(c.share).opacity,
        rx: 4,
      }),
      // White on the dark cells, the page's ink on those that let the ground through.
      ...[true, false].map((dark) =>
        Plot.text(
          cells.filter((c) => shadeOf(c.share).white === dark),
          {
            x: 'predicted',
            y: 'label',
            text: (c: Cell) => `${(c.share * 100).toFixed(0)} %\n${c.count}`,
            fill: dark ? 'white' : 'currentColor',
            fontSize: 11,
          },
        ),
      ),
    ],
  });
}
