/** The expression network at work: aligned faces in, seven probabilities each out. */
import { emotions } from '../emotion';
import type { Session } from '../runtime';

/** Side of the network's input in pixels. */
export const classifierSize = 48;

export interface Classifier {
  /** Grey faces of 48 × 48 values 0 … 255; returns the reading of each, [7] in the order of `emotions`. */
  read(faces: readonly Float32Array[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** A classifier that runs a packaged model in `session`. */
export function createClassifier(session: Session): Classifier {
  const plane = classifierSize * classifierSize;
  return {
    async read(faces) {
      if (faces.length === 0) return [];
      const pixels = new Float32Array(faces.length * plane);
      faces.forEach((face, i) => {
        pixels.set(face, i * plane);
      });
      const outputs = await session.run({
        pixels: { dims: [faces.length, 1, classifierSize, classifierSize], data: pixels },
      });
      const all = outputs['emotions']?.data as Float32Array;
      return faces.map((_, i) => all.slice(i * emotions.length, (i + 1) * emotions.length));
    },
    close: () => session.close(),
  };
}
