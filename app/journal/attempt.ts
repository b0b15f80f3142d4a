/** What presses on the journal came to nothing, where no form of its own says so. */
import { signal } from '@preact/signals';
import { savedEntry } from './savedEntry';

/** Why the last press was not carried out; undefined where it was. */
export const notKept = signal<{ error: unknown } | undefined>(undefined);

/** For a press: what cannot be kept is told, and nothing is changed. */
export async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    notKept.value = undefined;
  } catch (error) {
    notKept.value = { error };
    savedEntry.value = undefined;
  }
}
