/** A small FER2013 of made-up pictures, for tests on machines without the data set. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../src/graph';

export interface FakeFer {
  data: string;
  votes: string;
}

/**
 * Writes `fer2013.csv` and `fer2013new.csv` with `count` faces a split into `folder`. A face of class c has stripes
 * whose distance tells c, so that it can be learned.
 */
export async function fakeFer(folder: string, count: number): Promise<FakeFer> {
  const random = seededRandom(5);
  const rows = ['emotion,pixels,Usage'];
  const votes = ['Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF'];
  // FER+'s column of each of FER2013's classes.
  const columns = [4, 5, 6, 1, 3, 2, 0];
  for (const usage of ['Training', 'PublicTest', 'PrivateTest'])
    for (let i = 0; i < count; i++) {
      const emotion = i % 7;
      const pixels = Array.from({ length: 48 * 48 }, (_, p) => {
        const period = 2 * (emotion + 1);
        const stripe = Math.floor(p / 48) % period < period / 2 ? 120 : 0;
        return Math.floor(stripe + random.uniform() * 100);
      });
      rows.push(`${emotion},${pixels.join(' ')},${usage}`);
      votes.push(`${usage},,${Array.from({ length: 10 }, (_, c) => (c === columns[emotion] ? 10 : 0)).join(',')}`);
    }
  const data = join(folder, 'fer2013.csv');
  const votesFile = join(folder, 'fer2013new.csv');
  await writeFile(data, `${rows.join('\n')}\n`);
  await writeFile(votesFile, `${votes.join('\n')}\n`);
  return { data, votes: votesFile };
}
