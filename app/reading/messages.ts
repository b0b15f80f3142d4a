/** What the page and its worker say to each other. */
import type { Conditions, Evidence, Reading } from '../../src/detect';
import type { Emotion } from '../../src/emotion';
import type { NetworkDescription } from '../../src/model';
import type { Device } from '../../src/runtime';
import type { FinderName } from '../settings/settings';

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
  /** An expression network of the person's own, as an .onnx file. */
  network: OwnNetwork | undefined;
}

export type LiveReading = Reading & Conditions;

/** Where a picture comes from: the camera, a photo, or a video by its number, whose frames come in order. */
export type Source = 'camera' | 'photo' | number;

export type ToWorker =
  | { type: 'start'; options: EngineOptions }
  | { type: 'smoothing'; timeConstant: number }
  | { type: 'read'; id: number; picture: VideoFrame | ImageBitmap; time: number; source: Source }
  /** About a face of the picture that was read last. */
  | { type: 'why'; id: number; face: number; emotion: Emotion };

export interface Answer {
  readings: LiveReading[];
  width: number;
  height: number;
}

export type FromWorker =
  | { type: 'ready'; device: Device; threads: number }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'evidence'; id: number; evidence: Evidence | undefined }
  /** One request could not be answered, or, without an id, nothing can be. */
  | { type: 'failed'; id?: number; reason: string }
  /** The network that was chosen cannot be used; the packaged one is. */
  | { type: 'badNetwork'; reason: string }
  /** The network that was chosen does not say what it means, and what was said of it, if anything, does not fit. */
  | { type: 'undescribed'; reason: string }
  /** The graphics card stopped; the processor goes on. */
  | { type: 'fellBack' };
