/** Milliseconds from one tick to the next. */
const pace = 1000;

/**
 * A clock in milliseconds that goes on only while the page runs. After a long pause, of a page that was busy or of a device
 * that slept, answers and frames are there that the page could not take yet: nobody was silent for that time.
 *
 * tick  called after each step of the clock
 */
export function createAwakeClock(tick: () => void): () => number {
  let now = 0;
  setInterval(() => {
    now += pace;
    tick();
  }, pace);
  return () => now;
}
