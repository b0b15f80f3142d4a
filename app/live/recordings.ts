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
  /** What was read now, in ms of `performance.now()`, for the one that runs. It ends where there is no more room. */
  add(readings: readonly LiveReading[], now: number): void;
}

/** most: rows in all of them */
export function createRecordings(most = mostRows): Recordings {
  const all = signal<readonly Recording[]>([]);
  askBeforeLeaving(
    () => all.value.length > 0,
    () => all.peek().some(isUnsaved),
  );
  function change(recording: Recording, changed: Recording | undefined) {
    all.value = all.value.flatMap((other) => (other !== recording ? [other] : changed ? [changed] : []));
  }
  const end = (recording: Recording) => change(recording, { ...recording, running: false });
  return {
    all,
    record() {
      const last = all.value.at(-1);
      if (last?.running) return end(last);
      all.value = [
        ...all.value.filter(isUnsaved),
        { begun: new Date(), since: performance.now(), rows: [], running: true, saved: false },
      ];
    },
    change,
    add(readings, now) {
      const recording = all.peek().at(-1);
      if (!recording?.running) return;
      recording.rows.push(...rowsOf(readings, (now - recording.since) / 1000));
      // Nobody is to think that it goes on.
      if (all.peek().reduce((sum, { rows }) => sum + rows.length, 0) >= most) end(recording);
    },
  };
}
