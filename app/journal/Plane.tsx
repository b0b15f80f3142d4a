/** The plane of feelings: unpleasant to pleasant, low to high energy. Tapped, dragged, or moved along with two sliders. */
import type { Signal } from '@preact/signals';
import { words } from '../words';
import type { Place } from './feelingWords';

const clamped = (value: number) => Math.round(Math.min(1, Math.max(-1, value)) * 100) / 100;

export function Plane({ place }: { place: Signal<Place | undefined> }) {
  const text = words.value.journal;
  const { value } = place;
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
  return (
    <div class="plane-frame">
      {end('high')}
      {end('unpleasant')}
      <div
        class="plane"
        dir="ltr"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          takePointer(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) takePointer(event);
        }}
      >
        {slider('valence')}
        {slider('energy')}
        {value && (
          <span
            class="plane-point"
            style={{ left: `${((value.valence + 1) / 2) * 100}%`, top: `${((1 - value.energy) / 2) * 100}%` }}
          />
        )}
      </div>
      {end('pleasant')}
      {end('low')}
    </div>
  );
}
