/** What the command line says of a network of another maker (docs/own-network.md). */
import type { Command } from 'commander';
import { checkDescription, models, type NetworkDescription } from '../../model';
import { oneOf } from '../options';
import { UsageError } from '../output';

export interface NetworkOptions {
  labels?: string;
  input?: string;
  range?: string;
  channels?: string;
  mean?: string;
  std?: string;
  order?: string;
  layout?: string;
  outputs?: string;
}

const [orders, layouts, outputForms] = [
  ['rgb', 'bgr'],
  ['nchw', 'nhwc'],
  ['logits', 'probabilities'],
] as const;

const whatLabelsAre = "what the outputs of another maker's network mean, in their order";

export const withNetworkOptions = (command: Command) =>
  withInputOptions(command.option('--labels <angry,disgust,…>', whatLabelsAre));

/** For a command whose `--labels` is also the name of what it judges by: a list of them is the network's. */
export const withNetworkLabels = (command: Command, labelSets: readonly string[]) =>
  withInputOptions(
    command.option(
      `--labels <${labelSets.join('|')}>`,
      `what counts as right; and, as a list (angry,disgust,…), ${whatLabelsAre}`,
      (value: string, given: readonly string[] = []) => [...given, value],
    ),
  );

/** What `withNetworkLabels` was given, told apart. */
export function labelsApart({ labels = [] }: { labels?: readonly string[] }): {
  labelSet: string | undefined;
  labels?: string;
} {
  const [lists, sets] = [labels.filter((text) => text.includes(',')), labels.filter((text) => !text.includes(','))];
  if (lists.length > 1 || sets.length > 1)
    throw new UsageError(
      "--labels may stand twice, once with what counts as right and once with the network's own labels",
    );
  return { labelSet: sets[0], ...(lists[0] !== undefined && { labels: lists[0] }) };
}

const withInputOptions = (command: Command) =>
  command
    .option('--input <64x64>', 'its input in pixels, where the file does not say')
    .option('--range <0..255>', 'what black and white are to it: 0..255, 0..1, -1..1')
    .option('--channels <1|3>', 'grey or colour, where the file does not say')
    .option('--mean <m,m,m>', 'subtracted after --range, for each channel')
    .option('--std <s,s,s>', 'divided by after --mean, for each channel')
    .option(`--order <${orders.join('|')}>`, 'of its colours')
    .option(`--layout <${layouts.join('|')}>`, 'channels before rows, or last, where the file does not say')
    .option(`--outputs <${outputForms.join('|')}>`, 'whether it ends with a softmax, where the file does not say');

/**
 * The description that the options give together; undefined where there is none.
 *
 * Throws a UsageError that names the option with a bad value, or a ModelError that names the label.
 */
export function networkDescription(given: NetworkOptions & { model?: string }): NetworkDescription | undefined {
  const { labels, ...others } = networkOptionsOf(given);
  const [other] = Object.keys(others);
  if (labels !== undefined && models.some(({ name }) => name === given.model))
    throw new UsageError(`--labels is for another maker's network; ${given.model} says itself what its outputs mean`);
  if (labels === undefined) {
    if (other !== undefined) throw new UsageError(`--${other} goes with --labels, which names the network's outputs`);
    return undefined;
  }
  const input = {
    ...(others.input !== undefined && { size: square(others.input) }),
    ...(others.channels !== undefined && {
      channels: oneOf('--channels', others.channels, ['1', '3']) === '1' ? 1 : 3,
    }),
    ...(others.range !== undefined && { range: rangeOf(others.range) }),
    ...(others.mean !== undefined && { mean: numbers('--mean', others.mean) }),
    ...(others.std !== undefined && { std: numbers('--std', others.std) }),
    ...(others.order !== undefined && { order: oneOf('--order', others.order, orders) }),
    ...(others.layout !== undefined && { layout: oneOf('--layout', others.layout, layouts) }),
  };
  const description = {
    labels: labels.split(',').map((label) => label.trim()),
    input,
    ...(others.outputs !== undefined && { outputs: oneOf('--outputs', others.outputs, outputForms) }),
  };
  try {
    return checkDescription(description, '--labels');
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const names = ['labels', 'input', 'range', 'channels', 'mean', 'std', 'order', 'layout', 'outputs'] as const;

/** Those of a command's options that describe a network. */
const networkOptionsOf = (given: NetworkOptions): NetworkOptions =>
  Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

function square(text: string): number {
  const sides = /^(\d+)(?:\s*[x×*,]\s*(\d+))?$/i.exec(text.trim());
  const [, width, height = width] = sides ?? [];
  if (width === undefined) throw new UsageError(`--input must be a size in pixels like 64x64 (got "${text}")`);
  if (width !== height) throw new UsageError(`--input must be a square (got ${width} × ${height})`);
  return Number(width);
}

function rangeOf(text: string): [number, number] {
  const found = /^\s*(-?[\d.]+)\s*(?:\.\.\.?|,|…|:)\s*(-?[\d.]+)\s*$/.exec(text);
  const [black, white] = [Number(found?.[1]?.replace(/\.$/, '')), Number(found?.[2])];
  if (!found || Number.isNaN(black) || Number.isNaN(white))
    throw new UsageError(`--range must be two numbers like 0..255 or -1..1 (got "${text}")`);
  return [black, white];
}

function numbers(option: string, text: string): number[] {
  const list = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (list.some(Number.isNaN)) throw new UsageError(`${option} must be numbers like 0.485,0.456,0.406 (got "${text}")`);
  return list;
}
