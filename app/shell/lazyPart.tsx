/** A part of the page whose script is loaded when it is first wanted. */
import { signal } from '@preact/signals';
import { words } from '../words';

export type LazyPart<T> = ReturnType<typeof lazyPart<T>>;

export function lazyPart<T>(load: () => Promise<T>) {
  const loaded = signal<T | undefined>(undefined);
  /** It could not be had: the server is gone, or has another version. */
  const isMissing = signal(false);
  return {
    loaded,
    isMissing,
    /** Does nothing where it is there already. */
    async load() {
      if (loaded.peek()) return;
      isMissing.value = false;
      try {
        loaded.value = await load();
      } catch {
        isMissing.value = true;
      }
    },
  };
}

/** In the place of a part that is not there. */
export function NotLoaded({ part }: { part: Pick<LazyPart<unknown>, 'isMissing'> }) {
  if (!part.isMissing.value) return null;
  return (
    <>
      <p role="alert">{words.value.notLoaded}</p>
      <button type="button" onClick={() => location.reload()}>
        {words.value.tryAgain}
      </button>
    </>
  );
}
