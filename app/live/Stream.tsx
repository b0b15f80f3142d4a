/** Emotions over time: the height of each colour is its probability. */
import { emotions } from '../../src/emotion';
import { type LayerPoint, layers, type Sample } from './history';

const width = 600;
const height = 80;

export function Stream({ samples }: { samples: readonly Sample[] }) {
  const shapes = layers(samples);
  return (
    <svg class="stream" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {emotions.map((emotion) =>
        shapes[emotion].map((run, i) => (
          <path key={`${emotion}${i}`} class={`layer emotion-${emotion}`} d={outline(run)} />
        )),
      )}
    </svg>
  );
}

function outline(run: readonly LayerPoint[]): string {
  const point = (x: number, y: number) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`;
  const along = run.map(({ x, top }) => point(x, top));
  const back = run.map(({ x, bottom }) => point(x, bottom)).reverse();
  return `M${[...along, ...back].join('L')}Z`;
}
