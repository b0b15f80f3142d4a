/** A source of which the next may be long in coming. */

/** The same, until the signal aborts: then whoever waits for the next is told at once, with the signal's reason. */
export async function* untilAborted<T>(
  source: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal,
): AsyncGenerator<Awaited<T>, void, undefined> {
  const all = (async function* () {
    yield* source;
  })();
  let isWaiting = false;
  /** A listener for each: a promise for all of them would keep what each gave. */
  const next = () =>
    new Promise<IteratorResult<Awaited<T>>>((resolve, reject) => {
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      isWaiting = true;
      all
        .next()
        .then(resolve, reject)
        .finally(() => {
          isWaiting = false;
          signal.removeEventListener('abort', abort);
        });
    });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await next();
      if (done) return;
      yield value;
    }
  } finally {
    const left = all.return();
    // One that waits for its next can be left only when that has come.
    if (isWaiting) left.catch(() => {});
    else await left;
  }
}
