/** Two reasons to end. */

/** One that aborts when the first of them does; `forget` once nobody waits for that. */
export function eitherOf(...signals: (AbortSignal | undefined)[]): { signal: AbortSignal; forget(): void } {
  const either = new AbortController();
  const listeners = signals.flatMap((signal) => (signal ? [{ signal, abort: () => either.abort(signal.reason) }] : []));
  for (const { signal, abort } of listeners)
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  return {
    signal: either.signal,
    forget: () => {
      for (const { signal, abort } of listeners) signal.removeEventListener('abort', abort);
    },
  };
}
