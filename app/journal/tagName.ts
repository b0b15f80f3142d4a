/** A tag's name, as it can be kept, out of what was typed; empty where nothing is left. */
import { longest } from '../../src/mood';

/** What is left of a character that was cut in two; no file can hold it. */
export const halfCharacter = /\p{Surrogate}/gu;

export const tagOf = (typed: string): string =>
  typed
    .replaceAll(/[|\s]+/g, ' ')
    .trim()
    .slice(0, longest.tag)
    .replaceAll(halfCharacter, '')
    .trim();
