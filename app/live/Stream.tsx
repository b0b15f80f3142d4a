/** Emotions over time: the height of each colour is its probability; hatched where nobody could be sure. */
import { useId } from 'preact/hooks';
import { emotions } from '../../src/emotion';
import { type LayerPoint, layers, type Sample, unsureStretches } from './history';

const width = 600;
const height = 80;

export function Stream({ samples }: { samples: readonly Sample[] }) {
  const shapes = layers(samples);
  const hatch = useId();
  return (
    <svg class="stream" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <pattern id={hatch} width="12" height="8" patternUnits="userSpaceOnUse">
        <rect class="hatch-ground" width="12" height="8" />
        <path class="hatch-line" d="M-3 2 3 -2M0 8 12 0M9 10 15 6" />
      </pattern>
      {emotions.map((emotion) =>
        shapes[emotion].map((run, i) => (
          <path key={`${emotion}${i}`} class={`layer emotion-${emotion}`} d={outline(run)} />
        )),
      )}
      {unsureStretches(samples).map(({ from, to }) => (
        <rect
          key={from}
          class="unsure-time"
          x={from * width}
          width={(to - from) * width}
          height={height}
          fill={`url(#${hatch})`}
        />
      ))}
    </svg>
  );
}

function outline(run: readonly LayerPoint[]): string {
  const point = (x: number, y: number) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`;
  const along = run.map(({ x, top }) => point(x, top));
  const back = run.map(({ x, bottom }) => point(x, bottom)).reverse();
  return `M${[...along, ...back].join('L')}Z`;
}
