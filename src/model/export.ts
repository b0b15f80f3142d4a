/** A model as a file for other runtimes: ONNX or TensorFlow Lite, in 32, 16 or 8 bits. */
import { type OnnxModel, quantizeOnnx, type Ranges, simplify, toOpset17, withHalfConstants, writeOnnx } from '../graph';
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
  /** For `int8`: faces that show which numbers occur, and which they are, for the file; networks that ship know their own. */
  calibration?: { faces: readonly Float32Array[]; record: string; createSession: CreateSession };
}

/**
 * The bytes of the file.
 *
 * Throws a TypeError when `int8` is asked for without faces of a model that does not know its own ranges, an OnnxError or a TfliteError where the model has something
 * that the format has not.
 */
export async function exportModel(model: OnnxModel, options: ExportOptions): Promise<Uint8Array> {
  const { format, precision, opset = 21, calibration } = options;
  const ranges = precision === 'int8' ? await rangesFor(model, calibration) : undefined;
  const { [rangesKey]: _, ...said } = model.metadata;
  const metadata = {
    ...said,
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
  const { calibration: used } = metadata as Record<string, string>;
  const record: Record<string, Uint8Array> = ranges && used ? { calibration: new TextEncoder().encode(used) } : {};
  const file = { graph: kept, description: model.metadata['name'] ?? model.name, metadata: record };
  const labels = labelsOf(model);
  return labels ? labelled(file, labels) : writeTflite(file);
}

/** Where a model's file says which numbers its values take, so that it can be brought to 8 bits without any faces. */
const rangesKey = 'ranges';

async function rangesFor(model: OnnxModel, calibration: ExportOptions['calibration']): Promise<Ranges> {
  if (calibration?.faces.length) return rangesOf(model, calibration.faces, calibration.createSession);
  const own = model.metadata[rangesKey];
  if (own === undefined) throw new TypeError('export: int8 needs faces that show which numbers occur');
  return new Map(Object.entries(JSON.parse(own) as Record<string, [number, number]>));
}

/** The same model with what its values take while it reads these faces, and which faces these were. */
export async function withRanges(
  model: OnnxModel,
  { faces, record, createSession }: NonNullable<ExportOptions['calibration']>,
): Promise<OnnxModel> {
  const ranges = [...(await rangesOf(model, faces, createSession))].map(([name, range]) => [
    name,
    range.map((value) => Number(value.toPrecision(6))),
  ]);
  const metadata = { ...model.metadata, [rangesKey]: JSON.stringify(Object.fromEntries(ranges)), calibration: record };
  return { ...model, metadata };
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
