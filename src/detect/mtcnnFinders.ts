/** MTCNN as a finder of faces: apart from the others, since it needs more of the code than they do. */
import { createMtcnn, mtcnnNetworks } from '../face';
import { writeOnnx } from '../graph';
import type { CreateSession } from '../runtime';
import { both, type FaceFinders } from './faceFinders';
import { smallNetwork } from './threads';

/**
 * MTCNN from its files.
 *
 * Throws an MtcnnWeightsError when they are not MTCNN's.
 */
export async function mtcnnFinders(
  manifest: unknown,
  weights: Uint8Array,
  createSession: CreateSession,
): Promise<FaceFinders> {
  const { proposal, refinement, output } = mtcnnNetworks(manifest, weights);
  // The first network looks at a whole picture; the others' threads would only be in its way.
  const [proposing, refining, last] = await Promise.all([
    createSession(writeOnnx(proposal)),
    createSession(writeOnnx(refinement), smallNetwork),
    createSession(writeOnnx(output), smallNetwork),
  ]);
  return both(createMtcnn({ proposal: proposing, refinement: refining, output: last }));
}
