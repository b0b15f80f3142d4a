import { describe, expect, it } from 'vitest';
import { emotions } from '../emotion';
import { globalAveragePool, network, relu } from '../graph';
import { createSession } from '../runtime/node';
import { gradCam } from './gradCam';
import { occlusion } from './occlusion';

const face = Float32Array.from({ length: 48 * 48 }, (_, i) => (i % 48) + Math.floor(i / 48));

describe('Grad-CAM', () => {
  // One feature, the pixels themselves, which speaks for happy, against sad, and says nothing of the others.
  const net = network('see', { input: [1, 48, 48] }, ({ conv, dense }, pixels) => ({
    fer2013: dense(globalAveragePool(relu(conv(pixels, 1, { kernel: 1 }))), 7),
  }));
  const weights = new Map([
    ['conv1/weight', Float32Array.of(1)],
    ['dense1/weight', Float32Array.from(emotions, (e) => ({ happy: 2, sad: -2 })[e as string] ?? 0)],
    ['dense1/bias', new Float32Array(7)],
  ]);

  it('is the feature map, where that is all that speaks for the class', async () => {
    const { width, height, map, logits } = await gradCam(net, weights, face, 'happy', createSession);
    expect([width, height]).toEqual([48, 48]);
    const most = Math.max(...face);
    for (const i of [0, 47, 1000, 2303]) expect(map[i]).toBeCloseTo((face[i] as number) / most, 5);
    // Twice the mean of 0 … 47 and 0 … 47.
    expect(logits[emotions.indexOf('happy')]).toBeCloseTo(2 * 47, 3);
  });

  it('is nothing where every feature speaks against the class, or none says anything', async () => {
    for (const emotion of ['sad', 'fear'] as const)
      expect((await gradCam(net, weights, face, emotion, createSession)).map.every((value) => value === 0)).toBe(true);
  });

  it('says so where a network has no feature map', async () => {
    const flat = network('flat', { input: [1, 48, 48] }, (_, pixels) => ({ fer2013: globalAveragePool(pixels) }));
    await expect(gradCam(flat, new Map(), face, 'happy', createSession)).rejects.toThrow(
      'flat: reads the face without a feature map',
    );
  });
});

it('occlusion finds the one place that an emotion is read from', async () => {
  /** A reader that sees happiness in how bright the mouth is, around column 24 and row 38. */
  const read = async (faces: readonly Float32Array[]) =>
    faces.map((pixels) => {
      const happy = 0.1 + 0.8 * ((pixels[38 * 48 + 24] as number) / 255);
      return {
        probabilities: Float32Array.from(emotions, (e) => (e === 'happy' ? happy : (1 - happy) / 6)),
        readable: 1,
      };
    });
  const bright = new Float32Array(48 * 48);
  bright.fill(255, 38 * 48 + 20, 38 * 48 + 28);
  const map = await occlusion(bright, 'happy', read);
  const most = map.indexOf(Math.max(...map));
  expect(Math.abs((most % 48) - 24)).toBeLessThanOrEqual(6);
  expect(Math.abs(Math.floor(most / 48) - 38)).toBeLessThanOrEqual(6);
  expect(map[0]).toBe(0);
  expect(map[38 * 48 + 24]).toBeGreaterThan(1);
});

it('occlusion of a coloured picture covers all channels, wherever its size puts the places', async () => {
  const form = { channels: 3, size: 50 } as const;
  const plane = form.size ** 2;
  /** Sees happiness in how blue column 25 and row 40 are. */
  const read = async (faces: readonly Float32Array[]) =>
    faces.map((pixels) => {
      expect(pixels).toHaveLength(3 * plane);
      const happy = 0.1 + 0.8 * ((pixels[2 * plane + 40 * form.size + 25] as number) / 255);
      return {
        probabilities: Float32Array.from(emotions, (e) => (e === 'happy' ? happy : (1 - happy) / 6)),
        readable: 1,
      };
    });
  const blue = new Float32Array(3 * plane);
  blue.fill(255, 2 * plane + 40 * form.size + 21, 2 * plane + 40 * form.size + 29);
  const map = await occlusion(blue, 'happy', read, form);
  expect(map).toHaveLength(plane);
  expect(map.some(Number.isNaN)).toBe(false);
  const most = map.indexOf(Math.max(...map));
  expect(Math.abs((most % form.size) - 25)).toBeLessThanOrEqual(7);
  expect(Math.abs(Math.floor(most / form.size) - 40)).toBeLessThanOrEqual(7);
  expect(map[0]).toBe(0);
  // Nothing else is seen: every other channel's cover changes nothing.
  expect(map[40 * form.size + 25]).toBeGreaterThan(1);
});

it('Grad-CAM of a network with coloured input runs on the colours', async () => {
  const form = { channels: 3, size: 20 } as const;
  const plane = form.size ** 2;
  // One feature: how blue a place is.
  const net = network('blue', { input: [3, 20, 20] }, ({ conv, dense }, pixels) => ({
    fer2013: dense(globalAveragePool(relu(conv(pixels, 1, { kernel: 1 }))), 7),
  }));
  const weights = new Map([
    ['conv1/weight', Float32Array.of(0, 0, 1)],
    ['dense1/weight', Float32Array.from(emotions, (e) => (e === 'happy' ? 2 : 0))],
    ['dense1/bias', new Float32Array(7)],
  ]);
  const face3 = Float32Array.from({ length: 3 * plane }, (_, i) => (i < 2 * plane ? 200 : (i - 2 * plane) % 20));
  const { width, map } = await gradCam(net, weights, face3, 'happy', createSession, form);
  expect([width, map.length]).toEqual([20, 400]);
  for (const i of [0, 7, 19, 250]) expect(map[i]).toBeCloseTo((i % 20) / 19, 5);
});
