import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import type { ResumePoint } from './analysis';
import { openResults } from './results';

const folder = temporaryFolder();
const options = { settings: '{}', isFailure: () => false, resume: true };
const point = { frames: 1, time: 0, stream: undefined } as unknown as ResumePoint;

it('results that were begun go on with the same file only, also before its end', async () => {
  const path = join(folder, 'begun.jsonl');
  const begun = await openResults(path, { ...options, sources: ['a.mp4', 'b.mp4'] });
  begun.write('{"source":"a.mp4"}');
  begun.reached(point);
  begun.close(false);
  await expect(openResults(path, { ...options, sources: ['b.mp4'] })).rejects.toThrow(
    `${path}: the first file is not the one it was begun with; name the same, or another --out`,
  );
  const again = await openResults(path, { ...options, sources: ['a.mp4', 'c.mp4'] });
  expect(again.point).toMatchObject({ frames: 1 });
  again.fileDone();
  again.close(false);
  await expect(openResults(path, { ...options, sources: ['c.mp4', 'a.mp4'] })).rejects.toThrow('the first file is not');
});
