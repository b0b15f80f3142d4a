/** The licences of what is in the build. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { notice } from '../tools/notice';

const dist = join(packageRoot(), 'dist');
const text = readFileSync(join(dist, 'app', 'NOTICE.txt'), 'utf8');

describe('NOTICE.txt', () => {
  it('names what the page and the package contain, each with the text of its licence', () => {
    for (const name of [
      '@mediapipe/face_detection',
      'onnxruntime-web',
      'dexie',
      'preact',
      '@preact/signals',
      'protobufjs',
      'd3-dsv',
      'valibot',
      'libheif-js',
      'utif2',
    ]) {
      const part = text.split('-'.repeat(80)).find((p) => p.trimStart().startsWith(`${name} `));
      expect(part, name).toMatch(/Licence: /);
      expect(part, name).toMatch(
        /Permission (is hereby granted|to use)|Apache License|Redistribution and use|GNU LESSER GENERAL PUBLIC LICENSE/,
      );
    }
  });

  it('names the licence of every package, or fails to be made', () => {
    expect(notice(['preact', 'onnxruntime-web'])).toMatch(
      /Copyright \(c\) Microsoft Corporation\n\nPermission is hereby/,
    );
    expect(() => notice(['@litertjs/core', 'no-such-package'])).toThrow();
  });
});
