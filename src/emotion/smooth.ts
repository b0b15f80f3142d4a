/** Steadies over time what is read of a face. */
import { blend, type Expression } from './expression';

/**
 * Seconds after which a change shows to 63 %. After a sudden and full change the new emotion is the stronger one 0.29 s
 * later (0.42 · ln 2); mouth movements of a person who talks, mostly shorter, do not change what is read.
 */
export const defaultTimeConstant = 0.42;

export interface Smoother {
  /**
   * The average after seeing `seen` at `time` (seconds). A track that is seen for the first time starts with what is seen.
   */
  update(track: number, seen: Expression, time: number): Expression;
  /** The average of a track and when it was last seen, if it was. */
  last(track: number): { average: Expression; time: number } | undefined;
  /** Forgets the tracks that are not among `tracks`. */
  keep(tracks: ReadonlySet<number>): void;
  /** A copy of all that it remembers. */
  state(): SmootherState;
}

/** What a smoother remembers of each track, as plain data. */
export type SmootherState = {
  track: number;
  probabilities: number[];
  readable: number;
  features?: number[];
  time: number;
}[];

/**
 * Exponential averages, one a track; uneven frame times are weighed by how long they are apart.
 *
 * from what another smoother remembered, to go on where it was
 */
export function createSmoother(timeConstant = defaultTimeConstant, from: SmootherState = []): Smoother {
  const states = new Map<number, { average: Expression; time: number }>(
    from.map(({ track, probabilities, readable, features, time }) => [
      track,
      {
        average: {
          probabilities: Float32Array.from(probabilities),
          readable,
          ...(features && { features: Float32Array.from(features) }),
        },
        time,
      },
    ]),
  );
  return {
    update(track, seen, time) {
      const last = states.get(track);
      // Without smoothing the newest counts alone, also of two at the same time.
      const share = last && timeConstant > 0 ? 1 - Math.exp(-Math.max(0, time - last.time) / timeConstant) : 1;
      const average = blend(last?.average ?? seen, seen, share);
      states.set(track, { average, time });
      return average;
    },
    last: (track) => states.get(track),
    keep(tracks) {
      for (const track of states.keys()) if (!tracks.has(track)) states.delete(track);
    },
    state: () =>
      Array.from(states, ([track, { average, time }]) => ({
        track,
        probabilities: [...average.probabilities],
        readable: average.readable,
        ...(average.features && { features: [...average.features] }),
        time,
      })),
  };
}
