/** What was learned, in words. */
import type { Learned } from './adapt';

/** "from 14 corrections: neutral is now told from sad; on your own pictures right 13 of 14 times instead of 9" */
export function sentenceOf({ corrections, rightBefore, rightAfter, strength, told }: Learned): string {
  const from = `from ${corrections} correction${corrections === 1 ? '' : 's'}`;
  if (corrections === 0) return 'nothing was learned yet';
  if (strength === 0 && rightBefore === corrections)
    return `${from}: nothing has to change, all of them are read right`;
  if (strength === 0) return `${from}: nothing is changed, since it would not be right more often on your own pictures`;
  const pairs = told.slice(0, 2).map(({ said, from: before }) => `${said} is now told from ${before}`);
  return `${from}: ${pairs.join(', and ')}; on your own pictures right ${rightAfter} of ${corrections} times instead of ${rightBefore}`;
}
