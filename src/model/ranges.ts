/** Which numbers a model's values take, as its own file says, so that it can be brought to 8 bits without any faces. */
import { type OnnxModel, quantizeOnnx, type Ranges, readOnnx, writeOnnx } from '../graph';
import type { CreateSession } from '../runtime';
import { rangesOf } from './calibrate';

/** Faces that show which numbers occur, and which they are, for the file. */
export interface Calibration {
  /** [48 · 48] each, 0 … 255 */
  faces: readonly Float32Array[];
  record: string;
  createSession: CreateSession;
}

const entry = 'ranges';

/** The ranges that the model's file tells; undefined where it tells none. */
export function knownRanges({ metadata }: OnnxModel): Ranges | undefined {
  const told = metadata[entry];
  return told === undefined ? undefined : new Map(Object.entries(JSON.parse(told) as Record<string, [number, number]>));
}

/** The same model, telling what its values take while it reads these faces, and which faces these were. */
export async function withRanges(model: OnnxModel, { faces, record, createSession }: Calibration): Promise<OnnxModel> {
  const ranges = [...(await rangesOf(model, faces, createSession))].map(([name, range]) => [
    name,
    range.map((value) => Number(value.toPrecision(6))),
  ]);
  const metadata = { ...model.metadata, [entry]: JSON.stringify(Object.fromEntries(ranges)), calibration: record };
  return { ...model, metadata };
}

/** The same model without what it tells of its ranges. */
export function withoutRanges(model: OnnxModel): OnnxModel {
  const { [entry]: _, ...metadata } = model.metadata;
  return { ...model, metadata };
}

/** An .onnx file in 8 bits, which processors read faster; as it is where it does not tell its ranges. */
export function inWholeNumbers(bytes: Uint8Array): Uint8Array {
  const model = readOnnx(bytes);
  const ranges = knownRanges(model);
  return ranges ? writeOnnx(withoutRanges(quantizeOnnx(model, ranges))) : bytes;
}
