import { describe, expect, it } from 'vitest';
import { choose, type InTurn, measureSpeeds, type Work, works } from '../../src/detect';
import type { Device } from '../../src/runtime';
import { type Opened, together } from './networks';

/** A device on which each work takes so many ms of a clock that only it moves; its first time of each takes longer. */
function deviceWith(clock: { now: number }, milliseconds: Record<Work, number>) {
  const done: Work[] = [];
  const tasks = Object.fromEntries(
    works.map((work) => [
      work,
      async () => {
        clock.now += done.includes(work) ? milliseconds[work] : 900;
        done.push(work);
      },
    ]),
  ) as Record<Work, () => Promise<void>>;
  return { tasks, done };
}

const atOnce: InTurn = (task) => task();

/** All networks of a device, which write down what they were asked for. */
function openedOn(device: Device, asked: string[]): Opened {
  const finder = (name: string) => ({
    detect: async () => {
      asked.push(`${device} ${name}`);
      return [];
    },
  });
  return {
    device,
    threads: 1,
    classifier: {
      read: async (faces) => {
        if (faces.length > 0) asked.push(`${device} reads ${faces.length}`);
        return [];
      },
      close: async () => {},
    },
    photo: finder('photo'),
    frames: finder('frames'),
    camera: () => finder('camera'),
    everyone: async () => finder('everyone'),
    close: async () => {},
  };
}

describe('a device with a processor and a graphics card', () => {
  it('is timed without each work’s first run, and each work goes where it is clearly faster', async () => {
    const clock = { now: 0 };
    const cpu = deviceWith(clock, { find: 4, search: 60, readFew: 5, readMany: 20 });
    const card = deviceWith(clock, { find: 3.8, search: 20, readFew: 9, readMany: 10 });
    const speeds = await measureSpeeds('a card', { cpu: cpu.tasks, webgpu: card.tasks }, atOnce, () => clock.now);
    expect(speeds.readFew).toEqual({ cpu: 5, webgpu: 9 });
    expect(speeds.search).toEqual({ cpu: 60, webgpu: 20 });
    // 5 % are no reason to leave the processor.
    expect(choose(speeds)).toEqual({ find: 'cpu', search: 'webgpu', readFew: 'cpu', readMany: 'webgpu' });
    // A slow work is not repeated for long.
    expect(cpu.done.filter((work) => work === 'search').length).toBeLessThanOrEqual(6);
  });

  it('does not search a photo on a card that is hopelessly slow', async () => {
    const clock = { now: 0 };
    const cpu = deviceWith(clock, { find: 4, search: 60, readFew: 5, readMany: 20 });
    const card = deviceWith(clock, { find: 400, search: 60_000, readFew: 900, readMany: 4000 });
    const speeds = await measureSpeeds('a slow card', { cpu: cpu.tasks, webgpu: card.tasks }, atOnce, () => clock.now);
    expect(Object.values(choose(speeds))).toEqual(['cpu', 'cpu', 'cpu', 'cpu']);
    expect(card.done).not.toContain('search');
  });

  it('reads one face on one and five faces on the other, where that was chosen', async () => {
    const asked: string[] = [];
    const networks = together(
      { cpu: openedOn('cpu', asked), webgpu: openedOn('webgpu', asked) },
      { find: 'cpu', search: 'webgpu', readFew: 'cpu', readMany: 'webgpu' },
    );
    const face = new Float32Array(1);
    const picture = { data: new Uint8Array(4), width: 1, height: 1, time: 0 };
    await networks.classifier.read([face]);
    await networks.classifier.read([face, face, face, face, face]);
    await networks.photo.detect(picture);
    await (await networks.everyone()).detect(picture);
    await (await networks.stream('camera', 0)).read(picture);
    await (await networks.stream(1, 0)).read(picture);
    expect(asked).toEqual([
      'cpu reads 1',
      'webgpu reads 5',
      'webgpu photo',
      'webgpu everyone',
      'cpu camera',
      'cpu frames',
    ]);
    expect(networks).toMatchObject({ device: 'cpu', usesCard: true });
  });

  it.each<[string, Record<Work, Device>, boolean]>([
    [
      'stay there where it finds and reads',
      { find: 'webgpu', search: 'cpu', readFew: 'webgpu', readMany: 'webgpu' },
      true,
    ],
    [
      'come into memory where the processor finds',
      { find: 'cpu', search: 'webgpu', readFew: 'webgpu', readMany: 'webgpu' },
      false,
    ],
    [
      'come into memory where it reads few',
      { find: 'webgpu', search: 'webgpu', readFew: 'cpu', readMany: 'webgpu' },
      false,
    ],
    [
      'come into memory where it reads many',
      { find: 'webgpu', search: 'webgpu', readFew: 'webgpu', readMany: 'cpu' },
      false,
    ],
  ])('frames that a card could take %s', (_, choice, stay) => {
    const webgpu = { ...openedOn('webgpu', []), hold: () => undefined };
    expect(together({ cpu: openedOn('cpu', []), webgpu }, choice).hold !== undefined).toBe(stay);
  });
});
