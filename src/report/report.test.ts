import { expect, it } from 'vitest';
import { emotions } from '../emotion';
import { computeMetrics, intervalsOf } from '../evaluate';
import type { EpochResult } from '../train';
import { classBars } from './bars';
import { confusionMatrix, shadeOf } from './confusion';
import { curves, epochTicks } from './curves';
import { comparisonReport, runReport } from './index';

const labels = Array.from({ length: 70 }, (_, i) => i % 7);
const probabilities = Float32Array.from(
  labels.flatMap((label, i) => emotions.map((_, c) => (c === (i % 5 === 0 ? 3 : label) ? 0.7 : 0.05))),
);
const metrics = computeMetrics(probabilities, labels, 7);
const evaluation = {
  what: "PublicTest by FER2013's labels",
  classes: [...emotions],
  metrics,
  intervals: intervalsOf({ classes: [...emotions], probabilities, labels }, 50),
  surestMistakes: [{ png: Uint8Array.of(1, 2, 3), caption: 'read "happy" & <sure>' }],
};
const history = [1, 2, 3].map(
  (epoch) =>
    ({
      epoch,
      learningRate: 0.1,
      seconds: 60,
      loss: 2 / epoch,
      fer2013Loss: 2 / epoch,
      valLoss: 1.5,
      accuracy: 0.2 * epoch,
      valAccuracy: 0.25 * epoch,
    }) as EpochResult,
);

const selfContained = (html: string) => {
  expect(html).not.toMatch(/<script|<link|@import|url\(/i);
  // Addresses only as names of what an SVG is.
  expect(html.match(/https?:[^"]*/g)?.filter((url) => url !== 'http://www.w3.org/2000/svg') ?? []).toEqual([]);
  expect(html).toContain('prefers-color-scheme: dark');
};

it('a run is one file without scripts or requests, its figures in it', () => {
  const html = runReport({
    name: 'my <run>',
    recipe: { model: 'compact', augmentation: { flip: 0.5 } },
    history,
    shown: { epoch: 2, by: 'bestLoss' },
    about: { parameters: '1,087,185', data: 'fer2013.csv.gz' },
    evaluation,
    trainingCounts: [{ name: 'happy', value: 1234 }],
    faces: [],
  });
  selfContained(html);
  expect(html).toContain('Training run: my &lt;run&gt;');
  expect(html).toContain('read &quot;happy&quot; &amp; &lt;sure&gt;');
  expect(html).toContain('augmentation.flip');
  expect(html).toContain('with the weights of epoch 2 of 3, the one with the lowest validation loss');
  expect(html).toContain('1,087,185');
  expect(html).toContain('1,234');
  expect(html).toContain(`${(metrics.accuracy * 100).toFixed(2)} %`);
  expect(html).toContain('accuracy by epoch: training ends at 0.600, validation ends at 0.750');
});

it('runs side by side are too', () => {
  const run = (name: string) => ({
    name,
    history,
    figures: { parameters: '1,060,687', accuracy: '67.51 %' },
    evaluation,
  });
  const html = comparisonReport('PublicTest', [run('compact'), run('lightface')]);
  selfContained(html);
  for (const text of ['compact', 'lightface', '1,060,687', '67.51 %']) expect(html).toContain(text);
});

it('plots tell in words what they show', () => {
  expect(classBars('faces', [{ name: 'happy', value: 3 }])).toContain('aria-label="faces: happy 3"');
  const svg = confusionMatrix(
    ['a', 'b'],
    ['a', 'b'],
    [
      [3, 1],
      [0, 0],
    ],
  );
  expect(svg).toContain('a 75 %, b 0 %');
  expect(svg).toContain('75 %');
});

it('an axis of epochs has whole numbers, each once', () => {
  expect([1, 2, 8, 9, 30, 200].map(epochTicks)).toEqual([
    [1],
    [1, 2],
    [1, 2, 3, 4, 5, 6, 7, 8],
    [1, 2, 4, 6, 8],
    [1, 5, 10, 15, 20, 25, 30],
    [1, 25, 50, 75, 100, 125, 150, 175, 200],
  ]);
  const one = curves({ title: 'loss', series: [{ name: 'training', values: [{ epoch: 1, value: 2 }] }] });
  expect(one.match(/<text[^>]*>1<\/text>/g)).toHaveLength(1);
});

it('text in a confusion matrix is told from its ground, light and dark', () => {
  /** Relative luminance and contrast as WCAG 2.2 defines them. */
  const luminance = (rgb: number[]) => {
    const [r = 0, g = 0, b = 0] = rgb.map((v) => (v <= 10.3 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: number[], b: number[]) => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const colour = [0x24, 0x5a, 0x5e];
  for (const { card, ink } of [
    { card: [255, 255, 255], ink: [0x1f, 0x23, 0x28] },
    { card: [0x1b, 0x1e, 0x23], ink: [0xe9, 0xe6, 0xe1] },
  ])
    for (let share = 0; share <= 1; share += 0.01) {
      const { opacity, white } = shadeOf(share);
      const ground = card.map((c, i) => c * (1 - opacity) + (colour[i] as number) * opacity);
      expect(contrast(ground, white ? [255, 255, 255] : ink)).toBeGreaterThanOrEqual(4.5);
    }
});
