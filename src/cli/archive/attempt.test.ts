import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../tools/temporary';
import type { ResumePoint } from '../reading/analysis';
import { openAttempt } from './attempt';

it('an attempt goes on with what was read of the same recording only', async () => {
  const options = { folder: join(temporaryFolder(), 'work'), name: 'whole', job: 'a' };
  const first = await openAttempt({ ...options, stamp: '100 1' });
  first.results.write('{}');
  first.results.reached({ frames: 50, time: 2, stamp: '100 1', stream: undefined } as unknown as ResumePoint);
  first.results.close(false);
  const other = await openAttempt({ ...options, stamp: '100 2' });
  expect(other.results.point).toBeUndefined();
  other.results.close(false);
  const same = await openAttempt({ ...options, stamp: '100 1' });
  expect(same.results.point).toMatchObject({ frames: 50 });
  same.results.close(false);
});
