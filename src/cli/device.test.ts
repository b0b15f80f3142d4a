/** What commands compute on: `--device`. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { cli } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { fakeFer } from '../../tools/fakeFer';
import { findGraphicsCard, withoutCard } from '../../tools/graphicsCard';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { buildForTraining, globalAveragePool, initialWeights, input, network, relu, standardise } from '../graph';
import { defaultMix, packageModel } from '../model';

const folder = temporaryFolder();
const { data } = await fakeFer(folder, 7);
const [photo, other] = (await Promise.all(
  ([200, 180] as const).map(async (width) => {
    const path = join(folder, `${width}.png`);
    await sharp(await realFace('smiling'))
      .resize({ width })
      .png()
      .toFile(path);
    return path;
  }),
)) as [string, string];

function feeling(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
}

const analyze = ['analyze', '--model', 'tiny', '--face-detector', 'blazeface', '--json'];
const predict = ['predict', '--model', 'tiny', '--split', 'PublicTest', '--json'];

describe.runIf(process.platform === 'linux')('without a graphics card', () => {
  it.each([
    [...analyze, photo],
    ['learn', photo, '--out', 'me.json'],
    ['evaluate', '--data', data],
    [...predict, data],
  ])('%s --device webgpu says so in one line', (...args) => {
    expect(feeling(withoutCard, ...args, '--device', 'webgpu')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'feeling: webgpu: no graphics card was found that can be used (through Vulkan, Metal or Direct3D); the CPU can\n',
    });
  });

  it('auto gives what the processor gives, byte for byte', () => {
    for (const command of [
      [...analyze, photo, other],
      [...predict, data],
    ]) {
      const onCpu = feeling({}, ...command);
      expect(onCpu.status).toBe(0);
      expect(feeling(withoutCard, ...command, '--device', 'auto')).toEqual(onCpu);
    }
  });
});

it('a queue is read by others, with their processors', () => {
  const queue = ['--queue', 'redis://127.0.0.1:1', '--out', 'results', '--device', 'auto'];
  expect(feeling({}, 'analyze', photo, ...queue)).toMatchObject({
    status: 2,
    stderr: 'feeling: --device goes without --queue: workers read with their processors\n',
  });
});

interface Probabilities {
  emotions: Record<(typeof emotions)[number], number>;
}

const hasCard = await findGraphicsCard();

describe.runIf(hasCard)('on a graphics card (skipped without one, or a Vulkan driver)', () => {
  /** What a command gives on a device, as one line of JSON each. */
  const on = (device: string, command: readonly string[]): unknown[] => {
    const { status, stdout } = feeling({}, ...command, '--device', device);
    expect(status).toBe(0);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const expectAlike = (onCard: readonly Probabilities[], onCpu: readonly Probabilities[]) => {
    expect(onCard).toHaveLength(onCpu.length);
    for (const [i, { emotions: seen }] of onCard.entries())
      for (const e of emotions) expect(Math.abs(seen[e] - (onCpu[i] as Probabilities).emotions[e])).toBeLessThan(1e-3);
  };

  it('several photos, and the frames of a video, read as on the processor', async () => {
    const { data: pixels, info } = await sharp(photo)
      .resize({ width: 200, height: 200, fit: 'fill' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const clip = await drawnVideo({ ...info, frames: 2, draw: (frame) => frame.set(pixels) });
    await writeFile(join(folder, 'clip.mp4'), clip);
    const readings = (device: string) =>
      (on(device, [...analyze, photo, other, 'clip.mp4']) as { readings: Probabilities[] }[]).flatMap(
        (row) => row.readings,
      );
    const onCard = readings('webgpu');
    expect(onCard).toHaveLength(4);
    expectAlike(onCard, readings('cpu'));
  });

  it('faces of a data set read as on the processor', async () => {
    // Without a card its driver needs long for each new layer.
    const net = network('small', { input: [1, 48, 48] }, ({ conv, dense }, pixels) => ({
      fer2013: dense(globalAveragePool(relu(conv(standardise(pixels), 4, { stride: 4 }))), 7),
    }));
    const weights = initialWeights(buildForTraining(net, input('pixels', [1, 1, 48, 48])), 1);
    await writeFile(join(folder, 'small.onnx'), packageModel(net, weights, { mix: defaultMix }));
    const faces = (device: string) => on(device, [...predict, data, '--model', 'small.onnx']) as Probabilities[];
    const onCard = faces('webgpu');
    expect(onCard).toHaveLength(7);
    expectAlike(onCard, faces('cpu'));
  });
});
