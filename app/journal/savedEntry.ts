/** The entry that was saved last, which is told and shown; until something cannot be kept, or the journal is left. */
import { signal } from '@preact/signals';

/** Its id. */
export const savedEntry = signal<string | undefined>(undefined);
