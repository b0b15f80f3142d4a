/** The nodes and constants of an ONNX model, added one by one, with names of their own. */
import type { Attribute, OnnxConstant, OnnxNode } from './onnx';
import type { Shape } from './tensor';

export interface NodeOptions {
  attributes?: Readonly<Record<string, Attribute>>;
  domain?: string;
}

export class ModelBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];
  private readonly constantNames = new Map<string, string>();
  private count = 0;

  /** Adds a node; the name of what it makes. */
  node(op: string, inputs: string[], options?: NodeOptions): string {
    return this.nodeWithOutputs(op, inputs, 1, options)[0] as string;
  }

  /** A node of which more than the first output is needed. */
  nodeWithOutputs(op: string, inputs: string[], count: number, options?: NodeOptions): string[] {
    const outputs = Array.from({ length: count }, () => `${op}_${this.count++}`);
    this.nodeNamed(op, inputs, outputs, options);
    return outputs;
  }

  /** A node whose results have names that are given. */
  nodeNamed(op: string, inputs: string[], outputs: string[], { attributes, domain = '' }: NodeOptions = {}) {
    this.nodes.push({ op, domain, inputs, outputs, ...(attributes && { attributes }) });
  }

  /** A list of whole numbers, [length]. */
  integers(values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.constant({ type: 'int64', dims: [values.length], data }, `int64:${values.join(',')}`);
  }

  floats(values: Float32Array, dims: Shape): string {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.constant(
      { type: 'float32', dims, data },
      values.length === 1 ? `float:${dims.length}:${values[0]}` : undefined,
    );
  }

  scalar(value: number): string {
    return this.floats(Float32Array.of(value), []);
  }

  /** Adds a constant; equal ones with the same `key` are kept once. */
  constant(constant: Omit<OnnxConstant, 'name'>, key?: string): string {
    const known = key && this.constantNames.get(key);
    if (known) return known;
    const name = `constant_${this.count++}`;
    this.constants.push({ name, ...constant });
    if (key) this.constantNames.set(key, name);
    return name;
  }
}
