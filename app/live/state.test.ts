import { expect, it } from 'vitest';
import { type Circumstances, type LiveState, stateOf } from './state';

const reading: Circumstances = {
  problem: undefined,
  wanted: true,
  isLive: true,
  paused: false,
  begun: true,
  engine: 'ready',
  cameraOn: true,
  faces: 1,
};

it.each<[LiveState, string, Partial<Circumstances>]>([
  ['reading', 'a face is read', {}],
  ['no-face', 'nobody is before the camera', { faces: 0 }],
  ['asking', 'the camera is being opened', { cameraOn: false, faces: 0 }],
  ['starting', 'the networks are loading', { engine: 'loading' }],
  ['welcome', 'the person has not yet turned it on', { wanted: false, begun: false }],
  ['starting', 'the browser is still asked whether the camera is allowed', { wanted: false, begun: undefined }],
  ['off', 'another view is open', { wanted: false, isLive: false }],
  ['paused', 'the person paused it, in whatever view', { wanted: false, isLive: false, paused: true }],
  ['reading', 'a look was asked for while it is paused', { paused: true, isLive: false }],
  ['denied', 'the camera is refused', { problem: 'denied', cameraOn: false }],
  ['no-camera', 'there is no camera', { problem: 'no-camera', cameraOn: false }],
  ['no-camera', 'the camera was unplugged', { problem: 'unplugged', cameraOn: false }],
  ['error', 'another program has the camera', { problem: 'in-use', cameraOn: false }],
  ['error', 'the networks cannot be loaded, whatever is wanted', { problem: 'engine', wanted: false, paused: true }],
])('the live reading is "%s" when %s', (state, _when, change) => {
  expect(stateOf({ ...reading, ...change })).toBe(state);
});
