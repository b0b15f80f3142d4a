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
/** Words that appear around a place, and the room that each needs, so that none lies over another. */
const shownWords = 5;
const room = { across: 0.5, down: 0.16 };

/** The nearest words that have room beside one another. */
function wordsAround(place: Place): { word: string; place: Place }[] {
  const shown: { word: string; place: Place }[] = [];
  for (const word of wordsNear(place, 3 * shownWords)) {
    const found = placeOf(word);
    const isCovered = shown.some(
      (other) =>
        Math.abs(other.place.valence - (found?.valence ?? 0)) < room.across &&
        Math.abs(other.place.energy - (found?.energy ?? 0)) < room.down,
    );
    if (found && !isCovered && shown.length < shownWords) shown.push({ word, place: found });
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
  const [nearest] = value ? wordsNear(value, 1) : [];
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
        {value && (
          <div class={`plane-words ${isDragged.value ? 'dragged' : ''}`} aria-hidden="true">
            {wordsAround(value).map(({ word, place: lies }) => (
              <span key={word} class={word === nearest ? 'nearest' : ''} style={at(lies)}>
                {text.word(word)}
              </span>
            ))}
          </div>
        )}
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
