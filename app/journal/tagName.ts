/** A tag's name, as it can be kept if it is not too long, out of what was typed; empty where nothing is left. */

/** What some program left of a character that it cut in two; no file can hold it. */
export const halfCharacter = /\p{Surrogate}/gu;

export const tagOf = (typed: string): string =>
  typed
    .replaceAll(halfCharacter, '')
    .replaceAll(/[|\s]+/g, ' ')
    .trim();
