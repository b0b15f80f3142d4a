/** A range with its value above and a sentence about it below. */
import type { Signal } from '@preact/signals';

export interface SliderProps {
  id: string;
  label: string;
  value: Signal<number>;
  shown: string;
  min: number;
  max: number;
  step: number;
  text: string;
}

export function Slider({ id, label, value, shown, min, max, step, text }: SliderProps) {
  return (
    <div class="slider">
      <label for={id}>
        {label} <output>{shown}</output>
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value.value}
        onInput={(event) => {
          value.value = Number(event.currentTarget.value);
        }}
      />
      <p>{text}</p>
    </div>
  );
}
