/** A model as a file for other runtimes: ONNX or TensorFlow Lite, in 32, 16 or 8 bits. */
import { type OnnxModel, quantizeOnnx, simplify, toOpset17, withHalfConstants, writeOnnx } from '../graph';
import type { CreateSession } from '../runtime';
import { labelled, onnxToTflite, quantizeTflite, type TfliteLabels, withHalfWeights, writeTflite } from '../tflite';
import { rangesOf } from './calibrate';

export const exportFormats = ['tflite', 'onnx'] as const;
export const precisions = ['fp32', 'fp16', 'int8'] as const;
export const opsets = [17, 21] as const;

export interface ExportOptions {
  format: (typeof exportFormats)[number];
  /** `fp16` keeps weights in 16 bits and computes in 32; `int8` computes in whole numbers. */
  precision: (typeof precisions)[number];
  /** Of ONNX. */
  opset?: (typeof opsets)[number];
  /** For `int8`: faces that show which numbers occur, and which they are, for the file. */
  calibration?: { faces: readonly Float32Array[]; record: string; createSession: CreateSession };
}

/**
 * The bytes of the file.
 *
 * Throws a TypeError when `int8` is asked for without faces, an OnnxError or a TfliteError where the model has something
 * that the format has not.
 */
export async function exportModel(model: OnnxModel, options: ExportOptions): Promise<Uint8Array> {
  const { format, precision, opset = 21, calibration } = options;
  if (precision === 'int8' && !calibration?.faces.length)
    throw new TypeError('export: int8 needs faces that show which numbers occur');
  const ranges =
    calibration && precision === 'int8'
      ? await rangesOf(model, calibration.faces, calibration.createSession)
      : undefined;
  const metadata = {
    ...model.metadata,
    precision,
    ...(ranges && calibration && { calibration: calibration.record }),
  };
  if (format === 'onnx') {
    const plain = { ...simplify(model), metadata };
    const kept = ranges ? quantizeOnnx(plain, ranges) : precision === 'fp16' ? withHalfConstants(plain) : plain;
    return writeOnnx(opset === 17 ? toOpset17(kept) : kept);
  }
  const graph = onnxToTflite(model);
  const kept = ranges ? quantizeTflite(graph, ranges) : precision === 'fp16' ? withHalfWeights(graph) : graph;
  const record: Record<string, Uint8Array> =
    ranges && calibration ? { calibration: new TextEncoder().encode(calibration.record) } : {};
  const file = { graph: kept, description: model.metadata['name'] ?? model.name, metadata: record };
  const labels = labelsOf(model);
  return labels ? labelled(file, labels) : writeTflite(file);
}

/** What a network of ours says of itself; undefined for others. */
function labelsOf({ name, metadata, inputs, outputs }: OnnxModel): TfliteLabels | undefined {
  const { kind, labels = '', ferplusLabels = '', input = '', licence = 'MIT' } = metadata;
  if (kind !== 'expression') return undefined;
  const about: Record<string, string> = {
    fer2013: "probabilities as FER2013's labels have them",
    ferplus: "probabilities as FER+'s votes have them",
    emotions: 'probabilities of the reading that people see',
  };
  return {
    name,
    description: 'Which of seven expressions a face shows. An expression is not a feeling.',
    license: licence,
    input: { name: inputs[0]?.name ?? '', description: input },
    outputs: outputs.map((output) => ({
      name: output.name,
      description: about[output.name] ?? '',
      labels: (output.name === 'ferplus' ? ferplusLabels : labels).split(' '),
    })),
  };
}
