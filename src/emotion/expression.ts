/** What an expression network tells of one face. */
export interface Expression {
  /** [7] in the order of `emotions`, summing to 1. */
  probabilities: Float32Array;
  /**
   * How sure the network is that this is a face it can read, 0 … 1: low for a non-face, or a face that lies on its side or is cut
   * off. 1 from networks that do not tell.
   */
  readable: number;
  /** At most 64 numbers that are made of the network's last layer, from networks that tell them. */
  features?: Float32Array;
}

/** The mean of two, `share` of it from the second. */
export const blend = (a: Expression, b: Expression, share: number): Expression => ({
  probabilities: mixed(a.probabilities, b.probabilities, share),
  readable: a.readable + share * (b.readable - a.readable),
  ...(a.features && b.features && { features: mixed(a.features, b.features, share) }),
});

const mixed = (a: Float32Array, b: Float32Array, share: number) =>
  a.map((value, i) => value + share * ((b[i] as number) - value));
