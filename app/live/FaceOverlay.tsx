/** Four quiet corners around each face and the words beside it, drawn over the picture. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Box } from '../../src/face';
import {
  emotionColors,
  type FaceMark,
  groundOpacity,
  type Label,
  markGround,
  shadeOpacity,
  shapePaths,
  shapeSide,
  unsureDash,
  unsurePath,
} from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { marksOf } from './marks';

interface Size {
  width: number;
  height: number;
}

export interface OverlayProps {
  readings: readonly LiveReading[];
  size: Size;
  mirrored: boolean;
  /** The face that is shown in full beside the picture. */
  chosen?: number | undefined;
  choose?(id: number): void;
  /** The face that is pointed at, here or beside the picture. */
  pointed?: number | undefined;
  point?(id: number | undefined): void;
  /** The picture fills its frame and loses its edges, or is shown whole. */
  fill?: boolean;
}

/** CSS pixels: letters are no smaller than that. */
const smallestText = 14;

export function FaceOverlay(props: OverlayProps) {
  const { readings, size, mirrored, chosen, pointed, fill = true } = props;
  const svg = useRef<SVGSVGElement>(null);
  const frame = useSignal<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (!svg.current) return;
    const watching = new ResizeObserver(([entry]) => {
      if (entry) frame.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    watching.observe(svg.current);
    return () => watching.disconnect();
  }, [frame]);
  const before = useRef<readonly FaceMark[]>([]);
  const { visible, scale } = seenPart(size, frame.value, fill);
  const marks = marksOf(readings, {
    width: size.width,
    mirrored,
    chosen,
    threshold: settings.threshold.value,
    visible,
    smallestText: smallestText / scale,
    before: before.current,
  });
  before.current = marks;
  return (
    <svg
      ref={svg}
      class="overlay"
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio={fill ? 'xMidYMid slice' : 'xMidYMid meet'}
      aria-hidden="true"
    >
      {marks.map((mark, i) => (
        <Corners
          key={mark.id}
          mark={mark}
          box={boxOf(readings[i] as LiveReading, size, mirrored)}
          isPointed={mark.id === pointed}
          {...props}
        />
      ))}
      {marks.map(
        ({ id, label, color, isSure }) => label && <LabelMark key={id} label={label} color={color} isSure={isSure} />,
      )}
    </svg>
  );
}

/** The part of the picture that its frame shows, and CSS pixels a pixel of it. */
function seenPart(picture: Size, frame: Size, fill: boolean): { visible: Box; scale: number } {
  const whole = { x: 0, y: 0, ...picture };
  if (frame.width === 0 || frame.height === 0) return { visible: whole, scale: 1 };
  const ratios = [frame.width / picture.width, frame.height / picture.height];
  if (!fill) return { visible: whole, scale: Math.min(...ratios) };
  const scale = Math.max(...ratios);
  const [width, height] = [frame.width / scale, frame.height / scale];
  return { visible: { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height }, scale };
}

const boxOf = ({ box }: LiveReading, { width }: Size, mirrored: boolean): Box =>
  mirrored ? { ...box, x: width - box.x - box.width } : box;

interface CornersProps extends Pick<OverlayProps, 'choose' | 'point'> {
  mark: FaceMark;
  box: Box;
  isPointed: boolean;
}

function Corners({ mark, box, isPointed, choose, point }: CornersProps) {
  const { id, color, isSure, corners, lineWidth } = mark;
  return (
    // The cards beside the picture can be chosen with the keyboard, too.
    // biome-ignore lint/a11y/noStaticElementInteractions: a second way to do what the cards' buttons do
    <g
      class={`mark ${isPointed ? 'pointed' : ''} ${choose ? 'choosable' : ''}`}
      data-mark={id}
      onClick={() => choose?.(id)}
      onPointerEnter={() => point?.(id)}
      onPointerLeave={() => point?.(undefined)}
    >
      <rect class="hit" {...box} />
      <path
        class="corners-ground"
        d={corners}
        stroke={markGround}
        stroke-opacity={shadeOpacity}
        stroke-width={2 * lineWidth}
      />
      <path
        class="corners"
        d={corners}
        stroke={color}
        stroke-width={(isPointed ? 2 : 1) * lineWidth}
        stroke-dasharray={isSure ? undefined : unsureDash * lineWidth}
      />
    </g>
  );
}

function LabelMark({ label, color, isSure }: { label: Label; color: string; isSure: boolean }) {
  const { ground, number, shapes, words, strength } = label;
  return (
    <g class={`word ${isSure ? '' : 'unsure'}`}>
      <rect {...ground} rx={ground.height / 4} fill={markGround} fill-opacity={groundOpacity} />
      {number && (
        <text x={number.x} y={number.y} font-size={number.fontSize} class="mark-number">
          {number.text}
        </text>
      )}
      {shapes.map(({ emotion, x, y, side }) => (
        <path
          key={emotion ?? 'unsure'}
          transform={`translate(${x} ${y}) scale(${side / shapeSide})`}
          d={emotion ? shapePaths[emotion] : unsurePath}
          {...(emotion
            ? { fill: emotionColors[emotion] }
            : { fill: 'none', stroke: '#fff', 'stroke-width': 2.5, 'stroke-dasharray': '4 3' })}
        />
      ))}
      {words && (
        <text x={words.x} y={words.y} font-size={words.fontSize}>
          {words.text}
        </text>
      )}
      <rect class="strength" {...strength} fill={color} />
    </g>
  );
}
