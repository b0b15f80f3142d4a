import { expect, it, vi } from 'vitest';
import type { Detector } from '../../detect';
import type { Frame } from '../../media';
import { analyzeCamera } from './analysis';

const frame = (time: number): Frame => ({ data: new Uint8Array(4 * 4 * 4), width: 4, height: 4, time });

vi.mock('../../media/node', async (original) => ({
  ...(await original<object>()),
  openCamera: async () => ({
    async *frames() {
      yield frame(0);
      yield frame(0.1);
      throw new Error('the camera was unplugged');
    },
    async close() {},
  }),
}));

/** Sees nobody. */
const detector = {
  async *watch(frames: AsyncIterable<Frame>) {
    for await (const frame of frames) yield { frame, readings: [] };
  },
} as unknown as Detector;

it('of a camera that is unplugged what was read is summed up before that is told', async () => {
  const events: string[] = [];
  const read = async () => {
    for await (const event of analyzeCamera(detector, undefined, {}))
      events.push(event.type === 'done' ? `${event.summary.frames} frames` : event.type);
  };
  await expect(read()).rejects.toThrow('the camera was unplugged');
  expect(events).toEqual(['row', 'row', '2 frames']);
});
