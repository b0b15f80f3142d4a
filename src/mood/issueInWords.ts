/** What is wrong with a value of a journal's file, for a person to read. */
import type * as v from 'valibot';
import { described, limitOf, ruleOf } from '../options';

/** "felt.valence must be at most 1 (got 1.5)"; without a subject where it is about the whole: "must be an object (got 7)". */
export function issueInWords(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? String(key + 1) : String(key)));
  const place = keys.join('.').slice(0, 60);
  if (issue.expected === 'never') return `there is an entry "${place}", which no journal has`;
  if (isMissing(issue)) return `${keys.slice(0, -1).join('.') || 'it'} has no "${keys.at(-1)}"`;
  if (issue.type === 'max_length') return `${place} is longer than the ${limitOf(issue)} allowed`;
  return `${place} ${ruleOf(issue)} (got ${shown(issue.input)})`.trimStart();
}

/** Whether an object lacks a part that it must have. */
const isMissing = ({ path, input }: v.BaseIssue<unknown>) => path?.at(-1)?.origin === 'key' && input === undefined;

const shown = (value: unknown) => (Array.isArray(value) ? 'a list' : described(value));
