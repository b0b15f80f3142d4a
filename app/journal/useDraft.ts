/** What a form has, kept as its draft. */
import { effect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Calls `keep` with each change of the signals that it reads, at once: `useSignalEffect` waits for the next frame, and what was
 * typed in the last one would be lost when a lock takes the form away.
 */
export function useDraft(keep: () => void) {
  useLayoutEffect(() => effect(keep), []);
}
