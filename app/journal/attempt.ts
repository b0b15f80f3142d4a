/** What presses on the journal came to nothing, where no form of its own says so. */
import { signal } from '@preact/signals';

/** Why the last press was not carried out; empty where it was. */
export const notKept = signal('');

/** For a press: what cannot be kept is told, and nothing is changed. */
export async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    notKept.value = '';
  } catch (error) {
    notKept.value = error instanceof Error ? error.message : String(error);
  }
}
