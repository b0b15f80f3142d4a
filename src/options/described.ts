/** Longer texts are cut. */
const mostLetters = 60;

/** A value as an error shows it: `2`, `"eyes"`, `undefined`, `a Float32Array`. */
export function described(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date';
  const name: string = value.constructor?.name ?? 'Object';
  return name === 'Object' ? 'an object' : `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}
