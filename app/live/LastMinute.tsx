/** The last minute of the surest face as a stream: the height of each colour is its probability. */
import { emotions } from '../../src/emotion';
import { layers, mostly } from './history';
import type { Live } from './session';
import { adjectives } from './words';

const width = 600;
const height = 80;

export function LastMinute({ live }: { live: Live }) {
  const history = live.history.value;
  if (history.length < 4) return null;
  const main = mostly(history);
  const shapes = layers(history);
  return (
    <figure class="minute">
      <figcaption>The last minute: {main ? `mostly ${adjectives[main]}` : 'mixed'}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {emotions.map((emotion) =>
          shapes[emotion].map((run, i) => (
            <path key={`${emotion}${i}`} class={`layer emotion-${emotion}`} d={outline(run)} />
          )),
        )}
      </svg>
    </figure>
  );
}

function outline(run: { x: number; top: number; bottom: number }[]): string {
  const point = (x: number, y: number) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`;
  const along = run.map(({ x, top }) => point(x, top));
  const back = run.map(({ x, bottom }) => point(x, bottom)).reverse();
  return `M${[...along, ...back].join('L')}Z`;
}
