/** `--csv`, whose value is optional. */

/** `--csv` may stand before a file: only `excel` behind it is its value. */
export const withCsvStyle = (words: readonly string[]): string[] =>
  words.map((word, i) => (word === '--csv' && words[i + 1] !== 'excel' ? '--csv=plain' : word));
