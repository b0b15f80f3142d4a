/** Which face is shown in full, and where the others stand: neither changes while faces come and go around them. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { LiveReading } from '../reading/messages';

export interface Chosen {
  chosen: LiveReading | undefined;
  /** The others, each in its place as long as it is there; a place whose face has gone is kept for the next one. */
  others: readonly (LiveReading | undefined)[];
  choose(id: number): void;
}

export function useChosen(readings: readonly LiveReading[]): Chosen {
  const wanted = useSignal<number | undefined>(undefined);
  const places = useRef<(number | undefined)[]>([]);
  const find = (id: number | undefined) => readings.find((reading) => reading.id === id);
  const last = useRef<number | undefined>(undefined);
  const chosen = find(wanted.value) ?? find(last.current) ?? largestOf(readings);
  last.current = chosen?.id;
  places.current = placesFor(
    places.current,
    readings.filter((reading) => reading !== chosen).map(({ id }) => id),
  );
  return {
    chosen,
    others: places.current.map(find),
    choose(id) {
      wanted.value = id;
    },
  };
}

const largestOf = (readings: readonly LiveReading[]) =>
  readings.reduce<LiveReading | undefined>((a, b) => (a && a.box.width >= b.box.width ? a : b), undefined);

/** Whoever has a place keeps it, newcomers fill the gaps, and gaps at the end are given up. */
export function placesFor(before: readonly (number | undefined)[], ids: readonly number[]): (number | undefined)[] {
  const places = before.map((id) => (id !== undefined && ids.includes(id) ? id : undefined));
  for (const id of ids.filter((one) => !places.includes(one))) {
    const gap = places.indexOf(undefined);
    places[gap === -1 ? places.length : gap] = id;
  }
  while (places.length > 0 && places.at(-1) === undefined) places.pop();
  return places;
}
