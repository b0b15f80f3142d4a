import { describe, expect, it } from 'vitest';
import { measure } from '../graph';
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

  it('VGGFace has as many products as VGG16 on 224 × 224 pictures with seven classes', () => {
    // 15.347 thousand million for the convolutions (He et al. 2016 count 15.3), 119.6 million for the dense layers
    expect(measure(findNetwork('vggface')).macs / 1e9).toBeCloseTo(15.467, 2);
  });

  it('are found by name', () => {
    expect(networks.map((net) => findNetwork(net.name))).toEqual(networks);
    expect(() => findNetwork('resnet')).toThrow(
      'there is no network "resnet" to train; there are compact, lightface, squeezenet, mobilenet, vggface-altered, vggface',
    );
  });
});
