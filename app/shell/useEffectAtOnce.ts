import { effect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Calls `run` with each change of the signals that it reads, at once: `useSignalEffect` waits for the next frame, and a press, or
 * a lock that takes the form away, may come before that.
 */
export function useEffectAtOnce(run: () => void) {
  useLayoutEffect(() => effect(run), []);
}
