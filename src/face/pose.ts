/** How a face is turned, as its landmarks tell. */
import type { Landmarks } from './face';

export interface Pose {
  /** Pixels between the eyes. */
  eyeDistance: number;
  /** How far the tip of the nose is beside the middle of the eyes, either way, in eye distances: 0 from the front. */
  turn: number;
}

export function poseOf({ rightEye, leftEye, noseTip }: Landmarks): Pose {
  const [dx, dy] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
  const eyeDistance = Math.hypot(dx, dy);
  const aside = (noseTip.x - (leftEye.x + rightEye.x) / 2) * dx + (noseTip.y - (leftEye.y + rightEye.y) / 2) * dy;
  return { eyeDistance, turn: Math.abs(aside) / eyeDistance ** 2 };
}
