import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Demuxer, DeviceAPI } from 'node-av';
import { describe, expect, it } from 'vitest';
import { withTimes } from '../../tools/damagedVideo';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';
import { cameraOf, openCamera } from './camera';

const folder = temporaryFolder();

describe('a camera', () => {
  it('gives upright RGBA frames with times from its first', async () => {
    // A device that can be opened anywhere: a film whose frame i is i · 10 red, and which begins at 2 s.
    const film = join(folder, 'device.mkv');
    const draw = (pixels: Uint8Array, frame: number) => {
      for (let i = 0; i < pixels.length; i += 4) pixels.set([frame * 10, 0, 0, 255], i);
    };
    const times = Array.from({ length: 12 }, (_, i) => 2 + i / 25);
    await writeFile(film, await drawnVideo({ width: 64, height: 48, frames: 12, times, draw, container: 'mkv' }));
    const camera = cameraOf(await Demuxer.open(film));
    let count = 0;
    for await (const { data, width, height, time } of camera.frames()) {
      expect([width, height, data.length]).toEqual([64, 48, 64 * 48 * 4]);
      expect(time).toBeCloseTo(count / 25, 2);
      expect(Math.abs((data[0] as number) - count * 10)).toBeLessThan(12);
      expect(data[3]).toBe(255);
      count++;
    }
    await camera.close();
    expect(count).toBe(12);
  });

  it('gives times that never go back, whatever its driver says', async () => {
    const film = join(folder, 'steps back.mkv');
    const drawn = await drawnVideo({ width: 64, height: 48, frames: 12, container: 'mkv' });
    await writeFile(
      film,
      withTimes(drawn, (frame, time) => (frame === 6 ? time - 98 : time)),
    );
    const camera = cameraOf(await Demuxer.open(film));
    const times: number[] = [];
    for await (const { time } of camera.frames()) times.push(time);
    await camera.close();
    expect(times).toHaveLength(12);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it.skipIf(DeviceAPI.listSync().some(({ type }) => type === 'video'))(
    'that is not there is told of (skipped where there is one)',
    async () => {
      await expect(openCamera()).rejects.toThrow('no camera was found; is one connected');
      await expect(openCamera('/dev/video7')).rejects.toThrow(
        /video7: the camera cannot be opened \(.+\); cameras here: none/,
      );
    },
  );
});
