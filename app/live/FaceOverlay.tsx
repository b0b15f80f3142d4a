/** Four quiet corners around each face and the word beside it, drawn over the picture. */
import { emotionShapes } from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { inWords, words } from '../words';
import { verdictOf } from './verdict';

export interface OverlayProps {
  readings: readonly LiveReading[];
  size: { width: number; height: number };
  mirrored: boolean;
  /** The face that is shown in full beside the picture. */
  chosen?: number | undefined;
  choose?(id: number): void;
  /** The picture fills its frame and loses its edges, or is shown whole. */
  fill?: boolean;
}

export function FaceOverlay({ readings, size, mirrored, chosen, choose, fill = true }: OverlayProps) {
  const { width, height } = size;
  return (
    <svg
      class="overlay"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={fill ? 'xMidYMid slice' : 'xMidYMid meet'}
      aria-hidden="true"
    >
      {readings.map((reading) => (
        <FaceMark
          key={reading.id}
          reading={reading}
          width={width}
          mirrored={mirrored}
          quiet={readings.length > 1 && reading.id !== chosen}
          choose={choose}
        />
      ))}
    </svg>
  );
}

interface MarkProps {
  reading: LiveReading;
  width: number;
  mirrored: boolean;
  quiet: boolean;
  choose: OverlayProps['choose'];
}

function FaceMark({ reading, width, mirrored, quiet, choose }: MarkProps) {
  const { box } = reading;
  const { named, hindrance, strongest } = verdictOf(reading, settings.threshold.value);
  const [first] = named;
  const word = hindrance ? (words.value.live.hindrances[hindrance]?.[0] ?? '') : inWords(named);
  // The picture may be mirrored, words are not: the box moves to the other side.
  const x = mirrored ? width - box.x - box.width : box.x;
  const outline = corners(x, box.y, box.width, box.height);
  const unit = width / 640;
  // A letter is about six tenths of its height wide; shape and space in front, and a margin.
  const letters = (word.length + 3) * 0.6;
  // Words of people side by side make room for each other.
  const fontSize = quiet ? Math.max(14 * unit, Math.min(22 * unit, (1.5 * box.width) / letters)) : 30 * unit;
  const labelWidth = letters * fontSize;
  const labelX = Math.max(4 * unit, Math.min(x, width - labelWidth));
  const above = box.y > 50 * unit;
  const labelY = above ? box.y - 16 * unit : box.y + box.height + 34 * unit;
  const length = Math.min(labelWidth, Math.max(box.width, 90 * unit));
  const barY = labelY + 7 * unit;
  return (
    // The cards beside the picture can be chosen with the keyboard, too.
    // biome-ignore lint/a11y/noStaticElementInteractions: a second way to do what the cards' buttons do
    <g class={`mark emotion-${first ?? 'unsure'} ${quiet ? 'quiet' : ''}`} onClick={() => choose?.(reading.id)}>
      <rect class="hit" x={x} y={box.y} width={box.width} height={box.height} />
      <path class="shade" d={outline} style={{ strokeWidth: 6 * unit }} />
      <path class="corners" d={outline} style={{ strokeWidth: 3 * unit }} />
      <text class="word" x={labelX} y={labelY} font-size={fontSize} style={{ strokeWidth: 5 * unit }}>
        <tspan class="word-shape">{first ? emotionShapes[first] : '◌'}</tspan> {word}
      </text>
      {first && (
        <>
          <rect class="strength-ground" x={labelX} y={barY} width={length} height={4 * unit} rx={2 * unit} />
          <rect class="strength" x={labelX} y={barY} width={length * strongest} height={4 * unit} rx={2 * unit} />
        </>
      )}
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
