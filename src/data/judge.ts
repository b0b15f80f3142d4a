/** What FER+'s votes on a face say (Barsoum et al. 2016, arXiv:1608.01041). */
import { ferplusEmotions } from '../emotion';
import { type Faces, voteColumns } from './faces';

/** Shares and majority from the ten columns of votes, single votes for an emotion left out as FER+ does. */
export function judge(votes: readonly number[]): { shares: number[]; majority: number } {
  const count = ferplusEmotions.length;
  const kept = votes.map((v) => (v === 1 ? 0 : v));
  const all = kept.reduce((sum, v) => sum + v, 0);
  const emotional = kept.slice(0, count).reduce((sum, v) => sum + v, 0);
  const winner = kept.findIndex((v) => v * 2 > all);
  return {
    shares: kept.slice(0, count).map((v) => (emotional > 0 ? v / emotional : 0)),
    majority: winner < count ? winner : -1,
  };
}

/** Whether most people said that this row of the data set is a non-face. */
export function isNotAFace({ votes }: Pick<Faces, 'votes'>, place: number): boolean {
  if (!votes) return false;
  const row = votes.counts.subarray(place * voteColumns, (place + 1) * voteColumns);
  return (row.at(-1) as number) * 2 > row.reduce((sum, v) => sum + v, 0);
}
