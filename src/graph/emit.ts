/**
 * Turns tensors into an ONNX model.
 *
 * With `block` set, feature maps whose channel count is a multiple of it are stored as ONNX Runtime's own CPU
 * kernels like them best, `[batch, channels / block, height, width, block]` ("NCHWc", onnxruntime
 * core/mlas/lib/snchwc.cpp), and convolutions call those kernels (domain com.microsoft.nchwc) with weights that are
 * inputs. They run at 147 to 257 GFLOPS on two AVX-512 cores where `Conv` with weights as inputs does 105 to 211
 * (bench/forms).
 */
import { requireOptions } from '../options';
import { fuser } from './fuse';
import { fewNumbers, numberToHalf } from './half';
import { ModelBuilder, type NodeOptions } from './modelBuilder';
import { type ElementType, elementTypes, type OnnxModel, type OnnxValue, opsetVersion } from './onnx';
import type { Shape, Tensor } from './tensor';
import { requireTensors } from './tensor';

/**
 * Domain of ONNX Runtime's operators for feature maps in blocks of channels.
 *
 * @example
 * import { blockedDomain } from 'feeling/train';
 * blockedDomain; // → 'com.microsoft.nchwc'
 */
export const blockedDomain = 'com.microsoft.nchwc';
export const microsoftDomain = 'com.microsoft';

/** The kernels of ONNX Runtime that compute a graph. */
export type Provider = 'cpu' | 'webgpu';

export interface EmitOptions {
  /** Channels in a block of the CPU's convolution kernels (16 with AVX-512, 8 with AVX2), 0 for plain ONNX. */
  block?: number;
  /** Whose kernels compute: operations take the form that those are fast in. The CPU's, if not given. */
  provider?: Provider;
  /** Makes the first dimension of inputs and outputs free, so that any number of faces can be run at once. */
  freeBatch?: boolean;
  /** Stores weights in 16 bits; they are widened when the model is loaded, and computed with in 32. */
  halfWeights?: boolean;
  metadata?: Record<string, string>;
  name?: string;
}

export class Emitter extends ModelBuilder {
  readonly block: number;
  readonly provider: Provider;
  readonly inputs: OnnxValue[] = [];
  private readonly values = new Map<Tensor, string>();
  private readonly plainCopies = new Map<Tensor, string>();
  private readonly opsets: Record<string, number> = { '': opsetVersion };
  private readonly fuse: (tensor: Tensor) => Tensor;

  constructor(
    private readonly outputs: Record<string, Tensor>,
    private readonly options: EmitOptions = {},
  ) {
    super();
    this.block = options.block ?? 0;
    this.provider = options.provider ?? 'cpu';
    this.fuse = fuser(Object.values(outputs));
  }

  /** Name of the value that holds the tensor, computed once, in the layout that `isBlocked` tells. */
  value(tensor: Tensor): string {
    const known = this.values.get(tensor);
    if (known !== undefined) return known;
    // Depth first without recursion: training graphs are thousands of operations deep.
    const stack = [tensor];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as Tensor;
      const { operation } = this.fuse(top);
      const missing = operation.inputs.filter((t) => !this.values.has(t));
      if (missing.length > 0) stack.push(...missing);
      else {
        stack.pop();
        if (!this.values.has(top)) this.values.set(top, operation.emit(this));
      }
    }
    return this.values.get(tensor) as string;
  }

  isBlocked({ featureMap, shape }: Tensor): boolean {
    return this.block > 0 && featureMap && shape.length === 4 && (shape[1] as number) % this.block === 0;
  }

  /** The value as `[batch, channels, height, width]`, whatever its layout. */
  plain(tensor: Tensor): string {
    const value = this.value(tensor);
    if (!this.isBlocked(tensor)) return value;
    let copy = this.plainCopies.get(tensor);
    if (copy === undefined) {
      copy = this.node('ReorderOutput', [value], {
        domain: blockedDomain,
        attributes: { channels: tensor.shape[1] as number },
      });
      this.plainCopies.set(tensor, copy);
    }
    return copy;
  }

  /** A plain value brought into the blocked layout. */
  toBlocked(value: string): string {
    return this.node('ReorderInput', [value], { domain: blockedDomain });
  }

  override nodeNamed(op: string, inputs: string[], outputs: string[], options: NodeOptions = {}) {
    this.opsets[options.domain ?? ''] ??= 1;
    super.nodeNamed(op, inputs, outputs, options);
  }

  reshape(value: string, shape: Shape): string {
    return this.node('Reshape', [value, this.integers(shape)]);
  }

  transpose(value: string, perm: readonly number[]): string {
    return this.node('Transpose', [value], { attributes: { perm } });
  }

  override floats(values: Float32Array, shape: Shape): string {
    if (!this.options.halfWeights || values.length < fewNumbers) return super.floats(values, shape);
    const data = new Uint8Array(Uint16Array.from(values, numberToHalf).buffer);
    const half = this.constant({ type: 'float16', dims: shape, data });
    return this.node('Cast', [half], { attributes: { to: elementTypes.float32 } });
  }

  input(name: string, shape: Shape, type: ElementType): string {
    if (this.inputs.some((i) => i.name === name)) throw new Error(`graph: two inputs are named "${name}"`);
    this.inputs.push({ name, type, dims: this.dims(shape) });
    return name;
  }

  model(): OnnxModel {
    const named = Object.entries(this.outputs).map(([name, t]): OnnxValue => {
      this.nodeNamed('Identity', [this.plain(t)], [name]);
      return { name, type: t.type, dims: this.dims(t.shape) };
    });
    return {
      name: this.options.name ?? 'feeling',
      nodes: this.nodes,
      constants: this.constants,
      inputs: this.inputs,
      outputs: named,
      metadata: this.options.metadata ?? {},
      opsets: this.opsets,
    };
  }

  private dims(shape: Shape): (number | string)[] {
    return this.options.freeBatch && shape.length > 0 ? ['batch', ...shape.slice(1)] : [...shape];
  }
}

/**
 * The ONNX model that computes the outputs, by name.
 *
 * @example
 * import { emit, input, scale } from 'feeling/train';
 * const doubled = scale(input('x', [1, 3]), 2);
 * const model = emit({ doubled }, { name: 'double' });
 * model.inputs.map(({ name }) => name); // → ['x']
 * model.outputs.map(({ name }) => name); // → ['doubled']
 */
export function emit(outputs: Record<string, Tensor>, options?: EmitOptions): OnnxModel {
  requireOptions('emit', outputs);
  requireTensors('emit', Object.values(outputs));
  return new Emitter(outputs, options).model();
}
