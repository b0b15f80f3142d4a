/** Figures over the epochs of runs. */
import * as Plot from '@observablehq/plot';
import { draw, seriesColors } from './draw';
import { escapeHtml } from './page';

export interface Series {
  name: string;
  values: readonly { epoch: number; value: number }[];
  dashed?: boolean;
}

export interface CurvesOptions {
  title: string;
  series: readonly Series[];
  /** Writes values as percentages. */
  percent?: boolean;
  /** Writes each series' name at its end, for a plot that stands alone. */
  named?: boolean;
}

/** Colour of the n-th series. */
const colorOf = (i: number) => seriesColors[i % seriesColors.length] as string;

/** Lines over epochs as an <svg>. */
export function curves({ title, series, percent = false, named = false }: CurvesOptions): string {
  const filled = series.filter(({ values }) => values.length > 0);
  const last = Math.max(1, ...filled.flatMap(({ values }) => values.map((v) => v.epoch)));
  const ends = filled
    .map(({ name, values }) => `${name} ends at ${(values.at(-1)?.value ?? 0).toFixed(percent ? 3 : 2)}`)
    .join(', ');
  return draw(`${title} by epoch: ${ends}`, {
    width: 480,
    height: 280,
    marginLeft: 48,
    marginTop: 36,
    marginBottom: 44,
    marginRight: named ? 84 : 20,
    // A single epoch stands in the middle.
    x: {
      label: 'epoch',
      labelOffset: 38,
      domain: last === 1 ? [0, 2] : [1, last],
      tickFormat: 'd',
      ticks: epochTicks(last),
    },
    y: { label: title, labelOffset: 40, grid: true, ...(percent && { tickFormat: '%' }), nice: true },
    marks: [
      ...filled.map(({ values, dashed }) =>
        Plot.lineY(values, {
          x: 'epoch',
          y: 'value',
          stroke: colorOf(series.findIndex((s) => s.values === values)),
          strokeWidth: 2,
          ...(dashed && { strokeDasharray: '5,4' }),
        }),
      ),
      ...filled.map(({ values }) =>
        Plot.dot(values.slice(-1), {
          x: 'epoch',
          y: 'value',
          fill: colorOf(series.findIndex((s) => s.values === values)),
          r: 3,
        }),
      ),
      ...(named
        ? [Plot.text(endLabels(filled), { x: 'epoch', y: 'value', text: 'name', textAnchor: 'start', dx: 6 })]
        : []),
    ],
  });
}

/** At most eight epochs, whole ones, the same distance apart. */
export function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((s) => last / s <= 8) ?? Math.ceil(last / 8);
  const round = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return round[0] === 1 ? round : [1, ...round];
}

/** Names at the ends of their lines, moved apart where they would lie on each other. */
function endLabels(series: readonly Series[]): { name: string; epoch: number; value: number }[] {
  const all = series.flatMap(({ values }) => values.map((v) => v.value));
  const apart = (Math.max(...all) - Math.min(...all)) * 0.07;
  const labels = series
    .map(({ name, values }) => ({ name, epoch: values.at(-1)?.epoch ?? 0, value: values.at(-1)?.value ?? 0 }))
    .sort((a, b) => a.value - b.value);
  labels.forEach((label, i) => {
    const below = labels[i - 1];
    if (below) label.value = Math.max(label.value, below.value + apart);
  });
  return labels;
}

/** Curves with the names of their series above them. */
export const curvesFigure = (options: CurvesOptions) =>
  `<figure><ul class="key">${options.series
    .map(
      ({ name, dashed }, i) =>
        `<li style="--series:${colorOf(i)}"${dashed ? ' class="dashed"' : ''}>${escapeHtml(name)}</li>`,
    )
    .join('')}</ul>${curves(options)}</figure>`;
