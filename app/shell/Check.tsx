/** Boxes to tick. */
import type { Signal } from '@preact/signals';

export interface TickProps {
  label: string;
  isTicked: boolean;
  tick(isTicked: boolean): void;
}

export function Tick({ label, isTicked, tick }: TickProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={isTicked} onChange={(event) => tick(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** One that stands for a signal. */
export function Check({ label, value }: { label: string; value: Signal<boolean> }) {
  return (
    <Tick
      label={label}
      isTicked={value.value}
      tick={(isTicked) => {
        value.value = isTicked;
      }}
    />
  );
}
