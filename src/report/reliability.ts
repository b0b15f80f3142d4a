/** The reliability diagram: how often predictions are right that are so sure. */
import * as Plot from '@observablehq/plot';
import type { ReliabilityBin, VoteBin } from '../evaluate';
import { draw, theme } from './draw';

/** Where both sides are the same. */
const diagonal = () =>
  Plot.line(
    [
      [0, 0],
      [1, 1],
    ],
    { stroke: theme.ink, strokeDasharray: '5,4' },
  );

/** Bars: share that was right, by probability; the line is what perfect calibration gives; below, how many there are. */
export function reliabilityDiagram(bins: readonly ReliabilityBin[]): string {
  const width = 1 / bins.length;
  const all = bins.reduce((sum, b) => sum + b.count, 0);
  const filled = bins
    .map((bin, i) => ({ ...bin, from: i * width, to: (i + 1) * width, share: bin.count / (all || 1) }))
    .filter((bin) => bin.count > 0);
  const summary = filled
    .map((b) => `${(b.confidence * 100).toFixed(0)} % sure, ${(b.accuracy * 100).toFixed(0)} % right`)
    .join('; ');
  return draw(`Reliability diagram: ${summary}`, {
    width: 480,
    height: 320,
    marginLeft: 48,
    marginTop: 36,
    marginBottom: 44,
    x: { label: 'probability of the strongest', labelOffset: 38, domain: [0, 1], tickFormat: '%' },
    y: { label: 'share that was right', domain: [0, 1], tickFormat: '%', grid: true },
    marks: [
      Plot.rect(filled, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'accuracy',
        fill: theme.accent,
        fillOpacity: 0.75,
        inset: 1,
      }),
      diagonal(),
      Plot.text(filled, {
        x: (b: { from: number }) => b.from + width / 2,
        y: 0,
        text: (b: { share: number }) => `${(b.share * 100).toFixed(0)}`,
        dy: -8,
        fill: 'white',
        fontSize: 10,
      }),
    ],
  });
}

/** Points: share of people who chose an emotion, by the share that it was given; the line is where both are the same. */
export function votesDiagram(bins: readonly VoteBin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  const summary = filled.map(
    (b) => `given ${(b.probability * 100).toFixed(0)} %, chosen by ${(b.share * 100).toFixed(0)} %`,
  );
  return draw(`Calibration against votes: ${summary.join('; ')}`, {
    width: 480,
    height: 320,
    marginLeft: 48,
    marginTop: 36,
    marginBottom: 44,
    x: { label: 'share that an emotion is given', labelOffset: 38, domain: [0, 1], tickFormat: '%' },
    y: { label: 'share of people who chose it', domain: [0, 1], tickFormat: '%', grid: true },
    marks: [
      diagonal(),
      Plot.line(filled, { x: 'probability', y: 'share', stroke: theme.accent, strokeWidth: 2 }),
      Plot.dot(filled, { x: 'probability', y: 'share', fill: theme.accent, r: 4 }),
    ],
  });
}
