import { describe, expect, it } from 'vitest';
import { shortNames } from './names';

describe('shortNames', () => {
  it.each([
    [['runs/compact'], ['compact']],
    [['model.onnx'], ['model']],
    [
      ['runs/a/model.onnx', 'runs/b/model.onnx'],
      ['a/model', 'b/model'],
    ],
    [
      ['x/a/model.onnx', 'y/a/model.onnx', 'tiny'],
      ['x/a/model', 'y/a/model', 'tiny'],
    ],
    [
      ['compact.onnx', 'compact.tflite'],
      ['compact.onnx', 'compact.tflite'],
    ],
    [
      ['runs/a/', './runs/b'],
      ['a', 'b'],
    ],
    [
      ['compact', 'compact'],
      ['compact', 'compact'],
    ],
  ])('calls %j %j', (paths, names) => {
    expect(shortNames(paths)).toEqual(names);
  });
});
