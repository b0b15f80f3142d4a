import { describe, expect, it } from 'vitest';
import { buildForTraining, emit, fitPixels, initialWeights, input, measure, writeOnnx } from '../graph';
import { defaultMix, packageModel } from '../model';
import { createSession } from '../runtime/node';
import { findNetwork, networks } from './index';

describe('the networks', () => {
  // Published counts: Keras's and torchvision's models with seven classes, and the papers' tables.
  it.each([
    ['vggface-altered', 19_441_479, 0],
    ['vggface', 134_289_223, 0],
    ['mobilenet', 2_232_839, 34_112],
    ['squeezenet', 726_087, 0],
    ['lightface', 1_485_831, 0],
  ])('%s has as many parameters as published', (name, parameters, statistics) => {
    expect(measure(findNetwork(name))).toMatchObject({ parameters, statistics });
  });

  it('compact is small', () => {
    const { parameters, macs } = measure(findNetwork('compact'));
    expect(parameters).toBeLessThanOrEqual(1_500_000);
    expect(macs).toBeLessThanOrEqual(150e6);
  });

  it('tiny is smaller', () => {
    const { parameters, macs } = measure(findNetwork('tiny'));
    expect(parameters).toBeLessThanOrEqual(300_000);
    expect(macs).toBeLessThanOrEqual(25e6);
  });

  it('VGGFace has as many products as VGG16 on 224 × 224 pictures with seven classes', () => {
    // 15.347 thousand million for the convolutions (He et al. 2016 count 15.3), 119.6 million for the dense layers
    expect(measure(findNetwork('vggface')).macs / 1e9).toBeCloseTo(15.467, 2);
  });

  // All but the two of a hundred megabytes and more, which run the same way.
  it.each(networks.filter((net) => measure(net).parameters < 1e7))(
    '$name runs as a file on any number of grey faces, whatever its own input is',
    async (net) => {
      const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), 1);
      const session = await createSession(packageModel(net, weights, { mix: defaultMix }));
      for (const batch of [1, 3]) {
        const pixels = Float32Array.from({ length: batch * 48 * 48 }, (_, i) => (i * 37) % 256);
        const { emotions } = await session.run({ pixels: { dims: [batch, 1, 48, 48], data: pixels } });
        expect(emotions?.dims).toEqual([batch, 7]);
        for (let face = 0; face < batch; face++) {
          const shares = [...(emotions?.data.subarray(face * 7, face * 7 + 7) ?? [])];
          expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
        }
      }
      await session.close();
    },
  );

  it('pictures become exactly as large as the largest network wants them', async () => {
    const { input: shape } = findNetwork('vggface');
    const session = await createSession(
      writeOnnx(emit({ y: fitPixels(input('pixels', [1, 1, 48, 48]), shape) }, { freeBatch: true })),
    );
    const pixels = { dims: [2, 1, 48, 48], data: new Float32Array(2 * 48 * 48) };
    expect((await session.run({ pixels })).y?.dims).toEqual([2, 3, 224, 224]);
  });

  it('are found by name', () => {
    expect(networks.map((net) => findNetwork(net.name))).toEqual(networks);
    expect(() => findNetwork('resnet')).toThrow(
      'there is no network "resnet" to train; there are compact, tiny, lightface, squeezenet, mobilenet, vggface-altered, vggface',
    );
  });
});
