/** Splits drawn by a seed, each class alike. */
import { emotions } from '../emotion';
import { seededRandom, shuffled } from '../graph';
import { DataError } from './errors';
import { type Split, splits } from './faces';

/** Shares of Training, PublicTest and PrivateTest; they sum to 1. */
export type SplitShares = readonly [number, number, number];

/** The share of all faces that training, validation and test got where this project began. */
export const storyShares: SplitShares = [0.75, 0.125, 0.125];

/** Share of the training faces that becomes a split which the data does not have. */
export const drawnShare = 0.1;

/**
 * Reads `75,12.5,12.5`, in per cent or as shares of one, or `story`, how this project began.
 *
 * Throws a DataError where they are not three numbers that sum to 100 or 1.
 */
export function parseShares(text: string): SplitShares {
  if (text === 'story') return storyShares;
  const numbers = text.split(/[,/:]/).map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const sum = numbers.reduce((total, n) => total + n, 0);
  const whole = [1, 100].find((w) => Math.abs(sum - w) < 1e-6 * w);
  if (numbers.length !== 3 || numbers.some((n) => !(n >= 0)) || !whole)
    throw new DataError(
      `must be three numbers that sum to 100, for training, validation and test, or story (got "${text}")`,
    );
  return numbers.map((n) => n / whole) as unknown as SplitShares;
}

/**
 * For each face its split, of every class as near to the shares as whole faces allow; a class keeps a training face where there are any.
 *
 * labels indices into `emotions`
 */
export function drawSplits(labels: Uint8Array, shares: SplitShares, seed: number): Split[] {
  const drawn = Array<Split>(labels.length).fill('Training');
  const order = shuffled(labels.length, seededRandom(seed));
  const kept = shares[0] > 0 ? 1 : 0;
  // What rounding left over in earlier classes.
  const owed = [0, 0, 0];
  for (let label = 0; label < emotions.length; label++) {
    const places = [...order].filter((place) => labels[place] === label);
    let next = 0;
    for (const [s, split] of splits.entries()) {
      if (split === 'Training') continue;
      const exact = places.length * (shares[s] as number) + (owed[s] as number);
      const count = Math.max(0, Math.min(Math.round(exact), places.length - kept - next));
      owed[s] = exact - count;
      for (const place of places.slice(next, next + count)) drawn[place] = split;
      next += count;
    }
  }
  return drawn;
}
