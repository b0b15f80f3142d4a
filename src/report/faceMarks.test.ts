import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Emotion, emotions } from '../emotion';
import type { Box } from '../face';
import { layOutMarks, type MarkedFace } from './faceMarks';

const visible = { x: 0, y: 0, width: 640, height: 480 };
/** A letter is six tenths of its height wide. */
const measure = (text: string) => 0.6 * text.length;
const face = (id: number, box: Box, named: Emotion[] = ['neutral', 'happy']): MarkedFace => ({
  id,
  box,
  named,
  words: 'mostly neutral, a little happy',
  fewWords: 'neutral',
  strength: 0.6,
});
const isInside = (a: Box, b: Box) =>
  a.x >= b.x - 1e-6 &&
  a.y >= b.y - 1e-6 &&
  a.x + a.width <= b.x + b.width + 1e-6 &&
  a.y + a.height <= b.y + b.height + 1e-6;
const overlap = (a: Box, b: Box) =>
  a.x + 1e-6 < b.x + b.width &&
  b.x + 1e-6 < a.x + a.width &&
  a.y + 1e-6 < b.y + b.height &&
  b.y + 1e-6 < a.y + a.height;

const square = fc
  .record({
    x: fc.integer({ min: -40, max: 600 }),
    y: fc.integer({ min: -40, max: 440 }),
    side: fc.integer({ min: 20, max: 300 }),
  })
  .map(({ x, y, side }) => ({ x, y, width: side, height: side }));

it('labels are never cut at the edge nor over one another, wherever the faces are', () => {
  fc.assert(
    fc.property(fc.array(square, { minLength: 1, maxLength: 8 }), (boxes) => {
      const marks = layOutMarks(
        boxes.map((box, i) => face(i + 1, box, [emotions[i % 7] as Emotion])),
        { visible, measure },
      );
      const grounds = marks.flatMap(({ label }) => (label ? [label.ground] : []));
      for (const ground of grounds) expect(isInside(ground, visible)).toBe(true);
      grounds.forEach((a, i) => {
        for (const b of grounds.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      });
    }),
  );
});

it('words, shapes and numbers are within their label, and a mixture has a shape for each emotion', () => {
  const boxes = [0, 1, 2, 3].map((i) => ({ x: 20 + 155 * i, y: 150, width: 120, height: 120 }));
  const marks = layOutMarks(
    boxes.map((box, i) => ({ ...face(i + 1, box), quiet: i > 0 })),
    { visible, measure },
  );
  expect(marks).toHaveLength(4);
  for (const { id, label } of marks) {
    if (!label) throw new Error('a label is missing');
    const { ground, words, shapes, number } = label;
    expect(shapes.map(({ emotion }) => emotion)).toEqual(['neutral', 'happy']);
    for (const { x, y, side } of shapes) expect(isInside({ x, y, width: side, height: side }, ground)).toBe(true);
    expect(number?.text).toBe(String(id));
    if (!words) throw new Error('words are missing');
    const { text, x, y, fontSize } = words;
    expect(isInside({ x, y: y - fontSize, width: measure(text) * fontSize, height: fontSize }, ground)).toBe(true);
  }
  // One face by itself needs no number.
  const [alone] = layOutMarks([face(7, boxes[0] as Box)], { visible, measure });
  expect(alone?.label?.number).toBeUndefined();
});

it('a label stays on its side while the face trembles between two', () => {
  const at = (y: number) => [face(1, { x: 200, y, width: 200, height: 200 })];
  let before = layOutMarks(at(60), { visible, measure });
  const places = new Set<number | undefined>();
  for (let i = 0; i < 50; i++) {
    before = layOutMarks(at(38 + 6 * Math.sin(i)), { visible, measure, before });
    places.add(before[0]?.label?.place);
  }
  expect(places.size).toBe(1);
});
