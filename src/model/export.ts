/** A model as a file for other runtimes: ONNX or TensorFlow Lite, in 32, 16 or 8 bits. */
import {
  dequantizeOnnx,
  type OnnxModel,
  quantizeOnnx,
  simplify,
  toOpset17,
  withHalfConstants,
  writeOnnx,
} from '../graph';
import {
  labelled,
  onnxToTflite,
  ownRecord,
  quantizeTflite,
  type TfliteLabels,
  withHalfWeights,
  writeTflite,
} from '../tflite';
import { rangesOf } from './calibrate';
import { type Calibration, knownRanges, withoutRanges } from './ranges';

export const exportFormats = ['tflite', 'onnx'] as const;
export const precisions = ['fp32', 'fp16', 'int8'] as const;
export const opsets = [17, 21] as const;

export interface ExportOptions {
  format: (typeof exportFormats)[number];
  /** `fp16` keeps weights in 16 bits and computes in 32; `int8` computes in whole numbers. */
  precision: (typeof precisions)[number];
  /** Of ONNX. */
  opset?: (typeof opsets)[number];
  /** For `int8`; networks that ship know their own ranges. */
  calibration?: Calibration;
}

/**
 * The bytes of the file. What a model has in 8 bits already becomes floats first, so that it has the precision that is
 * asked for.
 *
 * Throws a TypeError when `int8` is asked for without faces of a model that does not know its own ranges, an OnnxError or a TfliteError where the model has something
 * that the format has not.
 */
export async function exportModel(given: OnnxModel, options: ExportOptions): Promise<Uint8Array> {
  const { format, precision, opset = 21, calibration } = options;
  const isRounded = given.nodes.some(({ op }) => op === 'QuantizeLinear');
  if (isRounded && format === 'tflite')
    throw new TypeError('is ONNX in 8 bits already; for TensorFlow Lite export the network that it was made from');
  const model = isRounded ? dequantizeOnnx(given) : given;
  const ranges =
    precision !== 'int8'
      ? undefined
      : calibration
        ? await rangesOf(model, calibration.faces, calibration.createSession)
        : knownRanges(model);
  if (precision === 'int8' && !ranges) throw new TypeError('export: int8 needs faces that show which numbers occur');
  const metadata = {
    ...withoutRanges(model).metadata,
    precision,
    ...(ranges && calibration && { calibration: calibration.record }),
  };
  if (format === 'onnx') {
    const said = { ...model, metadata };
    const plain = ranges ? quantizeOnnx(said, ranges) : simplify(said);
    const kept = precision === 'fp16' ? withHalfConstants(plain) : plain;
    return writeOnnx(opset === 17 ? toOpset17(kept) : kept);
  }
  const graph = onnxToTflite(model);
  const kept = ranges ? quantizeTflite(graph, ranges) : precision === 'fp16' ? withHalfWeights(graph) : graph;
  const { calibration: used, ...told } = metadata as Record<string, string>;
  const record: Record<string, Uint8Array> = {
    ...(ranges && used && { calibration: new TextEncoder().encode(used) }),
    ...ownRecord({ ...model, metadata: told }),
  };
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
    face: 'whether it is a face that can be read',
  };
  const classes: Record<string, string[]> = {
    ferplus: ferplusLabels.split(' '),
    face: ['not a face', 'a face'],
  };
  return {
    name,
    description: 'Which of seven expressions a face shows. An expression is not a feeling.',
    license: licence,
    input: { name: inputs[0]?.name ?? '', description: input },
    outputs: outputs.map((output) => ({
      name: output.name,
      description: about[output.name] ?? '',
      labels: classes[output.name] ?? labels.split(' '),
    })),
  };
}
