import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawnVideo } from '../../../tools/drawnVideo';
import { temporaryFolder } from '../../../tools/temporary';
import { createDetector } from '../../detect/node';
import { cut, type Unit } from '../../queue/node';
import { readUnit, type UnitOptions } from './readUnit';

const folder = temporaryFolder();

it('segments of a recording that was replaced meanwhile do not stand for it', async () => {
  const [path, out] = [join(folder, 'a.mp4'), join(folder, 'results')];
  const detector = await createDetector();
  const options: UnitOptions = {
    ...{ detector, out, last: true, signal: new AbortController().signal, onFrames() {} },
    settings: {
      ...{ version: '1', detector: {}, network: { name: 'compact', version: 'a' }, maxMegapixels: 100 },
      format: 'jsonl',
    },
  };
  const film = (frames: number) => drawnVideo({ width: 96, height: 64, frames, framesPerSecond: 10 });
  const segments = cut(6, 3);
  const unit: Unit = {
    archive: 'a',
    kind: 'join',
    recording: 'r',
    name: 'a.mp4',
    path,
    result: 'a.jsonl',
    size: 1,
    segments,
  };
  const readSegments = async () => {
    for (const segment of segments)
      expect(await readUnit({ ...unit, kind: 'segment', segments: [segment] }, options)).toMatchObject({
        type: 'read',
      });
  };
  await writeFile(path, await film(60));
  await readSegments();
  await writeFile(path, await film(40));
  expect(await readUnit(unit, options)).toMatchObject({ type: 'read', frames: 40 });
  expect((await readFile(join(out, 'a.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(40);
  await detector.close();
});
