/** What was learned from a person's corrections, in a sentence. */
import type { Learned } from '../../src/personal';
import { words } from '../words';

export function LearnedLine({ learned }: { learned: Learned }) {
  const { personal, emotions } = words.value;
  const { corrections, rightBefore, rightAfter, strength, told } = learned;
  if (corrections === 0) return <>{personal.nothingYet}</>;
  if (strength === 0) return <>{personal.unchanged(corrections)}</>;
  const [pair] = told;
  return (
    <>
      {pair && `${personal.told(emotions[pair.said], emotions[pair.from])} `}
      {personal.right(corrections, rightAfter, rightBefore)}
    </>
  );
}
