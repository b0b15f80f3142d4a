/**
 * The plane of feelings: unpleasant to pleasant, low to high energy. Tapped, dragged, or moved along with two sliders. Where
 * somebody is, the words that lie there appear, and the place is said aloud.
 */
import { type Signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words';
import { feelingWords, type Place, placeOf, wordsNear } from './feelingWords';

const clamped = (value: number) => Math.round(Math.min(1, Math.max(-1, value)) * 100) / 100;
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
/** Where a place is drawn, from the upper left corner. */
const at = ({ valence, energy }: Place) => ({ left: percent((valence + 1) / 2), top: percent((1 - energy) / 2) });
/** Words that appear around the point. */
const shownWords = 6;
/** The point and the room around it, in pixels. */
const pointSize = 32;
/** A line of words, about what a character takes, the ends' names at the edges and above: by how large text is. */
const [lineHeight, characterWidth, edge, endWidth] = [4 / 3, 1 / 2, 26 / 15, 28 / 3];

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

/** In pixels: of the plane, and how large text is on it. */
interface Size {
  width: number;
  height: number;
  text: number;
}

/** The name of the nearest word beside the point, and others where they lie, as far as there is room for them. */
function wordsAround(place: Place, size: Size, name: (word: string) => string): PlacedWord[] {
  const line = lineHeight * size.text;
  const [left, right] = [edge * size.text, size.width - edge * size.text];
  const pixels = ({ valence, energy }: Place) => ({
    x: ((valence + 1) / 2) * size.width,
    y: ((1 - energy) / 2) * size.height,
  });
  const boxOf = (word: string, { x, y }: { x: number; y: number }): PlacedWord => {
    const width = characterWidth * size.text * name(word).length + 8;
    const half = line / 2;
    return {
      word,
      x: Math.min(right - width / 2, Math.max(left + width / 2, x)),
      y: Math.min(size.height - half, Math.max(half, y)),
      width,
      height: line,
    };
  };
  const point = pixels(place);
  const [nearest = 'fine', ...others] = wordsNear(place, feelingWords.length);
  // Above the point, or below it near the upper edge.
  const away = (pointSize + line) / 2;
  const isAtTop = point.y < away + line * 1.5;
  const shown = [boxOf(nearest, { x: point.x, y: point.y + (isAtTop ? away : -away) })];
  const taken: Box[] = [
    { ...point, width: pointSize, height: pointSize },
    // The names of high and low energy.
    ...[0, size.height].map((y) => ({ x: size.width / 2, y, width: endWidth * size.text, height: 2 * left })),
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
  const size = useSignal<Size | undefined>(undefined);
  // A place may be there before the plane is: it was chosen before another view or a reload.
  useLayoutEffect(() => {
    const { current } = plane;
    if (!current) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current;
      size.value = { width, height, text: Number.parseFloat(getComputedStyle(current).fontSize) };
    };
    measure();
    const watching = new ResizeObserver(measure);
    watching.observe(current);
    return () => watching.disconnect();
  }, [size]);
  const shown = value && size.value ? wordsAround(value, size.value, text.word) : [];
  const [nearest] = value ? wordsNear(value, 1) : [];
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
            <span key={word} class={word === nearest ? 'nearest' : ''} style={{ left: `${x}px`, top: `${y}px` }}>
              {text.word(word)}
            </span>
          ))}
        </div>
        {value && <span class="plane-point" style={at(value)} />}
      </div>
      <p class="plane-place" role="status">
        {value && nearest
          ? text.place(text.valenceIs(value.valence), text.axisValue('energy', value.energy), text.word(nearest))
          : text.tapPlane}
      </p>
    </div>
  );
}
