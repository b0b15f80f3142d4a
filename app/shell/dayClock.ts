/** Notices a new day while the page stays open. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { dayOn } from '../../src/mood';

/** Milliseconds between two looks at the clock. A timer for the day's end alone would be late after a sleep of the device. */
const pace = 30_000;

export interface DayClock {
  /** The present in ms since 1970, as it was at the last look: at most half a minute ago while the device is awake. */
  present: ReadonlySignal<number>;
  /** The day that it is, since 1970-01-01, by the hour at which the person's days begin. */
  today: ReadonlySignal<number>;
  /** Looks at the clock now, as when the page is seen again and before a press counts. */
  look(): void;
  stop(): void;
}

/** dayBegins The hour at which the person's days begin; a signal's value is followed. */
export function createDayClock(dayBegins: () => number): DayClock {
  const present = signal(Date.now());
  const look = () => {
    present.value = Date.now();
  };
  const timer = setInterval(look, pace);
  return {
    present,
    today: computed(() => dayOn(new Date(present.value), dayBegins())),
    look,
    stop: () => clearInterval(timer),
  };
}
