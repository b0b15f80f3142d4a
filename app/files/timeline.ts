/** What a video's samples say of one face over its whole length. */
import { emotions } from '../../src/emotion';
import type { Sample } from '../live/history';
import type { LiveReading } from '../reading/messages';
import type { VideoSample } from './files';

/** The face that is seen most often, the earliest of equals. */
export function mainFace(samples: readonly VideoSample[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { readings } of samples) for (const { id } of readings) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].reduce<[number | undefined, number]>(
    ([best, most], [id, count]) => (count > most ? [id, count] : [best, most]),
    [undefined, 0],
  )[0];
}

/** Along the video's length, 0 … 1. */
export const timelineOf = (
  samples: readonly VideoSample[],
  face: number | undefined,
  duration: number,
  isSure: (reading: LiveReading) => boolean = () => true,
): Sample[] =>
  samples.map(({ time, readings }) => {
    const reading = readings.find(({ id }) => id === face);
    return {
      x: duration > 0 ? time / duration : 0,
      probabilities: reading && emotions.map((e) => reading.emotions[e]),
      isSure: reading !== undefined && isSure(reading),
    };
  });

/** The sample that is shown at a time: the last one before it. */
export const sampleAt = (samples: readonly VideoSample[], time: number): VideoSample | undefined =>
  samples.findLast((sample) => sample.time <= time + 1e-3);
