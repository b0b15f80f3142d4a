/** One bar a class. */
import * as Plot from '@observablehq/plot';
import type { Emotion } from '../emotion';
import { draw, theme } from './draw';
import { emotionColors, emotionShapes } from './palette';

export interface Bar {
  name: string;
  value: number;
}

/** FER+'s names of the emotions, so that a class looks alike by whichever name. */
const alike: Record<string, Emotion> = {
  anger: 'angry',
  happiness: 'happy',
  sadness: 'sad',
};

const emotionOf = (name: string): Emotion | undefined => (name in emotionColors ? (name as Emotion) : alike[name]);

const colorOf = (name: string) => {
  const emotion = emotionOf(name);
  return emotion ? emotionColors[emotion] : theme.quiet;
};

const labelOf = (name: string) => {
  const emotion = emotionOf(name);
  return emotion ? `${emotionShapes[emotion]} ${name}` : name;
};

/** Horizontal bars in the classes' colours, each with its value. `most` fixes the axis. */
export function classBars(
  title: string,
  bars: readonly Bar[],
  { format = String, most }: { format?: (value: number) => string; most?: number } = {},
): string {
  const summary = bars.map(({ name, value }) => `${name} ${format(value)}`).join(', ');
  return draw(`${title}: ${summary}`, {
    width: 480,
    height: 58 + bars.length * 26,
    marginTop: 46,
    marginLeft: 108,
    marginRight: 48,
    x: {
      label: title,
      labelOffset: 40,
      axis: 'top',
      ...(most !== undefined && { domain: [0, most] }),
      ticks: 5,
      grid: true,
    },
    y: { label: null, domain: bars.map((b) => labelOf(b.name)), tickSize: 0, tickPadding: 8 },
    marks: [
      Plot.barX(bars, { y: (b: Bar) => labelOf(b.name), x: 'value', fill: (b: Bar) => colorOf(b.name), rx: 3 }),
      Plot.text(bars, {
        y: (b: Bar) => labelOf(b.name),
        x: 'value',
        text: (b: Bar) => format(b.value),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  });
}
