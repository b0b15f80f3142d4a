/** Ctrl-C while something long runs, and a reader that wants no more of its output. */
import { outputEnded, tell } from './output';

/**
 * Aborts `signal` at the first Ctrl-C, or when nothing more can be printed; a second Ctrl-C ends the program as ever.
 * Its reason is 'SIGINT' then. Call `end` afterwards.
 *
 * telling what is finished first, where that takes a moment
 * forOutput false where there is more to do than to print
 */
export function interruption(telling?: string, { forOutput = true } = {}) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const onInterrupt = () => {
    if (telling) tell(telling);
    controller.abort('SIGINT');
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
