/** How often a network that tells faces from what is none refuses either. */
import { countOf, type Faces, faceAt, isNotAFace, makeNotAFace, notFaceKinds, voteColumns } from '../data';
import { readableFrom } from '../emotion';
import { seededRandom } from '../graph';
import type { Predictions } from './predict';

export interface Refused {
  /** `faces`, `voted no face`, or a kind of what was made to be none. */
  what: string;
  n: number;
  refused: number;
}

/** Made of each kind. */
const made = 500;

/**
 * Of the faces in which nobody saw none, of those that most people said are none, and of 500 of each kind that is made of
 * faces or drawn. Empty for a network that does not tell.
 */
export async function refusals(
  faces: Faces,
  { face }: Predictions,
  predictFor: (faces: Faces) => Promise<Predictions>,
  seed = 1,
): Promise<Refused[]> {
  if (!face) return [];
  const count = (readable: Float32Array, places: readonly number[]) => ({
    n: places.length,
    refused: places.filter((i) => (readable[2 * i + 1] as number) < readableFrom).length,
  });
  const all = [...Array(countOf(faces)).keys()];
  const nobodySaidNone = (i: number) => (faces.votes?.counts[(i + 1) * voteColumns - 1] ?? 0) === 0;
  const results: Refused[] = [
    { what: 'faces', ...count(face, all.filter(nobodySaidNone)) },
    {
      what: 'voted no face',
      ...count(
        face,
        all.filter((i) => isNotAFace(faces, i)),
      ),
    },
  ];
  for (const kind of notFaceKinds) {
    const some = all.slice(0, made);
    const pixels = new Uint8Array(some.length * faceAt(faces, 0).length);
    const not: Faces = { pixels, labels: new Uint8Array(some.length), rows: new Uint32Array(some.length) };
    for (const i of some) {
      const to = new Float32Array(faceAt(not, i).length);
      makeNotAFace(faceAt(faces, i), to, seededRandom(seed, 8, i), kind);
      faceAt(not, i).set(to);
    }
    const told = (await predictFor(not)).face as Float32Array;
    results.push({ what: kind, ...count(told, some) });
  }
  return results.filter(({ n }) => n > 0);
}
