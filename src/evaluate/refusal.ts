/** What is gained by saying "not sure": errors among what is still answered. */
import { strongest } from '../emotion';
import type { Judged } from './judge';

export interface Coverage {
  /** Share of the faces that get an answer, the surest first. */
  coverage: number;
  /** Share of those answers that are wrong. */
  risk: number;
}

/** The risk–coverage curve (El-Yaniv and Wiener 2010), by the probability of the strongest class, at every per cent. */
export function riskCoverage({ classes, probabilities, labels }: Judged): Coverage[] {
  const width = classes.length;
  const answers = Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * width, (i + 1) * width);
    const predicted = strongest(row);
    return { label, sure: row[predicted] as number, wrong: predicted !== label ? 1 : 0 };
  })
    .filter(({ label }) => label >= 0)
    .sort((a, b) => b.sure - a.sure);
  const wrongUpTo = [0];
  for (const { wrong } of answers) wrongUpTo.push((wrongUpTo.at(-1) as number) + wrong);
  return Array.from({ length: 100 }, (_, i) => {
    const count = Math.max(1, Math.round(((i + 1) / 100) * answers.length));
    return { coverage: (i + 1) / 100, risk: (wrongUpTo[count] ?? 0) / count };
  });
}

/** Share of the errors that are gone when the least sure of that share get no answer: 0.25 is a quarter fewer wrong answers. */
export function errorsSpared(judged: Judged, refused: number): number {
  const curve = riskCoverage(judged);
  const all = curve.at(-1) as Coverage;
  const kept = curve[Math.round((1 - refused) * 100) - 1] as Coverage;
  return all.risk === 0 ? 0 : 1 - (kept.risk * kept.coverage) / all.risk;
}
