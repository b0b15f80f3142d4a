/** Steadies probabilities over time. */

/**
 * Seconds after which a change shows to 63 %. After a sudden and full change the new emotion is the stronger one 0.29 s
 * later (0.42 · ln 2); mouth movements of a person who talks, mostly shorter, do not change what is read.
 */
export const defaultTimeConstant = 0.42;

export interface Smoother {
  /**
   * The average after seeing `probabilities` at `time` (seconds). A track that is seen for the first time starts
   * with what is seen.
   */
  update(track: number, probabilities: Float32Array, time: number): Float32Array;
  /** The average of a track and when it was last seen, if it was. */
  last(track: number): { average: Float32Array; time: number } | undefined;
  /** Forgets the tracks that are not among `tracks`. */
  keep(tracks: ReadonlySet<number>): void;
  /** A copy of all that it remembers. */
  state(): SmootherState;
}

/** What a smoother remembers of each track, as plain data. */
export type SmootherState = { track: number; average: number[]; time: number }[];

/**
 * Exponential averages, one a track; uneven frame times are weighed by how long they are apart.
 *
 * from what another smoother remembered, to go on where it was
 */
export function createSmoother(timeConstant = defaultTimeConstant, from: SmootherState = []): Smoother {
  const states = new Map(
    from.map(({ track, average, time }) => [track, { average: Float32Array.from(average), time }]),
  );
  return {
    update(track, probabilities, time) {
      const last = states.get(track);
      // Without smoothing the newest counts alone, also of two at the same time.
      const weight = last && timeConstant > 0 ? 1 - Math.exp(-Math.max(0, time - last.time) / timeConstant) : 1;
      const average = probabilities.map((p, i) => {
        const before = last?.average[i] ?? p;
        return before + weight * (p - before);
      });
      states.set(track, { average, time });
      return average;
    },
    last: (track) => states.get(track),
    keep(tracks) {
      for (const track of states.keys()) if (!tracks.has(track)) states.delete(track);
    },
    state: () => Array.from(states, ([track, { average, time }]) => ({ track, average: [...average], time })),
  };
}
