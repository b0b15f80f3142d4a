/** FER+: ten people's votes on each face of FER2013 (Barsoum et al. 2016, arXiv:1608.01041). */
import { basename } from 'node:path';
import { ferplusEmotions } from '../emotion';
import { atLine } from './errors';
import type { Votes } from './faces';
import { judge } from './judge';
import { readLines } from './lines';

const columns = [...ferplusEmotions, 'unknown', 'NF'];
const header = ['Usage', 'Image name', ...columns].join(',');

/** The votes of each row, and the split that the file puts it in. */
export interface VotesInSplits {
  votes: Votes;
  /** "Training", "PublicTest" or "PrivateTest". */
  usages: string[];
}

/**
 * Reads `fer2013new.csv`: one row of votes for each row of FER2013, in the same order.
 *
 * Throws a DataError that names the line and the value.
 */
export async function readVotes(path: string): Promise<VotesInSplits> {
  const file = basename(path);
  const usages: string[] = [];
  const counts: number[] = [];
  const shares: number[] = [];
  const majority: number[] = [];
  let line = 0;
  for await (const bytes of readLines(path)) {
    line++;
    const text = Buffer.from(bytes).toString('utf8');
    if (line === 1) {
      if (text !== header) throw atLine(file, 1, `the header must be ${header} (got "${text.slice(0, 80)}")`);
      continue;
    }
    if (text === '') continue;
    const cells = text.split(',');
    if (cells.length !== columns.length + 2)
      throw atLine(file, line, `must have ${columns.length + 2} values (got ${cells.length})`);
    const votes = cells.slice(2).map((cell, i) => {
      if (!/^\d+$/.test(cell)) throw atLine(file, line, `${columns[i]} must be a number of votes (got "${cell}")`);
      return Number(cell);
    });
    const judged = judge(votes);
    usages.push(cells[0] as string);
    counts.push(...votes);
    shares.push(...judged.shares);
    majority.push(judged.majority);
  }
  return {
    votes: {
      counts: Uint8Array.from(counts),
      shares: Float32Array.from(shares),
      majority: Int8Array.from(majority),
    },
    usages,
  };
}
