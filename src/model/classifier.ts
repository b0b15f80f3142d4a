/** The expression network at work: aligned faces in, what each shows out. */
import { type Expression, emotions } from '../emotion';
import type { Session } from '../runtime';
import { ModelError } from './registry';

/** Side of the network's input in pixels. */
export const classifierSize = 48;

export interface Classifier {
  /**
   * What each of some faces shows, each [48, 48] grey values 0 … 255.
   *
   * Throws a ModelError when the network does not give seven probabilities a face.
   */
  read(faces: readonly Float32Array[]): Promise<Expression[]>;
  close(): Promise<void>;
}

/**
 * A classifier that runs a network in `session`: from `pixels` [batch, 1, 48, 48] to `emotions` [batch, 7] and, where it
 * tells no face from a face, `face` [batch, 2].
 */
export function createClassifier(session: Session): Classifier {
  const plane = classifierSize * classifierSize;
  return {
    async read(faces) {
      if (faces.length === 0) return [];
      const pixels = new Float32Array(faces.length * plane);
      faces.forEach((face, i) => {
        pixels.set(face, i * plane);
      });
      const { emotions: seen, face: isFace } = await session.run({
        pixels: { dims: [faces.length, 1, classifierSize, classifierSize], data: pixels },
      });
      if (seen?.dims[0] !== faces.length || seen.dims[1] !== emotions.length)
        throw new ModelError(
          `the network must give "emotions" [batch, ${emotions.length}] (got ${
            seen ? `[${seen.dims.join(', ')}] for ${faces.length} faces` : session.outputs.join(', ') || 'nothing'
          })`,
        );
      return faces.map((_, i) => ({
        probabilities: Float32Array.from(seen.data.subarray(i * emotions.length, (i + 1) * emotions.length)),
        readable: (isFace?.data[2 * i + 1] as number | undefined) ?? 1,
      }));
    },
    close: () => session.close(),
  };
}
