/** Which blocked convolution layout this machine's ONNX Runtime understands. */
import { blockedDomain, type OnnxModel, opsetVersion, writeOnnx } from '../graph';
import type { CreateSession } from './session';

/** Bytes of 32-bit floats. */
const bytes = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

/**
 * Channels in a block of ONNX Runtime's own convolution kernels: 16 with AVX-512, 8 with AVX2, 0 where there are none
 * (MlasNchwcGetBlockSize). Nothing tells it from outside, so it is tried: a 1 × 1 convolution whose blocked weights
 * name each channel gives the right answer for the right block only.
 */
export async function convolutionBlock(createSession: CreateSession): Promise<0 | 8 | 16> {
  for (const block of [16, 8] as const) if (await understands(createSession, block)) return block;
  return 0;
}

async function understands(createSession: CreateSession, block: number): Promise<boolean> {
  const channels = 32;
  // weight[out][in], in the order [out / block, in / block, in % block, out % block]
  const weight: number[] = [];
  for (let o = 0; o < channels; o += block)
    for (let i = 0; i < channels; i += block)
      for (let inner = i; inner < i + block; inner++)
        for (let outer = o; outer < o + block; outer++) weight.push(inner === (outer * 5) % channels ? outer + 1 : 0);
  const model: OnnxModel = {
    name: 'blocking',
    nodes: [
      { op: 'ReorderInput', domain: blockedDomain, inputs: ['x'], outputs: ['blocked'] },
      {
        op: 'Conv',
        domain: blockedDomain,
        inputs: ['blocked', 'weight'],
        outputs: ['y'],
        attributes: { kernel_shape: [1, 1] },
      },
      { op: 'ReorderOutput', domain: blockedDomain, inputs: ['y'], outputs: ['plain'], attributes: { channels } },
    ],
    constants: [{ name: 'weight', type: 'float32', dims: [channels, channels, 1, 1], data: bytes(weight) }],
    inputs: [{ name: 'x', type: 'float32', dims: [1, channels, 1, 1] }],
    outputs: [{ name: 'plain', type: 'float32', dims: [1, channels, 1, 1] }],
    metadata: {},
    opsets: { '': opsetVersion, [blockedDomain]: 1 },
  };
  try {
    const session = await createSession(writeOnnx(model), { threads: 1 });
    const x = Float32Array.from({ length: channels }, (_, i) => i + 0.5);
    const { plain } = await session.run({ x: { dims: [1, channels, 1, 1], data: x } });
    await session.close();
    return plain?.data.every((y, o) => y === (((o * 5) % channels) + 0.5) * (o + 1)) ?? false;
  } catch {
    return false;
  }
}
