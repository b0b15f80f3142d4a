/** Damages files as disks, cables and strangers do: seeded, so that what broke can be repeated. */
import { seededRandom } from '../src/graph';

/** The bytes with flipped bits, cut off, grown, with parts swapped or repeated; the same for the same seed. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const at = (length = bytes.length) => Math.floor(random.uniform() * length);
  const result = Uint8Array.from(bytes);
  switch (seed % 5) {
    case 0:
      // Flipped bits, as often near the beginning, where the structure is.
      for (let n = 1 + at(20); n > 0; n--) {
        const place = random.uniform() < 0.5 ? at(Math.min(512, bytes.length)) : at();
        result[place] = (result[place] as number) ^ (1 << at(8));
      }
      return result;
    case 1:
      return result.subarray(0, at());
    case 2: {
      const grown = new Uint8Array(bytes.length + 1 + at(4096));
      const place = at();
      grown.set(bytes.subarray(0, place));
      for (let i = place; i < place + grown.length - bytes.length; i++) grown[i] = at(256);
      grown.set(bytes.subarray(place), place + grown.length - bytes.length);
      return grown;
    }
    case 3: {
      const length = 1 + at(Math.min(2048, bytes.length / 2));
      const [from, to] = [at(bytes.length - length), at(bytes.length - length)];
      result.set(bytes.subarray(from, from + length), to);
      result.set(bytes.subarray(to, to + length), from);
      return result;
    }
    default:
      for (let n = 1 + at(8); n > 0; n--) {
        const place = at();
        result.fill(random.uniform() < 0.5 ? 0 : 255, place, place + 1 + at(64));
      }
      return result;
  }
}
