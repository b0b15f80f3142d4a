/** What of the journal is looked for, shared by the views: a square of the trends' year leads to its day. */
import { signal } from '@preact/signals';

/** The day whose entries are shown, since 1970-01-01; undefined for all. */
export const chosenDay = signal<number | undefined>(undefined);

/** Opens the journal on a day. */
export function showDay(day: number) {
  chosenDay.value = day;
  location.hash = '#journal';
}
