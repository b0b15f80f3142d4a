/** One queue for every write to the journal, through all tabs of the browser. */
import { signal } from '@preact/signals';

let last: Promise<unknown> = Promise.resolve();

/** How many writes of this tab wait for their turn or have it. */
export const writesUnderWay = signal(0);

/**
 * Runs when nothing else does. Where a browser has no Web Locks, only this tab's writes wait for one another; a write whose
 * ground changed under it is then made anew (see store.ts).
 */
export async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  writesUnderWay.value++;
  try {
    return await turnFor(run);
  } finally {
    writesUnderWay.value--;
  }
}

function turnFor<T>(run: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request('feeling.journal', run) as Promise<T>;
  const turn = last.then(run, run);
  last = turn.catch(() => {});
  return turn;
}
