import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../tools/temporary';
import type { Archive, Unit } from '../../queue/node';
import { createReaders } from './readers';
import type { ArchiveSettings } from './settings';
import { networkOf } from './submit';

const folder = temporaryFolder();

it('a process that reads one file after the other gathers nothing of those before', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => warnings.push(name);
  process.on('warning', onWarning);
  const readers = createReaders('0.0.0');
  const settings: ArchiveSettings = {
    ...{ version: '0.0.0', detector: {}, network: await networkOf({}), maxMegapixels: 50, format: 'jsonl' },
  };
  const archive: Archive = {
    ...{ id: 'a', version: '0.0.0', out: folder, settings: { path: '', hash: '' }, samples: [] },
  };
  try {
    for (let i = 0; i < 12; i++) {
      const name = `missing-${i}.jpg`;
      const unit: Unit = {
        ...{ archive: 'a', kind: 'whole', recording: `r${i}`, name, path: join(folder, name), result: name, size: 0 },
      };
      const outcome = await readers.read(unit, archive, {
        ...{
          settings: JSON.stringify(settings),
          last: false,
          signal: new AbortController().signal,
          onFrames: () => {},
        },
      });
      expect(outcome).toMatchObject({ type: 'failed', error: expect.stringContaining('there is no such file') });
    }
  } finally {
    process.off('warning', onWarning);
    readers.close();
  }
  expect(warnings).not.toContain('MaxListenersExceededWarning');
});
