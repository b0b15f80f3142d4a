/** The expression network at work: aligned faces in, what each shows out. */
import { type Expression, emotions } from '../emotion';
import type { Session } from '../runtime';
import { type FaceInput, faceInputOf, runOnFaces } from './feed';
import { projected } from './projected';
import { ModelError } from './registry';

export interface Classifier {
  /** What it reads of a face; grey, 48 × 48 if not given. */
  readonly input?: FaceInput;
  /**
   * What each of some faces shows: values 0 … 255, [channels, size, size] as `input` says, or [48, 48] in grey, which are
   * enlarged.
   *
   * Throws a ModelError when the network does not give seven probabilities a face.
   */
  read(faces: readonly Float32Array[]): Promise<Expression[]>;
  close(): Promise<void>;
}

/**
 * A classifier that runs a network in `session`: from `pixels` [batch, channels, size, size] to `emotions` [batch, 7] and,
 * where it tells no face from a face, `face` [batch, 2], and perhaps `features` [batch, width].
 */
export function createClassifier(session: Session): Classifier {
  return {
    input: faceInputOf(session),
    async read(faces) {
      if (faces.length === 0) return [];
      const { emotions: seen, face: isFace, features } = await runOnFaces(session, faces);
      if (seen?.width !== emotions.length)
        throw new ModelError(
          `the network must give "emotions" [batch, ${emotions.length}] (got ${
            seen ? `[${faces.length}, ${seen.width}]` : session.outputs.join(', ') || 'nothing'
          })`,
        );
      return faces.map((_, i) => ({
        probabilities: Float32Array.from(seen.data.subarray(i * emotions.length, (i + 1) * emotions.length)),
        readable: (isFace?.data[2 * i + 1] as number | undefined) ?? 1,
        ...(features && { features: projected(features.data.subarray(i * features.width, (i + 1) * features.width)) }),
      }));
    },
    close: () => session.close(),
  };
}
