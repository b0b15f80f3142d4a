/** What is told of one face in one frame. */
import { type Emotion, type Expression, emotions, valence } from '../emotion';
import type { Box, Landmarks } from '../face';
import type { Conditions } from './hindrance';
import { type Unsure, uncheckedVerdict } from './verdict';

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
   * How sure the expression network is that this is a face that can be read, 0 … 1: low for a non-face, or a face that lies on its
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

/** How a person's face is read, where something was learned of it. */
export type Adapt = (expression: Expression) => Expression;

/** What the network gave for each reading, before anything was learned; it takes part in no copy and no JSON. */
const expressions = new WeakMap<object, Expression>();

/** What the network gave for a reading that was made here; undefined for a copy of one. */
export const expressionOf = (reading: object): Expression | undefined => expressions.get(reading);

export function toReading(
  { face, expression, conditions }: SeenFace,
  { threshold, adapt }: { threshold?: number | undefined; adapt?: Adapt | undefined },
): Reading {
  const { id, box, score, landmarks } = face;
  const { probabilities, readable } = adapt?.(expression) ?? expression;
  const judged = {
    emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i] as number])) as Record<Emotion, number>,
    readable,
  };
  const { named, unsure = null } = uncheckedVerdict(judged, { threshold, conditions });
  const reading = { id, box, score, landmarks, ...judged, named, unsure, valence: valence(probabilities) };
  expressions.set(reading, expression);
  return reading;
}
