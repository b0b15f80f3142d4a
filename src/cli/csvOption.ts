/** `--csv`, whose value is optional. */

/** `--csv` may stand before a file: only `excel` behind it is its value. Behind `--` there are files alone. */
export function withCsvStyle(words: readonly string[]): string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.map((word, i) => (word === '--csv' && i < end && words[i + 1] !== 'excel' ? '--csv=plain' : word));
}
