/** A small plane with one place on it. */
import type { Place } from './feelingWords';

export function EntryPoint({ place: { valence, energy } }: { place: Place }) {
  return <span class="entry-point" aria-hidden="true" style={{ '--x': (valence + 1) / 2, '--y': (1 - energy) / 2 }} />;
}
