/** What the rest of feeling knows of ONNX Runtime. */

export type Numbers = Float32Array | Uint8Array | Int32Array | BigInt64Array;

/** An array with its shape, row-major. */
export interface Values<T extends Numbers = Numbers> {
  readonly dims: readonly number[];
  readonly data: T;
}

/** An array on the device. It is freed by `release`, not when it is forgotten. */
export interface Resident {
  readonly dims: readonly number[];
}

/** Arrays in memory, or on the session's device already. */
export type Feeds = Record<string, Values | Resident>;
export type Fetches = Record<string, Values<Float32Array>>;

/** A loaded model. `close` frees its memory; a closed session cannot run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Shape of each input as the file has it, by name; a name stands for a free dimension. */
  readonly inputShapes?: Readonly<Record<string, readonly (number | string)[]>>;
  run(feeds: Feeds): Promise<Fetches>;
  close(): Promise<void>;
}

export type Device = 'cpu' | 'webgpu';

export interface SessionOptions {
  device?: Device;
  /** Threads for one operator; all cores by default. */
  threads?: number;
  /**
   * On a graphics card: the order of axes that convolutions are computed in. Channels last by default; channels first for
   * graphs whose every feature map is stored so, which spares them copies.
   */
  layout?: 'NCHW' | 'NHWC';
  /** In Node: has ONNX Runtime write what each operator took to a file whose name begins so, when the session closes. */
  profile?: string;
}

export type CreateSession = (model: Uint8Array, options?: SessionOptions) => Promise<Session>;

/** Shapes of the inputs, from what ONNX Runtime tells of a session. */
export const shapesOf = (
  metadata: readonly (
    | { name: string; isTensor: false }
    | { name: string; isTensor: true; shape: readonly (number | string)[] }
  )[],
): Record<string, readonly (number | string)[]> =>
  Object.fromEntries(metadata.flatMap((value) => (value.isTensor ? [[value.name, value.shape]] : [])));
