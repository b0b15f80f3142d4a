/** The expression network at work: aligned faces in, what each shows out. */
import { emotions } from '../emotion';
import type { Session } from '../runtime';

/** Side of the network's input in pixels. */
export const classifierSize = 48;

export interface Classifier {
  /**
   * Grey faces of 48 × 48 values 0 … 255; returns of each [8]: the seven probabilities in the order of `emotions`, then
   * how far it is a face that can be read, 0 … 1 (1 from networks that do not tell).
   */
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
      const readable = outputs['face']?.data as Float32Array | undefined;
      return faces.map((_, i) => {
        const seen = new Float32Array(emotions.length + 1);
        seen.set(all.subarray(i * emotions.length, (i + 1) * emotions.length));
        seen[emotions.length] = readable?.[2 * i + 1] ?? 1;
        return seen;
      });
    },
    close: () => session.close(),
  };
}
