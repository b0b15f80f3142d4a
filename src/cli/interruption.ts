/** Ctrl-C while something long runs. */
import { tell } from './output';

/**
 * Aborts `signal` at the first Ctrl-C; a second ends the program as ever. Call `end` afterwards.
 *
 * telling what is finished first, where that takes a moment
 */
export function interruption(telling?: string) {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (telling) tell(telling);
    controller.abort();
  };
  process.once('SIGINT', onInterrupt);
  return { signal: controller.signal, end: () => process.off('SIGINT', onInterrupt) };
}
