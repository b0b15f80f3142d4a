/**
 * The plane of feelings: unpleasant to pleasant, low to high energy. Tapped, dragged, or moved along with two sliders. Where
 * somebody is, the words that lie there appear, and the place is said aloud.
 */
import { type Signal, useSignal } from '@preact/signals';
import { words } from '../words';
import { type Place, placeOf, wordsNear } from './feelingWords';

const clamped = (value: number) => Math.round(Math.min(1, Math.max(-1, value)) * 100) / 100;
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
/** Where a place is drawn, from the upper left corner. */
const at = ({ valence, energy }: Place) => ({ left: percent((valence + 1) / 2), top: percent((1 - energy) / 2) });
/** Words that appear around a place, and the room that each needs, so that none lies over another or under the point. */
const shownWords = 5;
const room = { across: 0.46, down: 0.14 };
/** Where the name of the nearest one stands, above the point, or below it near the upper edge. */
const labelAbove = 0.24;
const nearTheTop = 0.7;

interface PlacedWord {
  word: string;
  place: Place;
}

/** The nearest word beside the point, and others around it where they lie, as far as there is room. */
function wordsAround(place: Place): { nearest: PlacedWord; others: PlacedWord[] } {
  const [nearest = 'fine', ...others] = wordsNear(place, 4 * shownWords);
  const away = place.energy > nearTheTop ? -labelAbove : labelAbove;
  const label = { word: nearest, place: { valence: place.valence * 0.9, energy: place.energy + away } };
  const taken = [label.place, place];
  const shown: PlacedWord[] = [];
  for (const word of others) {
    const found = placeOf(word);
    const isCovered = taken.some(
      (other) =>
        Math.abs(other.valence - (found?.valence ?? 0)) < room.across &&
        Math.abs(other.energy - (found?.energy ?? 0)) < room.down,
    );
    if (!found || isCovered || shown.length >= shownWords) continue;
    taken.push(found);
    shown.push({ word, place: found });
  }
  return { nearest: label, others: shown };
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
  const around = value && wordsAround(value);
  return (
    <div class="plane-frame">
      <div
        class="plane"
        dir="ltr"
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
        {around && (
          <div class={`plane-words ${isDragged.value ? 'dragged' : ''}`} aria-hidden="true">
            {around.others.map(({ word, place: lies }) => (
              <span key={word} style={at(lies)}>
                {text.word(word)}
              </span>
            ))}
            <span class="nearest" style={at(around.nearest.place)}>
              {text.word(around.nearest.word)}
            </span>
          </div>
        )}
        {value && <span class="plane-point" style={at(value)} />}
      </div>
      <p class="plane-place" role="status">
        {around
          ? text.place(
              text.valenceIs(value.valence),
              text.axisValue('energy', value.energy),
              text.word(around.nearest.word),
            )
          : text.tapPlane}
      </p>
    </div>
  );
}
