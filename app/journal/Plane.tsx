/**
 * The plane of feelings: unpleasant to pleasant, low to high energy. Tapped, dragged, or moved along with two sliders. Where
 * somebody is, the words that lie there appear, and the place is said aloud.
 */
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { words } from '../words';
import { feelingWords, type Place, placeOf, wordsNear } from './feelingWords';

const clamped = (value: number) => Math.round(Math.min(1, Math.max(-1, value)) * 100) / 100;
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
/** Where a place is drawn, from the upper left corner. */
const at = ({ valence, energy }: Place) => ({ left: percent((valence + 1) / 2), top: percent((1 - energy) / 2) });
/** Words that appear around the point. */
const shownWords = 6;
/** Pixels: a line of words, about what a character takes, the point and the room around it, the ends' names at the edges. */
const [lineHeight, characterWidth, pointSize, edge] = [20, 7.5, 32, 26];
/** Where the name of the nearest one stands: above the point, or below it near the upper edge. */
const labelAway = 26;

interface Box {
  /** Its middle, in pixels from the upper left corner. */
  x: number;
  y: number;
  width: number;
  height: number;
}

interface PlacedWord extends Box {
  word: string;
}

const areOver = (a: Box, b: Box) =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

/** The name of the nearest word beside the point, and others where they lie, as far as there is room for them. */
function wordsAround(
  place: Place,
  size: { width: number; height: number },
  name: (word: string) => string,
): PlacedWord[] {
  const [left, right] = [edge, size.width - edge];
  const pixels = ({ valence, energy }: Place) => ({
    x: ((valence + 1) / 2) * size.width,
    y: ((1 - energy) / 2) * size.height,
  });
  const boxOf = (word: string, { x, y }: { x: number; y: number }): PlacedWord => {
    const width = characterWidth * name(word).length + 8;
    const half = lineHeight / 2;
    return {
      word,
      x: Math.min(right - width / 2, Math.max(left + width / 2, x)),
      y: Math.min(size.height - half, Math.max(half, y)),
      width,
      height: lineHeight,
    };
  };
  const point = pixels(place);
  const [nearest = 'fine', ...others] = wordsNear(place, feelingWords.length);
  const isAtTop = point.y < labelAway + lineHeight * 1.5;
  const shown = [boxOf(nearest, { x: point.x, y: point.y + (isAtTop ? labelAway : -labelAway) })];
  const taken: Box[] = [
    { ...point, width: pointSize, height: pointSize },
    // The names of high and low energy.
    ...[0, size.height].map((y) => ({ x: size.width / 2, y, width: 140, height: 2 * edge })),
    ...shown,
  ];
  for (const word of others) {
    const found = placeOf(word);
    if (!found || shown.length >= shownWords) break;
    const box = boxOf(word, pixels(found));
    if (taken.some((other) => areOver(box, other))) continue;
    taken.push(box);
    shown.push(box);
  }
  return shown;
}

export function Plane({ place }: { place: Signal<Place | undefined> }) {
  const text = words.value.journal;
  const { value } = place;
  const isDragged = useSignal(false);
  const takePointer = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    place.value = {
      valence: clamped(((event.clientX - left) / width) * 2 - 1),
      energy: clamped(1 - ((event.clientY - top) / height) * 2),
    };
  };
  const slider = (axis: keyof Place) => (
    <input
      type="range"
      class="unseen"
      min={-1}
      max={1}
      step={0.1}
      value={value?.[axis] ?? 0}
      aria-label={text.axes[axis]}
      aria-valuetext={text.axisValue(axis, value?.[axis] ?? 0)}
      onInput={(event) => {
        place.value = { valence: 0, energy: 0, ...value, [axis]: Number(event.currentTarget.value) };
      }}
    />
  );
  const end = (name: keyof typeof text.ends) => (
    <span class={`plane-${name}`} aria-hidden="true">
      {text.ends[name]}
    </span>
  );
  const letGo = () => {
    isDragged.value = false;
  };
  const plane = useRef<HTMLDivElement>(null);
  const size = { width: plane.current?.clientWidth ?? 0, height: plane.current?.clientHeight ?? 0 };
  const shown = value ? wordsAround(value, size, text.word) : [];
  const [nearest] = shown;
  return (
    <div class="plane-frame">
      <div
        class="plane"
        dir="ltr"
        ref={plane}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          isDragged.value = true;
          takePointer(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) takePointer(event);
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
      >
        {end('high')}
        {end('unpleasant')}
        {end('pleasant')}
        {end('low')}
        {slider('valence')}
        {slider('energy')}
        <div class={`plane-words ${isDragged.value ? 'dragged' : ''}`} aria-hidden="true">
          {shown.map(({ word, x, y }) => (
            <span key={word} class={word === nearest?.word ? 'nearest' : ''} style={{ left: `${x}px`, top: `${y}px` }}>
              {text.word(word)}
            </span>
          ))}
        </div>
        {value && <span class="plane-point" style={at(value)} />}
      </div>
      <p class="plane-place" role="status">
        {value && nearest
          ? text.place(text.valenceIs(value.valence), text.axisValue('energy', value.energy), text.word(nearest.word))
          : text.tapPlane}
      </p>
    </div>
  );
}
