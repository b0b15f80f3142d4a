/** The square around a face that the expression networks were trained on. */
import type { Square } from '../media';
import type { Face } from './face';

/**
 * Measured with BlazeFace on 400 training faces of FER2013: the picture's side is 2.75 times the eye distance, or
 * 1.21 times the box, and the point between the eyes lies at 0.40 of its height.
 */
const sideInEyeDistances = 2.75;
const sideInBlazeFaceBoxes = 1.21;
/** The same measured with MTCNN, whose boxes reach from the hairline to the chin: 0.94 of their height. */
const sideInMtcnnBoxes = 0.94;
const eyesAt = 0.4;

/**
 * Level by the eyes, in the size that FER2013's faces have. Eyes seem close together when a face turns aside, its box
 * stays: the side is the mean of what both tell.
 */
export function align({ box, landmarks }: Pick<Face, 'box' | 'landmarks'>): Square {
  const { rightEye, leftEye } = landmarks;
  const sideInBoxes = 'mouthLeft' in landmarks ? sideInMtcnnBoxes : sideInBlazeFaceBoxes;
  const dx = leftEye.x - rightEye.x;
  const dy = leftEye.y - rightEye.y;
  const angle = Math.atan2(dy, dx);
  const side = (sideInEyeDistances * Math.hypot(dx, dy) + sideInBoxes * Math.max(box.width, box.height)) / 2;
  const down = (0.5 - eyesAt) * side;
  return {
    centerX: (rightEye.x + leftEye.x) / 2 - Math.sin(angle) * down,
    centerY: (rightEye.y + leftEye.y) / 2 + Math.cos(angle) * down,
    side,
    angle,
  };
}
