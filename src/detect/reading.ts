/** What is told of one face in one frame. */
import { type Emotion, type Expression, emotions, valence } from '../emotion';
import type { Box, Landmarks } from '../face';
import type { Conditions } from './hindrance';
import { type Unsure, verdict } from './verdict';

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
  /**
   * How sure the expression network is that this is a face that can be read, 0 … 1: low for what is no face, lies on its
   * side or is cut off. 1 from networks that do not tell.
   */
  readable: number;
  /** Every emotion at or above the threshold, strongest first; empty only where `unsure` says why. */
  named: Emotion[];
  /** Why nothing is named, or null. */
  unsure: Unsure | null;
  /** Unpleasant to pleasant, −1 … 1. */
  valence: number;
}

/** A face as it was found, and what the network and the picture say of it. */
export interface SeenFace {
  face: { id: number; box: Box; score: number; landmarks: Landmarks };
  expression: Expression;
  conditions: Conditions;
}

export function toReading({ face, expression, conditions }: SeenFace, threshold: number | undefined): Reading {
  const { id, box, score, landmarks } = face;
  const { probabilities, readable } = expression;
  const judged = {
    emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i] as number])) as Record<Emotion, number>,
    readable,
  };
  const { named, unsure = null } = verdict(judged, { threshold, conditions });
  return { id, box, score, landmarks, ...judged, named, unsure, valence: valence(probabilities) };
}
