/** What a value must be, in words, from what a schema says of it. */
import type * as v from 'valibot';
import { alternatives } from './alternatives';

/** "must be at most 1": the schema's own words where it has some, else those for its kind. */
export function ruleOf(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  switch (issue.type) {
    case 'min_value':
      return `must be at least ${limitOf(issue)}`;
    case 'max_value':
      return `must be at most ${limitOf(issue)}`;
    case 'finite':
    case 'number':
      return 'must be a number';
    case 'integer':
      return 'must be a whole number';
    case 'string':
      return 'must be a text';
    case 'array':
      return 'must be a list';
    case 'object':
    case 'strict_object':
    case 'loose_object':
    case 'record':
      // Where a key is missing, the issue is the object's, and it expects the key.
      return issue.expected === 'Object' ? 'must be an object' : 'is missing';
    case 'literal':
      return `must be ${issue.expected}`;
    case 'picklist':
      return `must be ${alternatives([...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map(([, name = '']) => name))}`;
    default:
      return 'must be of another kind';
  }
}

/** The number that a rule compares with, as people write it: "10,000", "−1". */
export const limitOf = (issue: v.BaseIssue<unknown>): string =>
  Number((issue as { requirement?: unknown }).requirement)
    .toLocaleString('en')
    .replace('-', '−');
