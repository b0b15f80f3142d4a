/** What the page and its worker say to each other. */
import type { Conditions, Evidence, Reading, Speeds } from '../../src/detect';
import type { Emotion, Expression, Named } from '../../src/emotion';
import type { Box } from '../../src/face';
import type { NetworkDescription, NetworkFault } from '../../src/model';
import type { Device } from '../../src/runtime';
import type { FinderName } from '../settings/settings';
import type { Power } from '../shell/power';

export interface OwnNetwork {
  /** Its file's name. */
  name: string;
  bytes: ArrayBuffer;
  /** What a person said of it, where it is of another maker. */
  description: NetworkDescription | undefined;
}

export interface EngineOptions {
  /** Address of the page's folder. */
  base: string;
  device: 'auto' | Device;
  /** What finds faces in the camera's frames; photos and videos have both ranges of BlazeFace, or MTCNN. */
  finder: FinderName;
  timeConstant: number;
  /** Devices are slower on a battery. */
  power: Power;
  /** What was measured before. */
  speeds: readonly Speeds[];
  /** An expression network of the person's own, as an .onnx file. */
  network: OwnNetwork | undefined;
}

export interface LiveReading extends Reading, Conditions {
  /** Number of the frames in order, or of the photo, that it belongs to: within it an id is always the same face. */
  run: number;
  /** What the network gave for it before anything was learned, for those who teach. */
  expression?: Expression;
  /** What the live view says of it, which does not flicker; what the reading itself says if not given. */
  held?: Named;
}

/** Where a picture comes from: the camera, a photo, or a video by its number, whose frames come in order. */
export type Source = 'camera' | 'photo' | number;

export type ToWorker =
  | { type: 'start'; options: EngineOptions }
  | { type: 'smoothing'; timeConstant: number }
  | { type: 'read'; id: number; picture: VideoFrame | ImageBitmap; time: number; source: Source }
  /** Of a face before the camera, as its last frame shows it. */
  | { type: 'why'; id: number; reading: LiveReading; emotion: Emotion }
  /** Of a face in this photo. */
  | { type: 'whyInPhoto'; id: number; photo: ImageBitmap; reading: LiveReading; emotion: Emotion }
  /** Finds every face that there may be. */
  | { type: 'findEveryone'; id: number; picture: ImageBitmap };

export interface Answer {
  readings: LiveReading[];
  width: number;
  height: number;
}

/** Why a person's network is not used. */
export interface WhyRefused {
  /** In English; empty where nothing was said of it yet. */
  reason: string;
  fault: NetworkFault | undefined;
}

export type FromWorker =
  | { type: 'ready'; device: Device; threads: number; speeds?: Speeds }
  | { type: 'answer'; id: number; answer: Answer }
  /** Undefined when the picture is gone. */
  | { type: 'evidence'; id: number; evidence: Evidence | undefined }
  | { type: 'everyone'; id: number; boxes: Box[] }
  /** A part of something long is done. */
  | { type: 'working' }
  /** One request could not be answered, or, without an id, nothing can be. */
  | { type: 'failed'; id?: number; reason: string }
  /** The network that was chosen cannot be used; the packaged one is. */
  | ({ type: 'badNetwork' } & WhyRefused)
  /** The network that was chosen does not say what it means, and what was said of it, if anything, does not fit. */
  | ({ type: 'undescribed' } & WhyRefused)
  /** The graphics card stopped; the processor goes on. */
  | { type: 'fellBack' };
