/** A sweep's trials as a page. */
import * as Plot from '@observablehq/plot';
import type { EpochResult } from '../train';
import { epochTicks } from './curves';
import { draw, theme } from './draw';
import { htmlTable, page } from './page';

export interface TrialView {
  trial: number;
  values: Readonly<Record<string, unknown>>;
  status: string;
  epochs: number;
  figure?: number | undefined;
  history: readonly EpochResult[];
}

export interface SweepView {
  /** Figure that they are judged by. */
  metric: string;
  split: string;
  parameters: readonly { name: string; logarithmic: boolean }[];
  /** The best first. */
  trials: readonly TrialView[];
}

export function sweepReport({ metric, split, parameters, trials }: SweepView): string {
  const [best] = trials as [TrialView];
  return page({
    title: 'Sweep',
    lead: `The best of ${trials.length} trials is number ${best.trial}: ${metric} ${digits(best.figure)} on ${split}.`,
    sections: [
      {
        heading: 'Trials',
        text: 'The best first. Stopped: given up, as it was worse than the median of the trials before it. Failed: not possible with these faces.',
        body: htmlTable(
          ['trial', metric, 'epochs', '', ...parameters.map(({ name }) => name)],
          trials.map(({ trial, figure, epochs, status, values }) => [
            String(trial),
            digits(figure),
            String(epochs),
            status === 'finished' ? '' : status,
            ...parameters.map(({ name }) => text(values[name])),
          ]),
        ),
      },
      { heading: `${metric} by epoch`, text: 'In colour: the best trial.', body: coursePlot(metric, trials) },
      ...parameters.map((parameter) => ({
        heading: parameter.name,
        body: parameterPlot(parameter, metric, trials),
        half: true,
      })),
    ],
  });
}

const digits = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(4));
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function coursePlot(metric: string, trials: readonly TrialView[]): string {
  const points = trials.flatMap(({ trial, history }, i) =>
    history.flatMap(({ epoch, [metric]: value }) =>
      value === undefined ? [] : [{ trial, epoch, value, isBest: i === 0 }],
    ),
  );
  const last = Math.max(1, ...points.map(({ epoch }) => epoch));
  const lines = (best: boolean) => {
    const own = points.filter(({ isBest }) => isBest === best);
    const look = { stroke: best ? theme.accent : theme.quiet, strokeOpacity: best ? 1 : 0.45 };
    return [
      Plot.line(own, { x: 'epoch', y: 'value', z: 'trial', strokeWidth: best ? 2.5 : 1.5, ...look }),
      Plot.dot(own, { x: 'epoch', y: 'value', r: 2.5, ...look }),
    ];
  };
  return draw(`${metric} of ${trials.length} trials by epoch`, {
    width: 720,
    height: 320,
    marginLeft: 56,
    marginTop: 36,
    marginBottom: 44,
    x: {
      label: 'epoch',
      labelOffset: 38,
      domain: last === 1 ? [0, 2] : [1, last],
      tickFormat: 'd',
      ticks: epochTicks(last),
    },
    y: { label: metric, labelOffset: 48, grid: true, nice: true },
    marks: [...lines(false), ...lines(true)],
  });
}

function parameterPlot(
  { name, logarithmic }: SweepView['parameters'][number],
  metric: string,
  trials: readonly TrialView[],
): string {
  const shown = trials.filter(({ figure }) => figure !== undefined);
  const numeric = shown.every(({ values }) => typeof values[name] === 'number');
  const points = shown.map(({ values, figure, status }, i) => ({
    value: numeric ? (values[name] as number) : text(values[name]),
    figure: figure as number,
    status,
    isBest: i === 0,
  }));
  return draw(`${metric} by ${name}`, {
    width: 480,
    height: 280,
    marginLeft: 56,
    marginTop: 36,
    marginBottom: 44,
    x: { type: numeric ? (logarithmic ? 'log' : 'linear') : 'point', label: name, labelOffset: 38, ticks: 5 },
    y: { label: metric, labelOffset: 48, grid: true, nice: true },
    marks: [
      Plot.dot(points, {
        x: 'value',
        y: 'figure',
        r: 4,
        stroke: (p: (typeof points)[number]) => (p.isBest ? theme.accent : theme.quiet),
        fill: (p: (typeof points)[number]) => (p.isBest ? theme.accent : 'none'),
        strokeOpacity: (p: (typeof points)[number]) => (p.status === 'finished' ? 1 : 0.4),
      }),
    ],
  });
}
