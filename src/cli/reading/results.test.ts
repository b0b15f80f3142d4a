import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../tools/temporary';
import type { ResumePoint } from './analysis';
import { openResults } from './results';
import { changesIn } from './settings';

const folder = temporaryFolder();
const options = { settings: {}, isFailure: () => false, resume: true };
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

it('of a recording that is another now nothing is kept, and all of those before it', async () => {
  const path = join(folder, 'another.jsonl');
  const sources = ['a.mp4', 'b.mp4'];
  const begun = await openResults(path, { ...options, sources });
  expect([begun.isAnother, begun.written]).toEqual([false, undefined]);
  begun.write('{"source":"a.mp4","said":"ä"}');
  begun.fileDone();
  begun.write('{"source":"b.mp4"}');
  begun.reached({ ...point, stamp: '1 2' });
  begun.close(false);
  const same = await openResults(path, { ...options, sources, stampOf: async () => '1 2' });
  expect([same.finished, same.isAnother, same.point?.frames]).toEqual([1, false, 1]);
  same.close(false);
  const unknown = await openResults(path, { ...options, sources, stampOf: async () => undefined });
  expect([unknown.finished, unknown.isAnother, unknown.point?.frames]).toEqual([1, false, 1]);
  unknown.close(false);
  const other = await openResults(path, { ...options, sources, stampOf: async (i) => `1 ${2 + i}` });
  expect([other.finished, other.isAnother, other.point]).toEqual([1, true, undefined]);
  other.close(false);
  expect(await readFile(path, 'utf8')).toBe('{"source":"a.mp4","said":"ä"}\n');
});

it('a file that cannot be written is named as it was given, not by what lies beside it', async () => {
  const path = join(folder, 'missing', 'rows.csv');
  await expect(openResults(path, { ...options, sources: ['a.mp4'] })).rejects.toThrow(
    `${path}: cannot be written (its folder does not exist)`,
  );
});

describe('changesIn', () => {
  it.each([
    [{ threshold: 0.3 }, { threshold: 0.3, fps: undefined }, undefined],
    [{ threshold: 0.3 }, { threshold: 0.5 }, '--threshold was 0.3 and is 0.5 now'],
    [{ fps: 5 }, {}, '--fps was 5 and is not given now'],
    [
      { model: 'compact' },
      { model: 'tiny', device: 'webgpu' },
      '--model was compact and is tiny now; --device was not given and is webgpu now',
    ],
    [
      { network: { labels: ['happy', 'sad'], input: { size: 48 } } },
      { network: { labels: ['sad', 'happy'], input: { size: 64 } } },
      '--labels was happy,sad and is sad,happy now; --input was 48 and is 64 now',
    ],
    [{ person: 'a1' }, { person: 'b2' }, '--person was of another person, or of what was known before'],
    [
      {},
      { person: 'b2', header: 'source;frame' },
      '--person was not given and is given now; --csv excel was not given and is given now',
    ],
  ])('%j, %j', (before, now, words) => {
    expect(changesIn(before, now)).toBe(words);
  });
});
