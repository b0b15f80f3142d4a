/** The recordings that the page keeps until they are saved or given up. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { LiveReading } from '../reading/messages';
import { askBeforeLeaving } from '../shell/leaving';
import { isUnsaved, mostRows, type Recording, rowsOf } from './recording';

export interface Recordings {
  /** In order; the last one may be running. */
  all: ReadonlySignal<readonly Recording[]>;
  /** Begins a recording, beside all that are not yet saved, or ends the one that runs. */
  record(): void;
  /** Another form of the same recording; undefined where it is given up. */
  change(recording: Recording, changed: Recording | undefined): void;
  /** What was read now, in ms of `performance.now()`, for the one that runs. */
  add(readings: readonly LiveReading[], now: number): void;
}

export function createRecordings(): Recordings {
  const all = signal<readonly Recording[]>([]);
  askBeforeLeaving(
    () => all.value.length > 0,
    () => all.peek().some(isUnsaved),
  );
  return {
    all,
    record() {
      const last = all.value.at(-1);
      all.value = last?.running
        ? [...all.value.slice(0, -1), { ...last, running: false }]
        : [
            ...all.value.filter(isUnsaved),
            { begun: new Date(), since: performance.now(), rows: [], running: true, saved: false },
          ];
    },
    change(recording, changed) {
      all.value = all.value.flatMap((other) => (other !== recording ? [other] : changed ? [changed] : []));
    },
    add(readings, now) {
      const recording = all.peek().at(-1);
      if (recording?.running && all.peek().reduce((sum, { rows }) => sum + rows.length, 0) < mostRows)
        recording.rows.push(...rowsOf(readings, (now - recording.since) / 1000));
    },
  };
}
