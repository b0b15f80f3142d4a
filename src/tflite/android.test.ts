/** The sketch for Android is not built here; what it expects of the model is compared with the model. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emotions } from '../emotion';
import { readOnnx } from '../graph';
import { onnxToTflite } from './index';

it('the exported model has the inputs and outputs that the Android sketch expects', async () => {
  const root = join(import.meta.dirname, '..', '..');
  const kotlin = await readFile(join(root, 'examples', 'android', 'EmotionClassifier.kt'), 'utf8');
  const constant = (name: string) => Number(kotlin.match(new RegExp(`const val ${name} = (\\d+)`))?.[1]);
  const { tensors, inputs, outputs } = onnxToTflite(readOnnx(await readFile(join(root, 'models', 'compact.onnx'))));
  const side = constant('SIDE');
  expect(inputs.map((i) => [tensors[i]?.shape, tensors[i]?.type])).toEqual([[[1, side, side, 1], 'float32']]);
  expect(outputs.map((i) => tensors[i]?.name)).toEqual(['fer2013', 'ferplus', 'emotions', 'face']);
  const reading = tensors[outputs[constant('READING_OUTPUT')] as number];
  expect(reading?.name).toBe('emotions');
  const labels = kotlin
    .match(/val EMOTIONS = listOf\(([^)]*)\)/)?.[1]
    ?.replaceAll('"', '')
    .split(', ');
  expect(labels).toEqual([...emotions]);
  expect(reading?.shape).toEqual([1, labels?.length]);
});
