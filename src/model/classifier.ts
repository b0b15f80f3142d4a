/** The expression network at work: aligned faces in, what each shows out. */
import { type Expression, emotions } from '../emotion';
import type { Session } from '../runtime';
import { type FaceInput, type FacesOnCard, faceInputOf, runOnCard, runOnFaces } from './feed';
import { projected } from './projected';
import { ModelError } from './registry';

/** `Faces` are what it takes: faces in memory, where nothing else is said. */
export interface Classifier<Faces = readonly Float32Array[]> {
  /** What it reads of a face; grey, 48 × 48 if not given. */
  readonly input?: FaceInput;
  /**
   * What each of some faces shows: values 0 … 255, [channels, size, size] as `input` says, or [48, 48] in grey, which are
   * enlarged.
   *
   * Throws a ModelError when the network does not give seven probabilities a face.
   */
  read(faces: Faces): Promise<Expression[]>;
  close(): Promise<void>;
}

/**
 * A classifier that runs a network in `session`: from `pixels` [batch, channels, size, size] to `emotions` [batch, 7] and,
 * where it tells no face from a face, `face` [batch, 2], and perhaps `features` [batch, width].
 */
export function createClassifier(session: Session): Classifier<readonly Float32Array[] | FacesOnCard> {
  return {
    input: faceInputOf(session),
    async read(faces) {
      if (faces.length === 0) return [];
      const rows = await ('pixels' in faces ? runOnCard(session, faces) : runOnFaces(session, faces));
      const { emotions: seen, face: isFace, features } = rows;
      if (seen?.width !== emotions.length)
        throw new ModelError(
          `the network must give "emotions" [batch, ${emotions.length}] (got ${
            seen ? `[${faces.length}, ${seen.width}]` : session.outputs.join(', ') || 'nothing'
          })`,
        );
      return Array.from({ length: faces.length }, (_, i) => ({
        probabilities: Float32Array.from(seen.data.subarray(i * emotions.length, (i + 1) * emotions.length)),
        readable: (isFace?.data[2 * i + 1] as number | undefined) ?? 1,
        ...(features && { features: projected(features.data.subarray(i * features.width, (i + 1) * features.width)) }),
      }));
    },
    close: () => session.close(),
  };
}
