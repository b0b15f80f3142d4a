/** A learning rate range test as a page. */
import * as Plot from '@observablehq/plot';
import { draw, theme } from './draw';
import { htmlTable, page } from './page';

export interface RateView {
  /** The network. */
  name: string;
  tried: readonly { learningRate: number; loss: number; smoothed: number }[];
  /** Rates to choose from, by what they are: "where the loss falls fastest". */
  choices: readonly { name: string; learningRate: number }[];
  /** The recipe's own. */
  recipe: number;
}

export function rateReport({ name, tried, choices, recipe }: RateView): string {
  const [first] = choices;
  return page({
    title: `Learning rates of ${name}`,
    lead: first
      ? `${rateText(first.learningRate)} is ${first.name}; the recipe has ${rateText(recipe)}.`
      : `The loss never falls; the recipe has ${rateText(recipe)}.`,
    sections: [
      {
        heading: 'Loss by learning rate',
        text: 'The rate rises from batch to batch, each trained on once. Where the line falls, the network learns at that rate; where it rises, the rate is too high. Pale: the loss of each batch.',
        body: ratePlot(tried, choices),
      },
      {
        heading: 'Choices',
        body: htmlTable(
          ['', 'learning rate'],
          [...choices, { name: "the recipe's own", learningRate: recipe }].map((choice) => [
            choice.name,
            rateText(choice.learningRate),
          ]),
        ),
      },
    ],
  });
}

/** 0.0316, 0.00001, 1.23e-7 */
export const rateText = (rate: number) => String(Number(rate.toPrecision(3)));

function ratePlot(tried: RateView['tried'], choices: RateView['choices']): string {
  // Single batches at the end are so bad that they would flatten the rest.
  const most = Math.max(...tried.map(({ smoothed }) => smoothed));
  const least = Math.min(...tried.map(({ smoothed }) => smoothed));
  const top = most + (most - least) * 0.2;
  const shown = tried.map((t) => ({ ...t, loss: Math.min(t.loss, top) }));
  const [low, high] = [tried[0]?.learningRate ?? 0, tried.at(-1)?.learningRate ?? 0];
  return draw(
    `Loss from a learning rate of ${rateText(low)} to ${rateText(high)}: lowest ${least.toFixed(2)}; ${choices
      .map((choice) => `${choice.name}: ${rateText(choice.learningRate)}`)
      .join('; ')}`,
    {
      width: 1010,
      height: 360,
      marginLeft: 48,
      marginTop: 56,
      marginBottom: 44,
      x: { type: 'log', label: 'learning rate', labelOffset: 38, ticks: 6, tickFormat: rateText },
      y: { label: 'loss', labelOffset: 40, grid: true, nice: true },
      marks: [
        Plot.line(shown, { x: 'learningRate', y: 'loss', stroke: theme.line, strokeWidth: 1.5 }),
        Plot.line(shown, { x: 'learningRate', y: 'smoothed', stroke: theme.accent, strokeWidth: 2 }),
        Plot.ruleX(choices, { x: 'learningRate', stroke: theme.other, strokeDasharray: '5,4' }),
        // One above the other, as they may be close.
        ...choices.map((choice, i) =>
          Plot.text([choice], {
            x: 'learningRate',
            text: () => rateText(choice.learningRate),
            frameAnchor: 'top',
            dy: -14 - 15 * i,
          }),
        ),
      ],
    },
  );
}
