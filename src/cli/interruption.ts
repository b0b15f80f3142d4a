/** Ctrl-C while something long runs, and a reader that wants no more of its output. */
import { outputEnded, tell } from './output';

let interrupted = false;
/** Whether Ctrl-C stopped the command before it was done: scripts must not take what it left for all of it. */
export const wasInterrupted = () => interrupted;

/**
 * Aborts `signal` at the first Ctrl-C, or when nothing more can be printed; a second Ctrl-C ends the program as ever.
 * Call `end` afterwards.
 *
 * telling what is finished first, where that takes a moment
 * forOutput false where there is more to do than to print
 * isUsualEnd where the command has no other end, as a camera has none
 */
export function interruption(telling?: string, { forOutput = true, isUsualEnd = false } = {}) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const onInterrupt = () => {
    if (telling) tell(telling);
    interrupted ||= !isUsualEnd;
    controller.abort();
  };
  process.once('SIGINT', onInterrupt);
  if (forOutput) outputEnded.addEventListener('abort', stop);
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onInterrupt);
      outputEnded.removeEventListener('abort', stop);
    },
  };
}
