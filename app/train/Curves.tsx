/** How loss and accuracy go, epoch by epoch. */
import type { StepLoss } from './training';

export interface Curve {
  name: string;
  /** The colour's class and, without colours, the dashes. */
  kind: 'training' | 'validation';
  /** Epochs and values. */
  points: readonly (readonly [number, number])[];
}

export interface CurvesProps {
  /** What it shows, for people who cannot see it. */
  label: string;
  curves: readonly Curve[];
  /** The last epoch. */
  epochs: number;
  /** Highest value; what the curves need, if not given. */
  most?: number;
  /** How a value is written at the axis. */
  tick(value: number): string;
}

const [width, plotHeight, right] = [320, 122, 8];

/** How much larger than usual the page's text is. */
const textScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;

export function Curves({ label, curves, epochs, most, tick }: CurvesProps) {
  const scale = textScale();
  // What the axes say needs as much.
  const [left, bottom, top] = [44, 20, 8].map((room) => room * scale) as [number, number, number];
  const height = top + plotHeight + bottom;
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
  const highest = most ?? Math.max(0.1, ...values);
  const x = (epoch: number) => left + (epoch / Math.max(1, epochs)) * (width - left - right);
  const y = (value: number) => top + (1 - Math.min(1, value / highest)) * (height - top - bottom);
  const line = (points: Curve['points']) =>
    points.map(([e, v], i) => `${i === 0 ? 'M' : 'L'}${x(e).toFixed(1)} ${y(v).toFixed(1)}`).join('');
  return (
    <figure class="curves">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="rule" x1={left} x2={width - right} y1={y(share * highest)} y2={y(share * highest)} />
            <text x={left - 6 * scale} y={y(share * highest) + 4 * scale} text-anchor="end">
              {tick(share * highest)}
            </text>
          </g>
        ))}
        {[0, epochs].map((epoch) => (
          <text key={epoch} x={x(epoch)} y={height - 4 * scale} text-anchor={epoch === 0 ? 'start' : 'end'}>
            {epoch}
          </text>
        ))}
        {curves.map(({ kind, points }) => (
          <g key={kind} class={kind}>
            <path d={line(points)} />
            {points.length > 0 &&
              points.length <= 60 &&
              kind === 'validation' &&
              points.map(([e, v]) => <circle key={e} cx={x(e)} cy={y(v)} r={2.5} />)}
          </g>
        ))}
      </svg>
      <figcaption>
        {curves.map(({ kind, name }) => (
          <span key={kind} class={`key ${kind}`}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** A quiet line through losses that jump from batch to batch: each point counts a tenth. */
export function smoothed(losses: readonly StepLoss[], stepsPerEpoch: number): [number, number][] {
  let mean: number | undefined;
  return losses.map(({ step, loss }) => {
    mean = mean === undefined ? loss : 0.9 * mean + 0.1 * loss;
    return [step / stepsPerEpoch, mean];
  });
}
