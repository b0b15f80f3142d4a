/** What a network's function gives to its layers, checked where it enters: a mistake names the layer, the option and the rule. */
import { described, requireKnown } from '../options';
import type { ConvLayerOptions, LayerOptions, Layers, WeightOptions } from './network';
import { requireTensor, type Shape } from './tensor';

const named: Record<keyof LayerOptions, true> = { name: true };
const weighted: Record<keyof (LayerOptions & WeightOptions), true> = { ...named, deviation: true };
const window: Record<keyof Omit<ConvLayerOptions, 'bias'>, true> = {
  kernel: true,
  stride: true,
  padding: true,
  ...weighted,
};
const convolution: Record<keyof ConvLayerOptions, true> = { ...window, bias: true };

/** The same layers, which throw a TypeError at what they cannot be made from. */
export const checkedLayers = (layers: Layers): Layers => ({
  conv(x, width, options = {}) {
    requireTensor('conv', x);
    requireWhole('conv', 'width, its number of channels,', width, 1);
    requireWindow('conv', convolution, options);
    return layers.conv(x, width, options);
  },
  depthwise(x, options = {}) {
    requireTensor('depthwise', x);
    requireWindow('depthwise', window, options);
    return layers.depthwise(x, options);
  },
  norm(x, options = {}) {
    requireTensor('norm', x);
    requireOptions('norm', named, options);
    return layers.norm(x, options);
  },
  dense(x, units, options = {}) {
    requireTensor('dense', x);
    requireWhole('dense', 'units', units, 1);
    requireOptions('dense', weighted, options);
    return layers.dense(x, units, options);
  },
  parameter(name, shape, options) {
    requireName('parameter', name);
    requireShape('parameter', shape);
    const { kind } = options ?? {};
    if (kind !== 'weight' && kind !== 'offset') throw wrong('parameter', 'kind', '"weight" or "offset"', kind);
    return layers.parameter(name, shape, options);
  },
  dropout(x, rate) {
    requireTensor('dropout', x);
    if (!(typeof rate === 'number' && rate >= 0 && rate < 1))
      throw wrong('dropout', 'rate', 'a number from 0 to below 1', rate);
    return layers.dropout(x, rate);
  },
});

const wrong = (layer: string, what: string, rule: string, value: unknown) =>
  new TypeError(`${layer}: ${what} must be ${rule} (got ${described(value)})`);

/** Throws a TypeError when a number counts nothing. */
export function requireWhole(taker: string, what: string, value: unknown, least: number) {
  if (!Number.isInteger(value) || (value as number) < least)
    throw wrong(taker, what, `a whole number from ${least}`, value);
}

/** Throws a TypeError when a name is no text, or empty. */
export function requireName(taker: string, name: unknown) {
  if (typeof name !== 'string' || name === '') throw wrong(taker, 'name', 'a text', name);
}

/** Throws a TypeError when a shape is no list of whole numbers. */
export function requireShape(taker: string, shape: unknown) {
  if (!Array.isArray(shape)) throw wrong(taker, 'shape', 'a list of whole numbers', shape);
  for (const side of shape as Shape) requireWhole(taker, 'shape', side, 1);
}

function requireOptions(layer: string, known: Readonly<Record<string, true>>, options: LayerOptions & WeightOptions) {
  if (typeof options !== 'object' || options === null) throw wrong(layer, 'options', 'an object', options);
  requireKnown(layer, known, options);
  const { name, deviation } = options;
  if (name !== undefined) requireName(layer, name);
  if (deviation !== undefined && !(deviation >= 0)) throw wrong(layer, 'deviation', 'a number from 0', deviation);
}

function requireWindow(layer: string, known: Readonly<Record<string, true>>, options: ConvLayerOptions) {
  requireOptions(layer, known, options);
  const { kernel, stride, padding, bias } = options;
  if (kernel !== undefined) requireWhole(layer, 'kernel', kernel, 1);
  if (stride !== undefined) requireWhole(layer, 'stride', stride, 1);
  if (padding !== undefined) requireWhole(layer, 'padding', padding, 0);
  if (bias !== undefined && typeof bias !== 'boolean') throw wrong(layer, 'bias', 'true or false', bias);
}
