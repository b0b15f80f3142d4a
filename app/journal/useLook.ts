/** The camera looks for a few seconds, and what it saw is given as averages. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Look } from '../../src/mood';
import type { CameraUse, Live } from '../live/session';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { averageOf, leastReadings, lookSeconds } from './look';

export interface LookOptions {
  /** The camera is put on for this, and off again; otherwise someone else has it on. */
  use: CameraUse | undefined;
  /** Seconds after which it ends even if no face was seen, or too seldom; the networks' loading does not count. */
  patience: number;
  /** It ends, and nothing is kept, when the camera goes off: paused, or out of view. Otherwise it waits. */
  endsWithCamera: boolean;
  done(seen: Look | undefined): void;
}

/** Seconds that are left; only those in which a face is seen count. A slow device takes longer. */
export function useLook(live: Live, options: LookOptions): Signal<number> {
  const left = useSignal(lookSeconds);
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const { use, patience, endsWithCamera } = latest.current;
    const gathered: LiveReading[] = [];
    let passed = 0;
    const release = use && live.use(use);
    let wasOn = false;
    const stopWatching = live.cameraOn.subscribe((isOn) => {
      if (endsWithCamera && wasOn && !isOn) latest.current.done(undefined);
      wasOn = isOn;
    });
    const unsubscribe = live.readings.subscribe(([first]) => {
      if (first) gathered.push(first);
    });
    const timer = setInterval(() => {
      const state = live.state.peek();
      if (state === 'starting') return;
      if (state === 'reading') left.value = Math.max(0, left.peek() - 1);
      const isDone = left.peek() === 0 && gathered.length >= leastReadings;
      if (!isDone && ++passed < patience) return;
      clearInterval(timer);
      latest.current.done(averageOf(gathered, lookSeconds, settings.threshold.peek()));
    }, 1000);
    return () => {
      clearInterval(timer);
      unsubscribe();
      stopWatching();
      release?.();
    };
  }, [live, left]);
  return left;
}
