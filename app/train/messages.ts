/** What the page and the worker that trains say to each other. */
import type { DataFault } from '../../src/data';
import type { Device } from '../../src/runtime';
import type { EpochResult } from '../../src/train/browser';

/** What is trained on: a CSV made like FER2013's, or the files of a folder with a folder for each class. */
export type Source = { csv: File } | { folder: File[] };

/** A run as it is kept. */
export interface RunInfo {
  network: string;
  epochs: number;
  /** The file or folder. */
  source: string;
  /** Faces that are trained on, that judge each epoch, and that are held out. */
  counts: { training: number; validation: number; heldOut: number };
  /** Training faces left out since they are among the others, too. */
  copies: number;
  /** Pictures that could not be read. */
  broken: number;
  history: EpochResult[];
  /** Steps done, and those of an epoch. */
  step: number;
  stepsPerEpoch: number;
}

export interface TrainableNetwork {
  name: string;
  parameters: number;
  /** Multiplications for one face. */
  macs: number;
}

/** How right the model is on the faces that were held out. */
export interface Judgement {
  faces: number;
  accuracy: number;
  macroF1: number;
  classes: string[];
  /** [label][reading] */
  confusion: number[][];
}

export type Refusal =
  | { kind: 'tooFew'; needed: number; got: number }
  | { kind: 'oneClass'; found: string }
  | { kind: 'noValidation' }
  /** What is wrong with the data; the reason is in English. */
  | { kind: 'data'; reason: string; fault: DataFault | undefined }
  /** The browser keeps nothing: its storage is full or forbidden. */
  | { kind: 'notKept' }
  /** The loss became no number. */
  | { kind: 'diverged' }
  | { kind: 'failed'; reason: string };

export type ExportFormat = 'onnx' | 'tflite';

export type ToTrainer =
  | { type: 'open'; base: string; device: 'auto' | Device }
  | { type: 'begin'; source: Source; network: string; epochs: number }
  | { type: 'resume' }
  | { type: 'pause' }
  | { type: 'evaluate' }
  | { type: 'export'; format: ExportFormat }
  | { type: 'forget' };

export type FromTrainer =
  | { type: 'opened'; networks: TrainableNetwork[]; run: RunInfo | undefined }
  /** Another tab has the run. */
  | { type: 'elsewhere' }
  | { type: 'reading'; faces: number }
  | { type: 'training'; run: RunInfo; device: Device }
  | { type: 'step'; step: number; loss: number; facesPerSecond: number }
  | { type: 'epoch'; run: RunInfo }
  /** It was paused, or is done; whatever was computed is kept. */
  | { type: 'stopped'; run: RunInfo }
  | { type: 'judged'; judgement: Judgement }
  | { type: 'file'; format: ExportFormat; name: string; bytes: ArrayBuffer }
  | { type: 'forgotten' }
  | { type: 'refused'; refusal: Refusal };
