/** A packaged model run over faces, with a bar while it works. */
import { countOf, type Faces } from '../../data';
import { type Predictions, predict } from '../../evaluate';
import { openModel } from '../../evaluate/node';
import type { Device } from '../../runtime';
import { progress } from '../output';

/** Probabilities that a packaged model gives for every face. */
export async function predictAll(
  bytes: Uint8Array,
  faces: Faces,
  label: string,
  flip: boolean,
  device: Device = 'cpu',
): Promise<Predictions> {
  const session = await openModel(bytes, device);
  const bar = progress(label, countOf(faces));
  try {
    return await predict(session, faces, { flip, onProgress: (done) => bar.update(done) });
  } finally {
    bar.stop();
    await session.close();
  }
}
