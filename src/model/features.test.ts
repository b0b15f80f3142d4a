import { expect, it } from 'vitest';
import { floatsOf, readOnnx } from '../graph';
import { createSession } from '../runtime/node';
import { createClassifier } from './classifier';
import { withFeatures } from './features';
import { loadModel } from './node';
import { featureCount, projected } from './projected';
import { inWholeNumbers } from './ranges';

const face = Float32Array.from({ length: 48 * 48 }, (_, i) => 128 + 90 * Math.sin(i / 37) * Math.cos(i / 5));

it.each(['compact', 'tiny'])('withFeatures tells what the head of %s reads', async (name) => {
  const bytes = await loadModel(name, 'expression');
  const session = await createSession(withFeatures(bytes));
  const { features, fer2013 } = await session.run({ pixels: { dims: [1, 1, 48, 48], data: face } });
  await session.close();
  // The head's own weights on these features give its own probabilities.
  const model = readOnnx(bytes);
  const head = model.nodes.find(({ op, outputs: [made = ''] }) => {
    const reader = model.nodes.find(({ inputs }) => inputs.includes(made));
    return op === 'Gemm' && reader?.op === 'Softmax';
  });
  const constant = (value = '') => {
    const maker = model.nodes.find(({ op, outputs }) => op === 'Cast' && outputs.includes(value));
    const found = model.constants.find((c) => c.name === (maker?.inputs[0] ?? value));
    return found ? floatsOf(found) : new Float32Array();
  };
  const [weight, bias] = [constant(head?.inputs[1]), constant(head?.inputs[2])];
  const width = features?.data.length as number;
  const logits = [...bias].map((b, c) =>
    Array.from(features?.data as Float32Array).reduce((sum, x, k) => sum + x * (weight[c * width + k] as number), b),
  );
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  logits.forEach((logit, c) => {
    expect(Math.exp(logit) / sum).toBeCloseTo(fer2013?.data[c] as number, 3);
  });
});

it('withFeatures works on 8 bits too, adds nothing twice, and few bytes', async () => {
  const small = inWholeNumbers(await loadModel('tiny', 'expression'));
  const more = withFeatures(small);
  expect(more.length - small.length).toBeLessThan(200);
  const classifier = createClassifier(await createSession(more));
  const [read] = await classifier.read([face]);
  await classifier.close();
  expect(read?.features).toHaveLength(featureCount);
});

it('projected keeps about how far faces are apart', () => {
  const wide = [0, 1, 2, 3].map((k) => Float32Array.from({ length: 1728 }, (_, i) => Math.sin(i * (k + 1) * 0.7)));
  const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((x, i) => x - (b[i] as number)));
  for (const a of wide)
    for (const b of wide) {
      if (a === b) continue;
      const ratio = distance(projected(a), projected(b)) / distance(a, b);
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThan(1.5);
    }
});
