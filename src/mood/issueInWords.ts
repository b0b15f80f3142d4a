/** What is wrong with a value of a journal's file, for a person to read. */
import type * as v from 'valibot';
import { described, limitOf, ruleOf } from '../options';
import type { Fault } from './errors';
import { timeLike, timeRule } from './isoTime';

const keysOf = ({ path }: v.BaseIssue<unknown>) =>
  (path ?? []).map(({ key }) => (typeof key === 'number' ? String(key + 1) : String(key)));

const placeOf = (keys: readonly string[]) => keys.join('.').slice(0, 60);

/** "felt.valence must be at most 1 (got 1.5)"; without a subject where it is about the whole: "must be an object (got 7)". */
export function issueInWords(issue: v.BaseIssue<unknown>): string {
  const keys = keysOf(issue);
  const place = placeOf(keys);
  if (issue.expected === 'never') return `there is an entry "${place}", which no journal has`;
  if (isMissing(issue)) return `${keys.slice(0, -1).join('.') || 'it'} has no "${keys.at(-1)}"`;
  if (issue.type === 'max_length') return `${place} is longer than the ${limitOf(issue)} allowed`;
  return `${place} ${ruleOf(issue)} (got ${shown(issue.input)})`.trimStart();
}

/** The same in parts. */
export function faultOf(issue: v.BaseIssue<unknown>): Fault {
  const field = placeOf(keysOf(issue));
  if (issue.expected === 'never') return { what: 'unknown', field };
  if (isMissing(issue)) return { what: 'missing', field };
  if (issue.type === 'max_length') return { what: 'long', field, right: limitOf(issue) };
  const right = signsOf(issue);
  return { what: 'value', field, got: inSigns(issue.input), ...(right !== undefined && { right }) };
}

function signsOf(issue: v.BaseIssue<unknown>): string | undefined {
  if (issue.message === timeRule) return timeLike;
  if (issue.type === 'min_value') return `≥ ${limitOf(issue)}`;
  if (issue.type === 'max_value') return `≤ ${limitOf(issue)}`;
  return issue.type === 'literal' || issue.type === 'picklist' ? (issue.expected ?? undefined) : undefined;
}

const inSigns = (value: unknown) => {
  if (Array.isArray(value)) return '[…]';
  return typeof value === 'object' && value !== null ? '{…}' : described(value);
};

/** Whether an object lacks a part that it must have. */
const isMissing = ({ path, input }: v.BaseIssue<unknown>) => path?.at(-1)?.origin === 'key' && input === undefined;

const shown = (value: unknown) => (Array.isArray(value) ? 'a list' : described(value));
