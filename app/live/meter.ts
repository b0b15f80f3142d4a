/** How many frames a second are read, and how long each takes. */
import { type ReadonlySignal, signal } from '@preact/signals';

export interface Meter {
  framesPerSecond: ReadonlySignal<number>;
  /** From frame to reading, in ms: the median of the last frames. */
  latency: ReadonlySignal<number>;
  /** A frame that was shown then was read now, both in ms. */
  measure(shown: number, now: number): void;
  /** What follows has nothing to do with what was before. */
  reset(): void;
}

/** Frames whose times the shown figures are made of. */
const remembered = 30;

export function createMeter(): Meter {
  const [framesPerSecond, latency] = [signal(0), signal(0)];
  const root = document.documentElement;
  let arrivals: number[] = [];
  let latencies: number[] = [];
  return {
    framesPerSecond,
    latency,
    measure(shown, now) {
      // For whoever watches with a PerformanceObserver; not kept, since a day has millions.
      performance.measure('feeling:reading', { start: shown, end: now });
      performance.clearMeasures('feeling:reading');
      arrivals = [...arrivals, now].slice(-remembered);
      latencies = [...latencies, now - shown].slice(-remembered);
      const span = now - (arrivals[0] as number);
      framesPerSecond.value = span > 0 ? ((arrivals.length - 1) * 1000) / span : 0;
      latency.value = latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length / 2)] as number;
      root.dataset['fps'] = framesPerSecond.value.toFixed(1);
      root.dataset['latencyMs'] = latency.value.toFixed(1);
    },
    reset() {
      arrivals = [];
      latencies = [];
      framesPerSecond.value = 0;
    },
  };
}
