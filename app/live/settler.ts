/** Takes out of a live reading what lasts a moment only, so that nothing flickers. */
import { type Hindrance, uncheckedVerdict } from '../../src/detect';
import { createHold, emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';

/** Seconds that a hindrance must last before it is believed, and be gone before it is forgotten. */
const settling = 0.4;
/** Seconds over which it is averaged whether a face is there: one that just came is shown after 0.1 s. */
const presenceTime = 0.15;

interface Track {
  /** How much it was there lately, 0 … 1. */
  presence: number;
  shown: Hindrance | undefined;
  other: Hindrance | undefined;
  /** When `other` began. */
  since: number;
}

/**
 * Readings of the frame at `time`, in seconds → those of faces that are really there, with what really hinders, and with words
 * that stay until others are clearly right.
 */
export function createSettler() {
  const hold = createHold();
  const tracks = new Map<number, Track>();
  let before: number | undefined;
  return (readings: readonly LiveReading[], time: number, threshold: number): LiveReading[] => {
    const share = before === undefined ? 0 : 1 - Math.exp(-Math.max(0, time - before) / presenceTime);
    before = time;
    const ids = new Set(readings.map(({ id }) => id));
    for (const [id, track] of tracks) {
      if (!ids.has(id)) track.presence *= 1 - share;
      if (track.presence < 0.01 && !ids.has(id)) tracks.delete(id);
    }
    hold.keep(new Set(tracks.keys()));
    return readings.flatMap((reading) => {
      const now = reading.hindrance;
      const track = tracks.get(reading.id) ?? { presence: 0, shown: now, other: now, since: time };
      tracks.set(reading.id, track);
      track.presence += share * (1 - track.presence);
      if (now !== track.other) Object.assign(track, { other: now, since: time });
      if (time - track.since >= settling) track.shown = track.other;
      const settled = { ...reading, hindrance: track.shown };
      const { unsure } = uncheckedVerdict(settled, { threshold, conditions: settled });
      const probabilities = emotions.map((e) => reading.emotions[e]);
      const hindered = unsure !== undefined && unsure !== 'threshold';
      const held = hold.update(reading.id, { probabilities, hindered }, time, threshold);
      return track.presence >= 0.5 ? [{ ...settled, held }] : [];
    });
  };
}
