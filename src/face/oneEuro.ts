/**
 * The One Euro filter (Casiez, Roussel and Vogel 2012, "1€ Filter", algorithm 1): a low-pass whose cutoff rises with
 * speed, so that what rests is steady and what moves does not lag.
 */
export interface OneEuroOptions {
  /** Cutoff at rest in Hz: lower is steadier. */
  minCutoff: number;
  /** How much the cutoff rises with speed, in Hz for a size a second: higher lags less. */
  beta: number;
}

/** Cutoff of the speed's own filter in Hz, as in the paper. */
const speedCutoff = 1;

/** Share of a new value that a first-order low-pass takes after `seconds`. */
const smoothing = (cutoff: number, seconds: number) => 1 / (1 + 1 / (2 * Math.PI * cutoff * seconds));

/** What a filter remembers. */
export interface OneEuroState {
  /** As filtered last. */
  values: number[];
  /** Their change a second, filtered. */
  speeds: number[];
  time: number;
}

/**
 * A filter for several numbers that move together: what it remembers of the values before → what it remembers with
 * these, `values` among it. Times in seconds, not falling; `size` is what a speed of one crosses in a second.
 */
export function createOneEuro({ minCutoff, beta }: OneEuroOptions) {
  return (before: OneEuroState | undefined, values: readonly number[], time: number, size = 1): OneEuroState => {
    if (!before || time <= before.time) return { values: [...values], speeds: values.map(() => 0), time };
    const seconds = time - before.time;
    const speeds = values.map((value, i) => {
      const speed = (value - (before.values[i] as number)) / seconds;
      const old = before.speeds[i] as number;
      return old + smoothing(speedCutoff, seconds) * (speed - old);
    });
    const filtered = values.map((value, i) => {
      const old = before.values[i] as number;
      const cutoff = minCutoff + (beta * Math.abs(speeds[i] as number)) / size;
      return old + smoothing(cutoff, seconds) * (value - old);
    });
    return { values: filtered, speeds, time };
  };
}
