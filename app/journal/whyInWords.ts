/** Why something was not kept, in the language that is shown. */
import { MoodFileError } from '../../src/mood';
import { words } from '../words';
import { storageProblemOf } from './storageProblem';

/** Called while it is shown, so that it follows another language. What is no trouble of the storage says what it says itself. */
export function whyInWords(error: unknown): string {
  const kind = storageProblemOf(error);
  if (kind) return words.value.journal.storage[kind];
  if (error instanceof MoodFileError && error.fault) {
    const { fault, message: english } = error;
    return words.value.journal.fault({ ...fault, english });
  }
  return error instanceof Error ? error.message : String(error);
}
