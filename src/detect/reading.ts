/** What is told of one face in one frame. */
import { defaultThreshold, type Emotion, emotions, mixture, valence } from '../emotion';
import type { Box, Landmarks } from '../face';

export interface Reading {
  /** The same for the same face from frame to frame. */
  id: number;
  /** Pixels of the frame. */
  box: Box;
  /** How sure the detector is that this is a face, 0 … 1. */
  score: number;
  landmarks: Landmarks;
  /** Seven probabilities that sum to 1. */
  emotions: Record<Emotion, number>;
  /** Every emotion at or above the threshold, strongest first; empty only when `unsure`. */
  mixture: Emotion[];
  /** No emotion reaches the threshold. */
  unsure: boolean;
  /** Unpleasant to pleasant, −1 … 1. */
  valence: number;
}

export function toReading(
  face: { id: number; box: Box; score: number; landmarks: Landmarks },
  probabilities: Float32Array,
  threshold = defaultThreshold,
): Reading {
  const { id, box, score, landmarks } = face;
  const mixed = mixture(probabilities, threshold);
  return {
    id,
    box,
    score,
    landmarks,
    emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i] as number])) as Record<Emotion, number>,
    mixture: mixed,
    unsure: mixed.length === 0,
    valence: valence(probabilities),
  };
}
