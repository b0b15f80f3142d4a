/** What an expression network tells of one face. */
export interface Expression {
  /** [7] in the order of `emotions`, summing to 1. */
  probabilities: Float32Array;
  /**
   * How sure the network is that this is a face it can read, 0 … 1: low for what is no face, lies on its side or is cut
   * off. 1 from networks that do not tell.
   */
  readable: number;
}

/** The mean of two, `share` of it from the second. */
export const blend = (a: Expression, b: Expression, share: number): Expression => ({
  probabilities: a.probabilities.map((p, i) => p + share * ((b.probabilities[i] as number) - p)),
  readable: a.readable + share * (b.readable - a.readable),
});
