/** One queue for every write to the journal, through all tabs of the browser. */

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs when nothing else does. Where a browser has no Web Locks, only this tab's writes wait for one another; a write whose
 * ground changed under it is then made anew (see store.ts).
 */
export function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request('feeling.journal', run) as Promise<T>;
  const turn = last.then(run, run);
  last = turn.catch(() => {});
  return turn;
}
