/** What kind of trouble an error of the browser's storage tells of, whichever name and wrapping it comes in. */
import { JournalIsNewer, JournalLocked, LockChanged } from './refusals';

export const storageProblems = ['full', 'unusable', 'forbidden', 'locked', 'newer', 'changed'] as const;
export type StorageProblem = (typeof storageProblems)[number];

/** Chrome and Firefox have no name of their own for a disk without room. */
const saysFull = /quota|no[ _-]?(?:disk |device )?space|(?:disk|storage|drive) (?:is )?full/i;
/** Firefox's private windows of earlier years open a database in which nothing can be written. */
const saysForbidden = /did not allow mutations/i;

const forbidding: ReadonlySet<string> = new Set(['SecurityError', 'MissingAPIError', 'MissingApiError']);
/** What is left of a write when the browser gave up: Dexie's names and the browsers'. */
const givenUp: ReadonlySet<string> = new Set([
  'AbortError',
  'BulkError',
  'DatabaseClosedError',
  'OpenFailedError',
  'TransactionInactiveError',
  'UnknownError',
]);

/** Undefined where the error is not of the storage. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  const all = withCauses(error);
  if (all.some((e) => e instanceof JournalLocked)) return 'locked';
  if (all.some((e) => e instanceof JournalIsNewer)) return 'newer';
  if (all.some((e) => e instanceof LockChanged)) return 'changed';
  if (all.some(({ name, message }) => name === 'QuotaExceededError' || saysFull.test(message))) return 'full';
  if (all.some(({ name, message }) => forbidding.has(name) || saysForbidden.test(message))) return 'forbidden';
  return all.some(({ name }) => givenUp.has(name)) ? 'unusable' : undefined;
}

interface Wrapped {
  name: string;
  message: string;
  /** Dexie: what lay below it, and what became of each row. */
  inner?: unknown;
  failures?: readonly unknown[];
  cause?: unknown;
}

/** As deep as errors are wrapped; one that holds itself comes to an end, too. */
const deepest = 5;

function withCauses(error: unknown, depth = 0): Wrapped[] {
  if (depth > deepest || typeof error !== 'object' || error === null || !('name' in error)) return [];
  const found = error as Wrapped;
  const below = [found.inner, found.cause, ...(found.failures ?? []).slice(0, deepest)];
  return [found, ...below.flatMap((each) => withCauses(each, depth + 1))];
}
