/** A row of things of which any number can be chosen. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons';

export interface ChipsProps {
  label: string;
  options: readonly string[];
  chosen: Signal<readonly string[]>;
  /** What is shown for an option. */
  name(option: string): string;
  icon?(option: string): IconName;
  /** What an option means, for whoever rests on it. */
  meaning?(option: string): string | undefined;
  /** After the last one. */
  children?: ComponentChildren;
}

export function Chips({ label, options, chosen, name, icon, meaning, children }: ChipsProps) {
  return (
    <fieldset class="chips row">
      <legend>{label}</legend>
      {options.map((option) => {
        const isChosen = chosen.value.includes(option);
        return (
          <button
            key={option}
            type="button"
            class="chip"
            aria-pressed={isChosen}
            title={meaning?.(option)}
            dir="auto"
            onClick={() => {
              chosen.value = isChosen ? chosen.value.filter((other) => other !== option) : [...chosen.value, option];
            }}
          >
            {icon && <Icon name={icon(option)} />}
            {name(option)}
          </button>
        );
      })}
      {children}
    </fieldset>
  );
}
