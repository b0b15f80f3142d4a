/** What is expected of a person before anything is known of them. */
import prior from './prior.json' with { type: 'json' };

export interface Prior {
  /**
   * How people differ from the network on average: covariance of the offsets that are added to the logarithms of the seven
   * probabilities, [7, 7] in the order of `emotions`. Their mean is 0.
   */
  offsets: readonly (readonly number[])[];
  /**
   * Variance of what each emotion's logarithm gains along any direction of the features, for a picture as far from the
   * person's usual one as theirs are on average.
   */
  features: number;
}

/** Fitted on 20 people (`npm run bench -- personal --write-prior`, docs/experiments.md). */
export const shippedPrior: Prior = prior;
