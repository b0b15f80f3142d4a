import { expect, it } from 'vitest';
import { emotions } from '../emotion';
import { bootstrap, computeMetrics } from '../evaluate';
import type { EpochResult } from '../train';
import { classBars } from './bars';
import { confusionMatrix } from './confusion';
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
  intervals: bootstrap({ classes: [...emotions], probabilities, labels }, 50),
  surestMistakes: [{ png: Uint8Array.of(1, 2, 3), caption: 'read "happy" & <sure>' }],
};
const history = [1, 2, 3].map(
  (epoch) =>
    ({
      epoch,
      learningRate: 0.1,
      seconds: 60,
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
    evaluation,
    trainingCounts: [{ name: 'happy', value: 1234 }],
    faces: [],
  });
  selfContained(html);
  expect(html).toContain('Training run: my &lt;run&gt;');
  expect(html).toContain('read &quot;happy&quot; &amp; &lt;sure&gt;');
  expect(html).toContain('augmentation.flip');
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
