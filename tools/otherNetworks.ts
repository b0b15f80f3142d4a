/**
 * Small networks in the forms in which other makers publish theirs: the mean of each channel, then one product with a
 * weight for each output. What they give for a picture of one colour can be worked out by hand.
 */
import { ModelProto } from '../src/graph';

export interface OtherNetwork {
  /** [batch, …] with a text for a free dimension */
  input: readonly (number | string)[];
  /** What is multiplied with each channel's mean: [outputs][channels] */
  weights: readonly (readonly number[])[];
  bias?: readonly number[];
  softmax?: boolean;
  opset?: number;
  ir?: number;
  names?: { input: string; output: string };
  /** Constants are named as inputs, too, as they were before version 4 of the format. */
  constantsAsInputs?: boolean;
  /** Where the weights lie, as PyTorch writes it. */
  external?: { location: string; offset?: string; length?: string };
}

const floats = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** The bytes of the .onnx file, and of the file that its weights are in. */
export function otherNetwork({
  input,
  weights,
  bias = weights.map(() => 0),
  softmax = false,
  opset = 13,
  ir = 8,
  names = { input: 'input', output: 'output' },
  constantsAsInputs = false,
  external,
}: OtherNetwork): { file: Uint8Array; data: Uint8Array } {
  const last = input[3] === 1 || input[3] === 3;
  const channels = weights[0]?.length ?? 1;
  const value = (name: string, dims: readonly (number | string)[]) => ({
    name,
    type: {
      tensor_type: {
        elem_type: 1,
        shape: { dim: dims.map((d) => (typeof d === 'number' ? { dim_value: d } : { dim_param: d })) },
      },
    },
  });
  const data = floats(weights.flat());
  const pictures = last ? 'turned' : names.input;
  const logits = softmax ? 'logits' : names.output;
  const model = {
    ir_version: ir,
    opset_import: [{ domain: '', version: opset }],
    graph: {
      name: 'other',
      node: [
        ...(last
          ? [
              {
                op_type: 'Transpose',
                input: [names.input],
                output: ['turned'],
                attribute: [{ name: 'perm', type: 7, ints: [0, 3, 1, 2] }],
              },
            ]
          : []),
        { op_type: 'GlobalAveragePool', input: [pictures], output: ['means'] },
        { op_type: 'Flatten', input: ['means'], output: ['flat'], attribute: [{ name: 'axis', type: 2, i: 1 }] },
        {
          op_type: 'Gemm',
          input: ['flat', 'weights', 'bias'],
          output: [logits],
          attribute: [{ name: 'transB', type: 2, i: 1 }],
        },
        ...(softmax
          ? [
              {
                op_type: 'Softmax',
                input: ['logits'],
                output: [names.output],
                attribute: [{ name: 'axis', type: 2, i: 1 }],
              },
            ]
          : []),
      ],
      initializer: [
        {
          name: 'weights',
          dims: [weights.length, channels],
          data_type: 1,
          ...(external
            ? {
                data_location: 1,
                external_data: Object.entries(external).map(([key, text]) => ({ key, value: text })),
              }
            : { raw_data: data }),
        },
        { name: 'bias', dims: [weights.length], data_type: 1, raw_data: floats(bias) },
      ],
      input: [
        value(names.input, input),
        ...(constantsAsInputs ? [value('weights', [weights.length, channels]), value('bias', [weights.length])] : []),
      ],
      output: [value(names.output, [input[0] as number | string, weights.length])],
    },
  };
  return { file: ModelProto.encode(model), data };
}
