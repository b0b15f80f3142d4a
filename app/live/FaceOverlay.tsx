/** Four quiet corners around each face and the word beside it, drawn over the mirrored picture. */
import type { Reading } from '../../src/detect';
import { emotionShapes } from '../../src/report/palette';
import { inWords } from './words';

export function FaceOverlay({ readings, size }: { readings: Reading[]; size: { width: number; height: number } }) {
  const { width, height } = size;
  return (
    <svg class="overlay" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {readings.map((reading) => (
        <FaceMark key={reading.id} reading={reading} width={width} />
      ))}
    </svg>
  );
}

function FaceMark({ reading, width }: { reading: Reading; width: number }) {
  const { box, mixture } = reading;
  const [strongest] = mixture;
  // The picture is mirrored, words are not: the box moves to the other side.
  const x = width - box.x - box.width;
  const outline = corners(x, box.y, box.width, box.height);
  const unit = width / 640;
  const fontSize = 30 * unit;
  // About six tenths of its height a letter; shape and space in front, and a margin.
  const labelWidth = (inWords(reading).length + 3) * 0.6 * fontSize;
  const above = box.y > 44 * unit;
  const labelY = above ? box.y - 10 * unit : box.y + box.height + 34 * unit;
  return (
    <g class={`mark emotion-${strongest ?? 'unsure'}`}>
      <path class="shade" d={outline} />
      <path class="corners" d={outline} />
      <text class="word" x={Math.max(4, Math.min(x, width - labelWidth))} y={labelY} font-size={fontSize}>
        <tspan class="word-shape">{strongest ? emotionShapes[strongest] : '◌'}</tspan> {inWords(reading)}
      </text>
    </g>
  );
}

function corners(x: number, y: number, width: number, height: number): string {
  const arm = Math.min(width, height) / 5;
  const r = arm / 3;
  const right = x + width;
  const bottom = y + height;
  return [
    `M${x} ${y + arm}V${y + r}Q${x} ${y} ${x + r} ${y}H${x + arm}`,
    `M${right - arm} ${y}H${right - r}Q${right} ${y} ${right} ${y + r}V${y + arm}`,
    `M${right} ${bottom - arm}V${bottom - r}Q${right} ${bottom} ${right - r} ${bottom}H${right - arm}`,
    `M${x + arm} ${bottom}H${x + r}Q${x} ${bottom} ${x} ${bottom - r}V${bottom - arm}`,
  ].join('');
}
