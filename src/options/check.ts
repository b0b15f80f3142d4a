/** Options, checked where they enter: every bad one is named, with what would be right. */
import * as v from 'valibot';
import { described } from './described';
import { nearest } from './nearest';

/** What a function is called, and which options it takes. */
export interface Taker {
  taker: string;
  known: readonly string[];
}

/**
 * The options with their defaults filled in.
 *
 * taker whose options they are, as a person calls it: "createDetector"
 * entries a schema for each option. A message that begins with "must" becomes "threshold must be … (got 2)"; any other
 * stands as it is.
 * elsewhere where an option belongs that is unknown here
 *
 * Throws a TypeError that names every option that is unknown, with the nearest one that is known, is missing, or has a bad
 * value.
 */
export function checkedOptions<const Entries extends v.ObjectEntries>(
  taker: string,
  entries: Entries,
  given: unknown,
  elsewhere?: Taker,
): v.InferOutput<v.StrictObjectSchema<Entries, undefined>> {
  requireOptions(taker, given);
  const result = v.safeParse(v.strictObject(entries), given);
  if (result.success) return result.output;
  const known = Object.keys(entries);
  throw new TypeError(result.issues.map((issue) => problem(issue, { taker, known }, elsewhere)).join('; '));
}

/** Throws a TypeError where no options stand. */
export function requireOptions(taker: string, given: unknown): asserts given is object {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`${taker}: options must be an object (got ${described(given)})`);
}

/**
 * For options whose values are checked elsewhere.
 *
 * known every option that there is
 *
 * Throws a TypeError that names an option that there is not, with the nearest one that there is.
 */
export function requireKnown<Options extends object>(
  taker: string,
  known: Readonly<Record<keyof Options, true>>,
  given: Options,
) {
  const names = Object.keys(known);
  for (const name of Object.keys(given))
    if (!names.includes(name)) throw new TypeError(`${taker} has no option "${name}"; ${instead(name, names)}`);
}

function problem(
  { path, expected, message, input }: v.BaseIssue<unknown>,
  { taker, known }: Taker,
  elsewhere: Taker | undefined,
): string {
  const name = path?.map(({ key }) => key).join('.') ?? '';
  if (message.startsWith('Invalid key:') && input === undefined) return `${taker}: ${name} is missing`;
  if (expected === 'never') return `${taker} has no option "${name}"; ${instead(name, known, elsewhere)}`;
  return message.startsWith('must') ? `${name} ${message} (got ${described(input)})` : message;
}

function instead(name: string, known: readonly string[], elsewhere?: Taker): string {
  const meant = nearest(name, known);
  const others = known.filter((option) => option !== meant);
  if (meant !== undefined)
    return `did you mean "${meant}"?${others.length > 0 ? ` (others: ${others.join(', ')})` : ''}`;
  const there = elsewhere && nearest(name, elsewhere.known);
  const elsewhereIs = there === undefined ? '' : `, and ${elsewhere?.taker} takes "${there}"`;
  return `it takes ${known.length === 0 ? 'none' : known.join(', ')}${elsewhereIs}`;
}
