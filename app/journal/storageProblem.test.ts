import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { JournalIsNewer, JournalLocked, LockChanged } from './refusals';
import { storageProblemOf } from './storageProblem';

const quota = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError');

describe('an error of the storage', () => {
  it('tells of a full device, bare or within Dexie’s errors', () => {
    for (const error of [
      quota(),
      new DOMException('', 'QuotaExceededError'),
      new Dexie.AbortError('Transaction aborted', quota()),
      new Dexie.BulkError('entries.bulkPut(): 6 of 17 operations failed', [quota()] as never),
      new Dexie.BulkError('entries.bulkPut(): 1 of 1 operations failed', [
        new Dexie.AbortError('Aborted', quota()),
      ] as never),
      new DOMException('IO error: /000004.log: FILE_ERROR_NO_SPACE', 'UnknownError'),
    ])
      expect(storageProblemOf(error)).toBe('full');
  });

  it('tells of a storage that the browser cannot use, where it does not say why', () => {
    for (const error of [
      new Dexie.BulkError('entries.bulkPut(): 6 of 17 operations failed. Errors: AbortError', [
        new Dexie.AbortError('AbortError'),
      ] as never),
      new Dexie.UnknownError('Internal error opening backing store for indexedDB.open.'),
      new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError'),
      new Dexie.OpenFailedError('UnknownError Internal error opening backing store'),
    ])
      expect(storageProblemOf(error)).toBe('unusable');
  });

  it('tells of what the browser forbids, a locked journal, a newer page and another tab', () => {
    expect(storageProblemOf(new Dexie.MissingAPIError('IndexedDB API missing.'))).toBe('forbidden');
    expect(storageProblemOf(new DOMException('The operation is insecure.', 'SecurityError'))).toBe('forbidden');
    expect(storageProblemOf(new JournalLocked())).toBe('locked');
    expect(storageProblemOf(new JournalIsNewer())).toBe('newer');
    expect(storageProblemOf(new LockChanged())).toBe('changed');
  });

  it('leaves other errors alone', () => {
    expect(storageProblemOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(storageProblemOf('full')).toBeUndefined();
    const own: { name: string; message: string; inner?: unknown } = { name: 'Error', message: '' };
    own.inner = own;
    expect(storageProblemOf(own)).toBeUndefined();
  });
});
