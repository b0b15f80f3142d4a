/** How people differ from the network, from many people's corrections. */
import { emotions } from '../emotion';
import type { NetworkVersion } from '../model';
import { samplesOf } from './adapt';
import { fit } from './fit';
import type { Person } from './person';
import type { Prior } from './prior';

const classes = emotions.length;

/** Where the search begins, which is where what no person shows stays. */
export const startingPrior: Prior = {
  offsets: emotions.map((_, a) => emotions.map((_, b) => (a === b ? 1 : 0))),
  features: 3,
};

/**
 * The prior under which all people's corrections are the least surprising: expectation and maximisation, each person's
 * offsets and weights taken as the posterior's Laplace approximation has them (MacKay 1992, doi:10.1162/neco.1992.4.3.415).
 */
export function fitPrior(
  people: readonly Person[],
  network: NetworkVersion,
  { start = startingPrior, rounds = 12 }: { start?: Prior; rounds?: number } = {},
): Prior {
  const each = people.map(({ corrections }) => samplesOf(corrections, network).samples).filter((s) => s.length > 0);
  let prior = start;
  for (let round = 0; round < rounds; round++) {
    const offsets = emotions.map(() => emotions.map(() => 0));
    let squares = 0;
    let count = 0;
    for (const samples of each) {
      const found = fit(samples, prior);
      const width = 1 + (samples[0]?.at.length ?? 0);
      const size = classes * width;
      for (let a = 0; a < classes; a++) {
        for (let b = 0; b < classes; b++) {
          const row = offsets[a] as number[];
          row[b] =
            (row[b] as number) +
            ((found.offsets[a] as number) * (found.offsets[b] as number) +
              (found.covariance[a * width * size + b * width] as number)) /
              each.length;
        }
        for (let k = 1; k < width; k++) {
          const at = a * width + k;
          squares += (found.weights[a]?.[k - 1] as number) ** 2 + (found.covariance[at * size + at] as number);
          count++;
        }
      }
    }
    prior = { offsets, features: count > 0 ? squares / count : prior.features };
  }
  return prior;
}
