/** The state of the live reading, as the page shows it: a function of what is wanted and what there is. */
import type { Engine } from '../reading/engine';
import type { CameraProblem } from './camera';

/** `off`: nobody wants the camera, or the page is out of view; `welcome`: the person has not yet turned it on. */
export type LiveState =
  | 'off'
  | 'welcome'
  | 'starting'
  | 'asking'
  | 'denied'
  | 'no-camera'
  | 'no-face'
  | 'reading'
  | 'error'
  | 'paused';
export type ProblemKind = CameraProblem | 'unplugged' | 'engine' | 'too-old';

export interface Circumstances {
  /** What went wrong last, until it is tried again. */
  problem: ProblemKind | undefined;
  /** Somebody wants the camera, and may have it. */
  wanted: boolean;
  /** The live view is open and in view. */
  isLive: boolean;
  paused: boolean;
  /** Whether the live view may have the camera; undefined while that is asked. */
  begun: boolean | undefined;
  engine: Engine['state']['value'];
  cameraOn: boolean;
  faces: number;
}

export function stateOf(now: Circumstances): LiveState {
  const { problem } = now;
  if (problem) return problem === 'denied' ? 'denied' : isMissing(problem) ? 'no-camera' : 'error';
  if (!now.wanted) {
    if (now.paused) return 'paused';
    if (!now.isLive) return 'off';
    return now.begun === undefined ? 'starting' : 'welcome';
  }
  if (now.engine !== 'ready') return 'starting';
  if (!now.cameraOn) return 'asking';
  return now.faces > 0 ? 'reading' : 'no-face';
}

const isMissing = (problem: ProblemKind) => problem === 'no-camera' || problem === 'unplugged';
