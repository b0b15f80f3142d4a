/** What is told of one face in one frame. */
import { defaultThreshold, type Emotion, type Expression, emotions, mixture, readableFrom, valence } from '../emotion';
import type { Box, Landmarks } from '../face';

export interface Reading {
  /** The same for the same face from frame to frame. */
  id: number;
  /** Pixels of the frame. */
  box: Box;
  /** How sure the detector is that this is a face, 0 … 1. */
  score: number;
  landmarks: Landmarks;
  /**
   * How far the expression network takes it for a face that can be read, 0 … 1: low for what is none, lies on its side or is
   * cut off. 1 from networks that do not tell.
   */
  face: number;
  /** Seven probabilities that sum to 1. */
  emotions: Record<Emotion, number>;
  /** Every emotion at or above the threshold, strongest first; empty only when `unsure`. */
  mixture: Emotion[];
  /** No emotion reaches the threshold, or `face` is below a half. */
  unsure: boolean;
  /** Unpleasant to pleasant, −1 … 1. */
  valence: number;
}

export function toReading(
  face: { id: number; box: Box; score: number; landmarks: Landmarks },
  { probabilities, readable }: Expression,
  threshold = defaultThreshold,
): Reading {
  const { id, box, score, landmarks } = face;
  const mixed = readable < readableFrom ? [] : mixture(probabilities, threshold);
  return {
    id,
    box,
    score,
    landmarks,
    face: readable,
    emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i] as number])) as Record<Emotion, number>,
    mixture: mixed,
    unsure: mixed.length === 0,
    valence: valence(probabilities),
  };
}
