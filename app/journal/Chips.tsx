/** A row of things of which any number can be chosen. */
import type { Signal } from '@preact/signals';

export interface ChipsProps {
  label: string;
  options: readonly string[];
  chosen: Signal<readonly string[]>;
  /** What is shown for an option. */
  name(option: string): string;
}

export function Chips({ label, options, chosen, name }: ChipsProps) {
  return (
    <fieldset class="chips">
      <legend>{label}</legend>
      {options.map((option) => {
        const isChosen = chosen.value.includes(option);
        return (
          <button
            key={option}
            type="button"
            class="chip"
            aria-pressed={isChosen}
            onClick={() => {
              chosen.value = isChosen ? chosen.value.filter((other) => other !== option) : [...chosen.value, option];
            }}
          >
            {name(option)}
          </button>
        );
      })}
    </fieldset>
  );
}
