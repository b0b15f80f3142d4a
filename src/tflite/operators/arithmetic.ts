/** Operators on two values, number by number. */

import { widened } from '../layout';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import type { FromOnnx, OperatorFamily, TfliteForm } from './operator';

/** Both names of an operator on two values. */
function twoSided(onnx: string, kind: Omit<TfliteForm, 'toOnnx'>): { form: TfliteForm; onnx: string } {
  const form: TfliteForm = {
    ...kind,
    toOnnx(to, operator) {
      const rank = to.shape(to.output(operator)).length;
      to.finish(operator, onnx, [to.side(to.input(operator, 0), rank), to.side(to.input(operator, 1), rank)]);
    },
  };
  return { form, onnx };
}

const fields = { activation: 0 };
const all = [
  twoSided('Add', { name: 'ADD', code: 0, options: 11, fields, version: { int8: 2 }, int8: 'twoSided' }),
  twoSided('Mul', { name: 'MUL', code: 18, options: 21, fields, version: { int8: 2 }, int8: 'twoSided' }),
  twoSided('Sub', { name: 'SUB', code: 41, options: 28, fields, version: { int8: 2 }, int8: 'twoSided' }),
  twoSided('Div', { name: 'DIV', code: 42, options: 29, fields }),
  twoSided('Max', { name: 'MAXIMUM', code: 55, options: 39 }),
];

const fromOnnx =
  (form: TfliteForm): FromOnnx =>
  (to, node) => {
    const sides = node.inputs.slice(0, 2).map((name) => {
      const value = to.computed(name);
      return { name, value, shape: value?.shape ?? to.constantShape(name) ?? [] };
    });
    const rank = Math.max(...sides.map(({ shape }) => shape.length));
    const inputs = sides.map(({ name, value }) => {
      if (!value) return constantSide(to, name, rank);
      if (value.shape.length !== rank) throw new TfliteError(`${node.outputs[0]}: only constants may have fewer axes`);
      return (rank === 4 ? to.picture(name) : to.plain(name)).tensor;
    });
    const shapes = sides.map(({ shape }) => widened(shape, rank));
    const shape = Array.from({ length: rank }, (_, axis) => Math.max(...shapes.map((s) => s[axis] as number)));
    const { output, activation } = form.fields
      ? to.fused(node)
      : { output: node.outputs[0] ?? '', activation: 'none' as const };
    to.operate(form, inputs, to.add(output, shape), { activation });
  };

/** A constant beside a value with `rank` axes. */
function constantSide(to: TfliteBuilder, name: string, rank: number): number {
  const { values, shape } = to.constant(name, `${name}, a side of an arithmetic operator,`);
  if (values.length === 1) return to.numbers(values, []);
  const wide = widened(shape, rank);
  return rank === 4 ? to.pictureNumbers(values, wide) : to.numbers(values, wide);
}

export const arithmetic: OperatorFamily = {
  tflite: all.map(({ form }) => form),
  onnx: Object.fromEntries(all.map(({ form, onnx }) => [onnx, fromOnnx(form)])),
};
